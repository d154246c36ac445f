"""The chart of layers: a line with a band, level lines for what no layer changes, and what it says about itself."""

import pytest

from analysis.features.layers import hierarchies
from charts.features.layers import describe_layers, layers_figure
from tests.analysis.features.probed import rows


def found(**changed):
    """One kind of CNN."""
    return hierarchies(rows(0.6, 0.7, 0.8, 0.95, **changed))[0]


@pytest.mark.parametrize("narrow", [False, True])
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_every_line_has_its_band(theme, narrow):
    """The layers, features and pixels; the CNN itself has an interval."""
    figure = layers_figure(found(), theme, narrow)
    named = [trace.legendgroup for trace in figure.data if trace.fill == "toself"]

    assert sorted(named) == ["Handcrafted features", "Layers of the CNN", "Raw pixels"]
    (line,) = [trace for trace in figure.data if trace.name == "Layers of the CNN" and trace.mode == "lines+markers"]
    assert list(line.y) == pytest.approx([60, 70, 80, 95])
    own = [trace for trace in figure.data if trace.mode == "markers"]
    assert [list(trace.x) for trace in own] == [[5]]


def test_what_is_missing_is_not_drawn():
    """Without features and pixels, the layers alone."""
    figure = layers_figure(found(beside={}))

    assert {trace.legendgroup for trace in figure.data} == {"Layers of the CNN"}


def test_the_axis_says_what_a_layer_sees():
    """In pixels; the last place is the CNN's own."""
    assert list(layers_figure(found()).layout.xaxis.ticktext) == [
        *(f"Layer {n}<br>sees {5 * n} px" for n in (1, 2, 3, 4)),
        "CNN<br>itself",
    ]


def test_the_caption_says_what_the_band_covers():
    """One seed knows nothing of luck in training."""
    assert "Mean of three seeds, 95 % band" in describe_layers(found())
    assert "not luck in training" in describe_layers(found(n_seeds=1))
    assert "recorded on AMD EPYC, 2 cores, 27 Nov 2026" in describe_layers(found())
