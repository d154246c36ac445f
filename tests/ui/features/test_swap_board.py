"""The swap board's page: what it shows of the rows, what it offers, and what its card says."""

import zlib
from dataclasses import replace

import numpy as np
import pytest
import streamlit as st

from analysis.common.swap_cells import CELLS
from experiments.store.results import Store
from settings import settings
from tests.analysis.features.board_rows import flat
from tests.analysis.synthetic import row
from tests.ui.conftest import result
from tests.ui.part import open_page, words
from ui.common import chart, source
from ui.features import swap_board

pytestmark = pytest.mark.slow

PART = "Swap board"
N_TEST = 1500


def add_board(origin: str = "a-machine", dataset: str = "digits", n_seeds: int = 2) -> None:
    """A board in the store: the first images of each cell are right with class 1, the others wrong with class 0."""
    store = Store(settings().results_url)
    for experiment in swap_board.to_measure(dataset, "1", 500):
        if experiment.seed < n_seeds:
            correct = np.arange(N_TEST) < flat(*map(str, dict(experiment.settings).values())) * N_TEST
            made = row("swap", "quick", 500, experiment.seed, correct) | {"settings": "{}"}
            kept = zlib.compress(correct.astype("<u2").tobytes())
            store.add(replace(result(made, dataset), experiment=experiment, predictions=kept), origin)
    store.close()


def opened(**choices):
    """The part, with these choices in the address."""
    return open_page("features", part=PART, **choices)


def test_without_rows_the_page_says_what_run_does():
    """Sixteen models for each seed."""
    page = opened()

    assert "Run trains sixteen models" in words(page).replace("*", "")
    assert any("48 experiments" in caption.value for caption in page.caption)


def test_run_asks_for_every_cell_with_every_seed(monkeypatch):
    """Three seeds, seed by seed."""
    asked = []
    monkeypatch.setattr(source.engine(), "submit", lambda experiments, asker, again: asked.extend(experiments))
    opened().button(key="run").click().run()
    cells = {tuple(dict(one.settings).values()) for one in asked}

    assert cells == set(CELLS)
    assert [one.seed for one in asked] == sorted(16 * [0, 1, 2])


def test_a_recorded_board_shows_its_finding_its_card_and_its_disagreements():
    """The highest cell is chosen at first: pretrained features, in red, which disagree as often as the rows say."""
    add_board()
    page = opened()
    said = words(page)

    assert "Choosing features moves accuracy by 30" in said
    assert "1.28 million labelled photographs" in said and ":red[" in said
    assert "Another answer than pretrained features, linear SVM: for 4.0 % of the test images" in said
    assert len(page.get("plotly_chart")) == 1


def test_the_card_of_other_features_is_not_red():
    """Nobody else has seen other images."""
    add_board()

    assert ":red[" not in words(opened(board_features="Raw pixels", board_head="Linear SVM"))


def test_a_click_on_a_cell_moves_both_controls(monkeypatch):
    """The click arrives as the places of marks; one that takes the mark back changes nothing."""
    state = {"board": {"selection": {"points": [{"x": "RBF SVM", "y": "Hand-<br>crafted"}]}}}
    monkeypatch.setattr(st, "session_state", state)
    chart._pass_on_pick("board", swap_board.choose_cell)
    state["board"]["selection"]["points"] = []
    chart._pass_on_pick("board", swap_board.choose_cell)

    assert (state["board_features"], state["board_head"]) == ("handcrafted", "rbf_svm")


def test_cells_are_no_learners_on_the_page_of_errors():
    """The board's rows are nothing to choose from elsewhere."""
    add_board()

    assert source.on_offer(source.store().rows()).empty
    assert len(source.on_offer(source.store().rows(), with_cells=True)) == 32
