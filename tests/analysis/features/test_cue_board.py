"""Who reads which cue is judged by the lower end of an interval, never by its middle."""

import json

import numpy as np
import pandas as pd
import pytest

from analysis.features.cue_board import Reader, cue_board, readings
from tests.analysis.synthetic import row

CUES = {"shapes-colour": "colour", "shapes-form": "form"}
READERS = [
    Reader("the histogram", "Histogram", "svm", "histogram"),
    Reader("the SVM", "All", "svm"),
    Reader("the CNN", "CNN", "cnn"),
]
N_TEST = 2000


def measured(dataset: str, learner: str, share: float, settings: dict | None = None, n_seeds: int = 3) -> pd.DataFrame:
    """One row per seed with exactly this share right."""
    correct = np.arange(N_TEST) < share * N_TEST
    told = {"dataset": dataset, "settings": json.dumps(settings or {})}
    return pd.DataFrame([row(learner, "quick", 1000, seed, correct) | told for seed in range(n_seeds)])


def board_of(*rows: pd.DataFrame) -> pd.DataFrame:
    """The board of four classes."""
    return cue_board(pd.concat(rows), READERS, CUES, chance=0.25)


def test_each_cell_is_its_own_mean():
    """Learner, settings and data set determine the cell of a row; other rows are left out."""
    board = board_of(
        measured("shapes-colour", "svm", 0.97, {"only": "histogram"}),
        measured("shapes-colour", "svm", 0.5),
        measured("shapes-form", "cnn", 0.8),
        measured("digits", "cnn", 0.1),
        measured("shapes-form", "svm", 0.2, {"only": "smell"}),
    )
    cells = {(cell.reader, cell.cue): cell.accuracy for cell in board.itertuples()}

    assert cells == pytest.approx(
        {("the histogram", "colour"): 0.97, ("the SVM", "colour"): 0.5, ("the CNN", "form"): 0.8}
    )


def test_a_verdict_needs_the_whole_interval():
    """With 2,000 images, 90.5 % may be less than 90 % by luck, and 26 % may be guessing among four classes."""
    for share, verdict in [
        (1.0, "reads"),
        (0.93, "reads"),
        (0.905, "partly"),
        (0.5, "partly"),
        (0.26, "guesses"),
        (0.2, "guesses"),
    ]:
        assert board_of(measured("shapes-colour", "cnn", share))["verdict"].tolist() == [verdict]


def test_the_finding_names_the_cues_each_eye_reads():
    """Only one, all, or none; learners that read the same cues share a clause, and come before single families."""
    board = board_of(
        measured("shapes-colour", "svm", 0.99, {"only": "histogram"}),
        measured("shapes-form", "svm", 0.3, {"only": "histogram"}),
        *(measured(dataset, "svm", 0.99) for dataset in CUES),
        *(measured(dataset, "cnn", 0.98) for dataset in CUES),
    )

    assert readings(board, READERS, CUES) == (
        "The SVM and the CNN each read all two cues reliably. The histogram reads only colour reliably."
    )


def test_a_cue_that_no_family_reads_is_named():
    """Neither the one family nor all of them together; where one cell is missing nothing is said about all."""
    rows = [
        measured("shapes-colour", "svm", 0.99, {"only": "histogram"}),
        measured("shapes-form", "svm", 0.3, {"only": "histogram"}),
        measured("shapes-colour", "svm", 0.99),
        measured("shapes-form", "svm", 0.7),
    ]

    assert (
        "Not the one family measured alone, nor the SVM, certainly gets 90 % right by form; the SVM comes closest "
        "(70 %)."
    ) in readings(board_of(*rows), READERS, CUES)
    assert "measured alone" not in readings(board_of(*rows[:3]), READERS, CUES)


def test_a_network_that_learns_nothing_is_reported_as_one():
    """The sentence says only what the cells show."""
    board = board_of(*(measured(dataset, "cnn", 0.3) for dataset in CUES))

    assert readings(board, READERS, CUES) == "The CNN reads none of the two cues reliably."


def test_who_is_not_asked_about_every_cue_is_not_judged():
    """Half a row is not a finding."""
    board = board_of(measured("shapes-colour", "cnn", 0.99))

    assert readings(board, READERS, CUES).startswith("Not enough measured yet")
