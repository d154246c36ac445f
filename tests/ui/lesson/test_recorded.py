"""What the recorded rows say keeps the rules that the page states."""

import re

import pytest

from settings import ROOT
from ui.common import source
from ui.lesson.rows import judged_lesson

pytestmark = pytest.mark.slow

END = r"([−+]?[\d.]+)(?: %)?"
GAP = rf"\({END} to {END}\)"
AHEAD = rf"points(?: ahead| behind)? {GAP}"

DECIDES = {
    "need_redesign": (rf": [−\d.]+ {GAP}", (0.8,)),
    "plateaus": (rf"of the error {GAP}", (0.97,)),
    "keeps_improving": (rf"of the error {GAP}", (0.97,)),
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


def _interval(found: tuple[str, str]) -> tuple[float, float]:
    low, high = (float(end.replace("−", "-")) for end in found)
    return low, high
