"""What layers hold: sentences follow the intervals of rows made by hand."""

import pandas as pd
import pytest

from analysis.features.layers import finding, hierarchies, rise, steps_without_gain
from tests.analysis.features.probed import row, rows


def only(table: pd.DataFrame):
    """The one kind of CNN in the rows."""
    (found,) = hierarchies(table)
    return found


@pytest.mark.parametrize(
    ("layers", "opening", "rest"),
    [
        ((0.6, 0.7, 0.8, 0.95), "Each layer adds to what can be read: ", ""),
        (
            (0.6, 0.7, 0.95, 0.95),
            "Later layers hold more, though not clearly the fourth: ",
            "What the fourth layer adds is too close to call.",
        ),
        (
            (0.6, 0.8, 0.7, 0.95),
            "The last layer holds more than the first, though not each one adds: ",
            "After the third layer less can be read than before it.",
        ),
        (
            (0.9, 0.9, 0.9, 0.9),
            "No clear rise from the first layer to the last: ",
            "What the second, third and fourth layer adds is too close to call.",
        ),
    ],
)
def test_the_opening_says_no_more_than_the_steps(layers, opening, rest):
    """A step counts only if its whole interval is on one side of zero."""
    found = only(rows(*layers))

    assert finding(found).startswith(opening)
    assert steps_without_gain(found) == rest


def test_a_last_layer_that_holds_less_is_said():
    """The deciding difference is that of the last layer and the first."""
    assert finding(only(rows(0.9, 0.8, 0.7, 0.6))).startswith("The last layer holds less than the first: ")


def test_the_shares_are_those_of_the_rows():
    """In the order of the layers, the last one by its name."""
    sentence = finding(only(rows(0.6, 0.7, 0.8, 0.95)))

    assert "60 % after the first, 70 % after the second, 80.0 % after the third and 95.0 % after the last." in sentence


@pytest.mark.parametrize(
    ("features", "says"),
    [(0.8, "less than the last layer"), (0.95, "too close to the last layer to call"), (0.99, "more than the last")],
)
def test_features_are_compared_with_the_last_layer(features, says):
    """On the same test images."""
    found = only(rows(0.6, 0.7, 0.8, 0.95, beside={"handcrafted": features, "pixels": 0.5}))

    assert says in finding(found)


def test_without_features_they_are_not_mentioned():
    """Nor are pixels."""
    assert "andcrafted" not in finding(only(rows(0.6, 0.7, 0.8, 0.95, beside={})))


def test_one_image_more_is_no_step():
    """One of two thousand is chance, though every seed agrees."""
    found = only(rows(0.9, 0.9005))

    assert [step.sign for step in found.steps] == [0]


def test_the_rise_has_its_interval():
    """It is paired: 700 images won of 2,000 and none lost."""
    assert rise(only(rows(0.6, 0.95))).endswith("after the last: +35.0 points (+32.8 to +37.1)") or (
        "+35.0 points (+3" in rise(only(rows(0.6, 0.95)))
    )


def test_kinds_of_cnns_and_test_images_are_kept_apart():
    """Recipes share features and pixels; another version of the data does not."""
    both = pd.concat([rows(0.6, 0.9), rows(0.7, 0.95, recipe="thorough", beside={})])
    other = rows(0.5, 0.6, data_version="2", beside={})
    found = hierarchies(pd.concat([both, other]))

    assert [one.of("handcrafted") is not None for one in found] == [True, True, False]


def test_a_row_that_was_measured_twice_counts_once():
    """The later one."""
    table = pd.concat([rows(0.6, 0.9, n_seeds=1), pd.DataFrame([row("layer", 0.5, 1, measured_at="2026-11-28")])])

    assert only(table).layers["accuracy"].tolist() == [0.5, 0.9]
    assert only(table).layers["n_seeds"].tolist() == [1, 1]


def test_one_layer_is_no_hierarchy():
    """Nor are no rows."""
    assert hierarchies(rows(0.9)) == hierarchies(rows(0.9)[:0]) == []
