"""What the recorded rows say keeps the rules that the page states."""

import re

import pytest

from settings import ROOT
from ui.common import source
from ui.lesson.rows import judged_lesson

pytestmark = pytest.mark.slow

END = r"([−+]?[\d.]+)(?: %)?"
GAP = rf"\({END} to {END}(?:; one seed)?\)"
AHEAD = rf"points(?: ahead| behind)? {GAP}"

DECIDES = {
    "plateaus": (rf"of the errors {GAP}", (3,)),
    "keeps_improving": (rf"of the errors {GAP}", (3,)),
    "layers": (rf"points {GAP}", (0,)),
    "features_matter": (rf"between them {GAP}", (0,)),
    "few_images": (AHEAD, (0,)),
    "simple_problems": (AHEAD, (1, -1)),
    "trains_faster": (rf"\({END} to {END} over seeds\)", (1.5, 0.67)),
    "linear_suffices": (rf"points {GAP}", (-1,)),
    "cross": (AHEAD, (0,)),
    "four_times": (rf"leave [\d.]+; {END} to {END}", (0.5,)),
    "gpu": (rf"times {GAP}", (10, 20, 100)),
    "half_precision": (rf"fast {GAP}", (1,)),
    "int8": (rf"of accuracy {GAP}", (-2,)),
    "pretrained": (AHEAD, (0,)),
    "sample_efficiency": (rf"many {GAP}", (1,)),
    "robustness": (rf"the CNN [\d.]+ % {GAP}", (10,)),
}
"""For each claim the number that decides, with its interval, and the limits on one side of which it must lie."""

ALL_OF_THEM = ("few_images", "cross", "pretrained")
"""Claims of which every quoted gap must be clear; of the others one of several may be quoted for its size alone."""


@pytest.fixture
def lesson(monkeypatch):
    """The lesson by the rows that are shipped, in an empty home."""
    monkeypatch.setattr(source, "RECORDED", ROOT / "recorded")
    return judged_lesson()


def test_a_condition_that_agrees_or_contradicts_quotes_an_interval_that_does(lesson):
    """Its number is the one that decides: the whole interval is on one side of the limit."""
    unclear, n_quoted = [], 0
    for claim, verdict in lesson.judged:
        pattern, limits = DECIDES.get(claim.name, ("$^", ()))
        for case in verdict.conditions:
            quoted = [_interval(found) for found in re.findall(pattern, case.measured)]
            if case.answer not in ("yes", "no") or not quoted:
                continue
            n_quoted += 1
            clear = [any(high <= limit or low >= limit for limit in limits) for low, high in quoted]
            if not (all(clear) if claim.name in ALL_OF_THEM else any(clear)):
                unclear.append((claim.name, case.answer, case.sentence))
    assert unclear == []
    assert n_quoted > 50


def test_no_interval_says_nothing_and_no_two_conditions_are_equal_in_words(lesson):
    """A share from nothing to everything is no result, and a machine is named where only it differs."""
    for _, verdict in lesson.judged:
        told = [case.sentence for case in verdict.conditions]
        assert len(set(told)) == len(told)
        assert not [one for one in told if "0.00 to 1.00" in one]


def test_a_claim_of_two_parts_counts_each(lesson):
    """An SVM that answers slower contradicts that a CNN is expensive to use, whatever training costs."""
    (cost,) = (verdict for claim, verdict in lesson.judged if claim.name == "cost")

    assert cost.kind == "only in part"
    assert cost.why.endswith("To train, the claim holds in 18 of 18; to use, in none of one.")


def _interval(found: tuple[str, str]) -> tuple[float, float]:
    low, high = (float(end.replace("−", "-")) for end in found)
    return low, high
