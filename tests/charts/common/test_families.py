"""Learners with settings are named in the words of the pages."""

from charts.common.families import variant_label


def test_settings_are_named_in_words():
    """Also those of the swap board's cells; what is no cell of it stays escaped."""
    for learner, settings, named in [
        ("cnn", {"epochs": 20}, "CNN, epochs 20"),
        ("cnn", {"budget_seconds": 60}, "CNN, within 60 s"),
        ("svm", {"without": "gabor"}, "Handcrafted features + SVM, without Stripes (Gabor)"),
        ("swap", {"features": "cnn", "head": "linear_svm"}, "A CNN's features, linear SVM"),
        (
            "swap",
            {"features": "<b>", "head": "linear_svm"},
            "A cell of the swap board, features &lt;b&gt;, head linear_svm",
        ),
    ]:
        assert variant_label(learner, settings) == named
