"""Charts of approximations draw what the rows and the fits hold, in every width and theme."""

import numpy as np
import pandas as pd
import pytest

from analysis.approximation.lead import points
from analysis.approximation.names import LEAST
from charts.approximation.fits import curves_figure, describe_errors, error_figure, fit_figure, images_figure
from charts.common.style import FITS
from tests.analysis.approximation.made import rows

X = np.linspace(-1, 1, 11)


def drawn(networks, **named):
    """The points of rows made by hand."""
    return points(rows("kink", networks, **named))


@pytest.mark.parametrize("narrow", [False, True])
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_every_family_has_its_line_and_only_the_network_a_band(theme, narrow):
    """Fixed features have no seeds, so a band would be invented."""
    figure = error_figure(drawn({7: (0.1, 0.2), 25: (0.01, 0.04)}), theme, narrow)
    lines = {trace.name: trace for trace in figure.data if trace.mode == "lines+markers"}

    assert set(lines) == {"Network (learned features)", "Polynomials", "Fourier series"}
    assert lines["Network (learned features)"].line.color == FITS["network"].line[theme]
    assert list(lines["Network (learned features)"].y) == pytest.approx([0.15, 0.025])
    assert sum(trace.fill == "toself" for trace in figure.data) == 1


def test_recorded_marks_are_hollow_and_live_ones_filled():
    """As in every chart, and both are named where both are drawn."""
    both = points(pd.concat([rows("kink", {7: (0.1, 0.2)}), rows("kink", {7: (0.1, 0.3)}, origin="here")]))
    marks = {trace.name: trace.marker.symbol for trace in error_figure(both).data if trace.mode == "lines+markers"}

    assert marks["Network (learned features), recorded"] == "square-open"
    assert marks["Network (learned features), here"] == "square"


def test_what_is_too_small_to_see_is_at_the_edge_and_said():
    """A rounding error of 1e-15 would make the rest of the chart unreadable."""
    tiny = drawn({7: (0.1, 0.2)}, fourier=1e-15)
    line = next(trace for trace in error_figure(tiny).data if trace.name == "Fourier series")

    assert list(line.y) == [LEAST, LEAST]
    assert "less than 0.000001" in line.hovertext[0]
    assert "at the lower edge" in describe_errors(tiny)
    assert "at the lower edge" not in describe_errors(drawn({7: (0.1, 0.2)}))


def test_the_caption_says_what_the_band_is_and_where_it_was_measured():
    """Without networks it says why there is none."""
    assert "median of 2 random starts" in describe_errors(drawn({7: (0.1, 0.2)}))
    assert "2-core AMD EPYC" in describe_errors(drawn({7: (0.1, 0.2)}))
    assert describe_errors(drawn({})).count("No band") == 1


@pytest.mark.parametrize("narrow", [False, True])
def test_the_fit_has_a_line_for_each_model_and_each_piece(narrow):
    """Pieces are thin and have no entry in the legend."""
    lines = {"target": abs(X), "network": abs(X) + 0.1, "polynomials": X, "fourier": -X}
    figure = fit_figure(X, lines, np.outer(X, [1, 2, 3]), narrow=narrow)

    assert [trace.name for trace in figure.data[3:]] == ["Target", "Network", "Polynomials", "Fourier series"]
    assert [trace.line.width for trace in figure.data[:3]] == [1, 1, 1]


@pytest.mark.parametrize("narrow", [False, True])
def test_seeds_stand_side_by_side_or_below_each_other(narrow):
    """Each has the target and its fit, under its title."""
    figure = curves_figure(X, X, [("Best", X), ("Worst", -X)], narrow=narrow)

    assert [one.text for one in figure.layout.annotations] == ["Best", "Worst"]
    assert len(figure.data) == 4
    assert (figure.layout.xaxis.domain == figure.layout.xaxis2.domain) == narrow


def test_images_have_the_top_row_at_the_top():
    """And one scale from black to white."""
    figure = images_figure([("Target", np.arange(4.0)), ("Network", np.zeros(4))])

    assert np.array_equal(figure.data[0].z, [[0, 1], [2, 3]])
    assert figure.layout.yaxis.autorange == figure.layout.yaxis2.autorange == "reversed"
    assert {(one.zmin, one.zmax) for one in figure.data} == {(-1, 1)}
