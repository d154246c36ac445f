"""What pretrained features save is told by bands that do not touch."""

import pandas as pd

from analysis.data_size.finding import saving


def told(*rows):
    """A summary of these learners, recipes, sizes and accuracies, each with a band of two points to either side."""
    columns = ["learner", "recipe", "n_train", "accuracy"]
    return pd.DataFrame(rows, columns=columns).assign(
        low=lambda made: made["accuracy"] - 0.02, high=lambda made: made["accuracy"] + 0.02
    )


FEW = ("pretrained", "quick", 100, 0.60)


def test_the_cnn_needs_as_many_images_as_make_it_surely_better():
    """At 1,000 its band touches; of the recipes that are above at 2,000 the better one is named."""
    rows = [("cnn", "thorough", 1000, 0.63), ("cnn", "quick", 2000, 0.65), ("cnn", "thorough", 2000, 0.70)]

    assert saving(told(FEW, ("pretrained", "quick", 500, 0.7), *rows)) == (
        "With features learned on other images, 100 images reach 60 %; "
        "the first size at which the CNN is surely above that is 2,000 images (thorough training)."
    )


def test_nothing_more_is_said_than_was_measured():
    """A CNN that never is above, a perfect score that nothing can be above, and no row of either learner."""
    assert saving(told(FEW, ("cnn", "quick", 50_000, 0.61))).endswith(
        "at no size measured is the CNN surely above that."
    )
    assert saving(told(("pretrained", "quick", 10, 1.0), ("cnn", "quick", 28, 0.6))) == ""
    assert saving(told(FEW)) == saving(told(("cnn", "quick", 100, 0.5))) == ""
