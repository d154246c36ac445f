"""Verdicts on handcrafted features, flipped by boards and families made by hand."""

import numpy as np
import pandas as pd
import pytest

from analysis.lesson import features
from tests.analysis.lesson.told import evidence, families, right

CUES = ("colour", "texture", "shape", "arrangement")


def board(svm: dict[str, float], alone: float | None = None, cnn: float = 0.99) -> pd.DataFrame:
    """The SVM on all families with these shares, the rest 99 %; a family alone; and the CNN."""
    cells = []
    for cue in CUES:
        cells += [right("svm", svm.get(cue, 0.99), f"shapes-{cue}"), right("cnn", cnn, f"shapes-{cue}")]
        cells += [right("svm", alone, f"shapes-{cue}", settings={"only": "hog"})] if alone is not None else []
    return pd.concat(cells)


def test_a_pattern_is_missed_if_the_cnn_reads_it_and_all_families_do_not():
    """The cue with the largest gap is named with both accuracies."""
    verdict = features.missed_patterns(evidence(board({"arrangement": 0.4, "shape": 0.8})))

    assert verdict.kind == "holds"
    assert "told by arrangement alone, all families together get 40.0 % right" in verdict.measured


@pytest.mark.parametrize(("alone", "kind"), [(None, "does not hold"), (0.3, "only in part"), (0.99, "does not hold")])
def test_families_that_read_every_cue_together_miss_nothing(alone, kind):
    """That single ones are blind to some is a condition only."""
    assert features.missed_patterns(evidence(board({}, alone))).kind == kind


def test_nobody_reading_a_cue_shows_nothing():
    """A CNN that guesses does not prove that something was there to be missed."""
    blind = board(dict.fromkeys(CUES, 0.3), cnn=0.3)

    assert features.missed_patterns(evidence(blind)).kind == "too close"
    assert features.missed_patterns(evidence(board({})[:3])).kind == "not measured"


ONE = {"hog": 0.9, "gabor": 0.7, "edges": 0.5, "colour_moments": 0.3}
TURNED = dict(zip(ONE, reversed(ONE.values()), strict=True))


@pytest.mark.parametrize(("other", "kind"), [(TURNED, "holds"), (ONE, "does not hold")])
def test_families_suit_every_problem_or_not(other, kind):
    """The same order on both data sets, or the reverse: the best one and the order agree."""
    rows = evidence(families("digits", ONE), families("textures", other))

    assert features.do_not_adapt(rows).kind == kind
    assert features.need_redesign(rows).kind == kind


def test_pairs_in_another_order_are_counted():
    """In the reverse order all six are, and no chance explains gaps of twenty points."""
    number = features.need_redesign(evidence(families("digits", ONE), families("textures", TURNED))).measured

    assert number == "Surely in another order on digits and textures: 6 of 6 pairs of families; in the same order: 0"


@pytest.mark.parametrize("seed", range(20))
def test_chance_alone_is_no_other_order(seed):
    """Families that are equally good everywhere differ by luck, in another order each time: that decides nothing."""
    random = np.random.default_rng(seed)
    rows = [families(dataset, {one: random.normal(0.9, 0.005) for one in ONE}) for dataset in ("digits", "textures")]

    assert features.need_redesign(evidence(*rows)).kind == "too close"


def test_one_data_set_has_nothing_to_compare():
    """Nor do two with two families each."""
    assert features.do_not_adapt(evidence(families("digits", ONE))).kind == "not measured"
    two = dict(list(ONE.items())[:2])
    assert features.do_not_adapt(evidence(families("digits", two), families("textures", two))).kind == "not measured"
