"""The sentence says what the intervals allow, and no more."""

from dataclasses import replace

import pandas as pd

from analysis.common.scored_on import ScoredOn
from analysis.features.ablation import Ablation, worth

NAMES = {"hog": "Edge directions (HOG)", "gabor": "Stripes", "colour": "Colours"}
PARTS = ("", "_low", "_high")


def found(
    alone: dict[str, tuple[float, float]] | None = None,
    without: dict[str, float] | None = None,
    leads: tuple[str, ...] = ("hog",),
) -> Ablation:
    """Accuracies alone with their changes, and changes without; every change is known to 0.5 points."""
    table = []
    for family in NAMES:
        share, change = (alone or {}).get(family, (float("nan"), float("nan")))
        loss = (without or {}).get(family, float("nan"))
        values = {"alone": share, "alone_change": change, "without": 0.9 + loss, "without_change": loss}
        row = {
            f"{name}{part}": value + step
            for name, value in values.items()
            for part, step in zip(PARTS, STEPS, strict=True)
        }
        table.append({"family": family, **row, "leads": family in leads})
    return Ablation(ScoredOn("x", "1", 100), 1000, 3, 0.9, 0.895, 0.905, pd.DataFrame(table))


STEPS = (0.0, -0.005, 0.005)
ALONE = {"hog": (0.88, -0.02), "gabor": (0.7, -0.2), "colour": (0.3, -0.6)}
TOGETHER = "All three families together get 90.0 % right"


def test_nothing_measured_claims_nothing():
    """Neither alone nor left out: there is no finding."""
    assert worth(found(), NAMES).startswith("Not enough measured yet")


def test_the_best_alone_is_compared_with_all():
    """Less, more, or too close to tell."""
    for change, ending in [
        (-0.02, "2.0 points less"),
        (-0.03, "3.0 points less on the seeds that both have"),
        (0.01, "1.0 points more on the seeds that both have"),
        (0.004, "with no clear difference"),
    ]:
        said = worth(found(ALONE | {"hog": (0.88, change)}), NAMES)

        assert said == f"{TOGETHER}; the best single family is edge directions (HOG): 88.0 %, {ending}."


def test_a_best_one_among_some_is_so_far_the_best():
    """As long as families are missing, the best one is only the best so far."""
    assert "; the best single family so far is edge directions (HOG): 88.0 %" in worth(
        found({"hog": (0.88, -0.02)}), NAMES
    )


def test_leaders_who_cannot_be_told_apart_share_the_lead():
    """A lead that may be luck is shared."""
    for change, compared in [(-0.02, "2.0 points less than"), (0.004, "with no clear difference from")]:
        said = worth(found(ALONE | {"hog": (0.88, change)}, leads=("hog", "gabor")), NAMES)

        assert said.startswith(
            f"One family alone gets up to 88.0 % right, {compared} all three together (90.0 %). "
            "The best single families are edge directions (HOG) and stripes, too close to tell apart."
        )


def test_costs_are_reported_only_where_they_are_clear():
    """A loss whose interval contains zero is not reported."""
    for without, sentence in [
        (
            {"hog": -0.02, "gabor": 0.0, "colour": 0.001},
            "Leaving out edge directions (HOG) costs 2.0 points; for the other two there is no clear difference.",
        ),
        (
            {"hog": -0.02, "gabor": -0.01, "colour": 0.02},
            "Leaving out edge directions (HOG) costs 2.0 points and stripes 1.0 points; "
            "leaving out colours gains 2.0 points.",
        ),
        (
            {"hog": 0.0, "gabor": 0.0, "colour": 0.0},
            "Whichever single family is left out, there is no clear difference.",
        ),
        ({"hog": 0.0}, "For the one left out so far, there is no clear difference."),
        ({"colour": 0.01}, "Leaving out colours gains 1.0 points."),
    ]:
        assert worth(found(without=without), NAMES) == f"{TOGETHER}. {sentence}"


def test_the_difference_follows_from_the_shares_beside_it():
    """90.04 and 88.06 % differ by 1.98 points, but as written by 1.9: both shares have the difference's decimals."""
    both = replace(found(ALONE | {"hog": (0.8806, -0.0198)}), accuracy=0.9004)
    both.table["alone_low"], both.table["alone_high"] = both.table["alone"] - 0.05, both.table["alone"] + 0.05

    assert "get 90.0 % right; the best single family is edge directions (HOG): 88.1 %, 1.9 points less" in worth(
        both, NAMES
    )
