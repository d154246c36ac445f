"""Names at the ends of lines: apart from each other, and where they can be seen."""

import itertools

import pandas as pd
import plotly.graph_objects as go
import pytest

from charts.common.curves import Curve, name_lines


def curve(name):
    """A curve of which only the name counts."""
    return Curve("svm", "quick", "live", name, pd.DataFrame())


def test_names_stay_within_the_plot_and_apart():
    """Each line of text has room for its 22 pixels, one pixel being a quarter of a unit here."""
    for ends in [[99.0, 100.0], [0.0, 0.1], [50.0, 50.0, 50.1]]:
        figure = go.Figure(layout={"height": 400, "margin": {"t": 0, "b": 0}, "yaxis": {"range": [0, 100]}})
        name_lines(figure, [(curve(str(number)), end) for number, end in enumerate(ends)], "light", narrow=False)
        places = [note.y for note in figure.layout.annotations]

        assert min(places) >= 22 / 8
        assert max(places) <= 100 - 22 / 8
        assert all(above - below >= 22 / 4 - 1e-9 for below, above in itertools.pairwise(places))


def test_a_name_stands_at_its_value_on_a_logarithmic_axis():
    """The axis counts powers of ten."""
    figure = go.Figure(layout={"height": 400, "margin": {"t": 0, "b": 0}, "yaxis": {"range": [0, 4], "type": "log"}})
    name_lines(figure, [(curve("svm"), 100.0)], "light", narrow=False)
    assert figure.layout.annotations[0].y == pytest.approx(2)
