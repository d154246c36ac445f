"""Rows of approximations: the shipped ones are whole, and the command measures them again."""

import json

import numpy as np
import pytest

import experiments.__main__ as command_line
from catalogue.targets import DRAWN, IMAGE, NAMES
from experiments.approximation.measure import (
    DEPTHS,
    MOST_PIECES,
    SEEDS,
    fit,
    fixed_sizes,
    n_rows,
    network,
    rows,
    sizes,
)
from experiments.approximation.row import RECORDED, Approximation

SHIPPED = [row for path in sorted(RECORDED.glob("*.jsonl")) for row in Approximation.read(path)]


def test_every_target_size_depth_and_family_is_recorded():
    """No page begins without rows, and the file stays small."""
    found = [(row.target, row.family, row.depth, row.units or row.n_parameters) for row in SHIPPED]
    networks = {(name, "network", depth, units) for name in NAMES for depth in DEPTHS for units in sizes(depth)}

    assert len(found) == len(set(found)) == sum(n_rows(name, DEPTHS) for name in NAMES)
    assert networks <= set(found)
    assert all(len(row.errors) == SEEDS for row in SHIPPED if row.family == "network")
    assert sum(path.stat().st_size for path in RECORDED.glob("*.jsonl")) < 300_000


def test_a_row_survives_its_file():
    """One line of JSON, and back."""
    assert Approximation.from_json(SHIPPED[0].to_json()) == SHIPPED[0]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("target", "family", "units"), [("kink", "polynomials", 0), ("steps", "network", 4), (IMAGE, "fourier", 0)]
)
def test_the_command_measures_recorded_rows_again(capsys, target, family, units):
    """The same errors apart from rounding, which training can amplify."""
    if units:
        recorded = next(row for row in SHIPPED if (row.target, row.depth, row.units) == (target, 1, units))
        again = network(target, (), units, 1, range(SEEDS))
    else:
        recorded = next(row for row in SHIPPED if (row.target, row.family) == (target, family))
        again = next(row for row in rows(target, [1], 1) if row.family == family)

    assert again.n_parameters == recorded.n_parameters
    assert np.allclose(again.errors, recorded.errors, rtol=0.05)


@pytest.mark.slow
def test_the_command_prints_one_json_object_a_line(capsys, monkeypatch):
    """Each is a row, of the drawing that was given."""
    monkeypatch.setattr("experiments.approximation.measure.SIZES", (1, 4))
    command = ["approximate", "--target", DRAWN, "--heights", "0 1 -1", "--depth", "1", "--seeds", "2", "--json"]
    command_line.app(command, standalone_mode=False)
    found = [Approximation.from_json(line) for line in capsys.readouterr().out.splitlines()]

    assert [(row.family, row.units, len(row.errors)) for row in found[-2:]] == [("network", 1, 2), ("network", 4, 2)]
    assert {row.target for row in found} == {DRAWN}


def test_the_command_refuses_in_one_sentence():
    """A drawing without heights, an unknown target, a depth of four."""
    for words, says in (
        (["--target", DRAWN], "needs 2 to 200 heights"),
        (["--target", "x"], "no target"),
        (["--depth", "4"], "--depth must be"),
    ):
        with pytest.raises(ValueError, match=says):
            command_line.app(["approximate", *words], standalone_mode=False)


def test_an_answer_holds_what_the_chart_draws():
    """The fits at equal numbers of parameters, in the points of the chart, and the largest pieces first."""
    found = fit("kink", (), 16, 1, 0)

    assert {one.n_parameters for one in found.fits.values()} == {49}
    assert all(len(one.values) == len(found.points) == len(found.target) for one in found.fits.values())
    assert found.pieces.shape == (len(found.points), MOST_PIECES)
    assert found.n_pieces == 16
    assert (np.diff(np.ptp(found.pieces, axis=0)) <= 0).all()


def test_fixed_features_are_never_more_than_the_points_allow():
    """A network may have more parameters; what it is compared with may not."""
    assert fixed_sizes(1024, 1) == [4, 7, 13, 25, 49, 97, 193, 385]
    assert fixed_sizes(1600, 2) == [5, 9, 17, 33, 65, 129, 257, 513]
    assert json.loads(SHIPPED[0].to_json())["protocol"] == Approximation.PROTOCOL
