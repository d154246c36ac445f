"""The handcrafted learner with some of its families."""

import numpy as np
import pytest

from features import FAMILIES, union
from models.register import LEARNERS, RECIPES, Context, build
from tests.models.images import easy


def families(model) -> list[str]:
    """The families that a model looks at."""
    return [name for name, part in model["features"].transformer_list if part != "drop"]


def test_without_settings_every_family_is_there():
    """The learner of the curves has all families."""
    assert families(build("svm", Context())) == list(FAMILIES)


def test_only_one_family_gives_its_columns_and_no_other():
    """`only` computes exactly what the family computes alone."""
    for recipe in RECIPES:
        for family in FAMILIES:
            X, _ = easy(6)
            model = build("svm", Context(recipe), only=family)
            assert families(model) == [family]
            assert np.array_equal(model["features"].fit_transform(X), FAMILIES[family]().fit_transform(X))


def test_without_a_family_the_others_stay_in_their_order():
    """`without` is all columns but the family's own."""
    for family in FAMILIES:
        X, _ = easy(6)
        names = [name for name in union().fit(X).get_feature_names_out() if not name.startswith(f"{family}__")]
        model = build("svm", Context(), without=family)
        assert model["features"].fit(X).get_feature_names_out().tolist() == names


def test_other_settings_stand_beside_the_families():
    """The SVM's own settings reach it as before."""
    model = build("svm", Context(), only="hog", C=2.0)
    assert model["classify"]["classify"].C == 2.0


@pytest.mark.parametrize(
    ("settings", "sentence"),
    [
        ({"only": "smell"}, r"There is no family named '?smell'?; there are colour_histogram, .*\."),
        ({"without": "smell"}, r"There is no family named '?smell'?; there are colour_histogram, .*\."),
        ({"only": "hog", "without": "gabor"}, r"Give the SVM either `only` or `without`, not both.*\."),
    ],
)
def test_a_wrong_family_is_one_sentence(settings, sentence):
    """What is wrong, and what would be right."""
    with pytest.raises(ValueError, match=f"^{sentence}$"):
        build("svm", Context(), **settings)


def test_a_learner_of_one_family_learns():
    """Fewer columns are columns: fit and predict work as with all."""
    X, y = easy(40)
    assert (build("svm", Context(), only="edges").fit(X, y).predict(X) == y).mean() > 0.9


def test_pixels_can_stand_beside_the_families(tmp_path):
    """The columns are those of all families and then the pixels as they are; the model can be kept."""
    X, y = easy(12)
    without, model = (build("svm", Context(), **settings) for settings in ({}, {"and_pixels": True}))
    columns = model["features"].fit_transform(X)
    n_pixels = X[0].size

    assert np.array_equal(columns[:, -n_pixels:], X.reshape(12, -1))
    assert np.array_equal(columns[:, :-n_pixels], without["features"].fit_transform(X))
    LEARNERS["svm"].save(model.fit(X, y), tmp_path)
    assert np.array_equal(LEARNERS["svm"].load(tmp_path).predict(X), model.predict(X))
