"""The verdict on one hidden layer, flipped by errors made by hand."""

from dataclasses import replace

import pandas as pd
import pytest

from analysis.lesson.one_layer import one_layer
from tests.analysis.lesson.told import evidence


def rows(by_units, target="zigzag", depth=1):
    """Networks of these sizes, each with the errors of its seeds."""
    told = {"target": target, "family": "network", "depth": depth, "origin": "elsewhere", "machine": "EPYC, 2 cores"}
    return pd.DataFrame([{**told, "units": units, "errors": errors} for units, errors in by_units.items()])


def verdict(*approximated: pd.DataFrame):
    """What these rows say."""
    return one_layer(replace(evidence(), approximated=pd.concat(approximated)))


FOUND = {4: [0.3, 0.2], 8: [0.01, 0.009], 16: [0.5, 0.5]}
BY_CHANCE = {4: [0.3, 0.2], 8: [0.2, 0.004], 16: [0.001, 0.002]}
NEVER = {4: [0.3, 0.2], 512: [0.02, 0.05]}


@pytest.mark.parametrize(("errors", "kind"), [(FOUND, "holds"), (BY_CHANCE, "only in part"), (NEVER, "does not hold")])
def test_the_first_size_that_suffices_must_suffice_with_every_seed(errors, kind):
    """Enough units exist where the best seed comes close; whether training finds it, the worst one tells."""
    assert verdict(rows(errors)).kind == kind


def test_the_number_names_the_size_and_both_seeds():
    """In the words of the page."""
    assert verdict(rows(BY_CHANCE)).measured == (
        "A zigzag: with 8 hidden units the best of two seeds is off by 0.004, the worst by 0.2"
    )
    assert "with 512 hidden units the best of two seeds is off by 0.02" in verdict(rows(NEVER)).measured
    assert "But a zigzag: with 8" in verdict(rows(BY_CHANCE), rows(FOUND, target="waves")).why


def test_what_jumps_and_what_is_deep_does_not_count():
    """The theorem is about continuous functions and one layer."""
    assert verdict(rows(NEVER, target="steps"), rows(NEVER, depth=2)).kind == "not measured"
