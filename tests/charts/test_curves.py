"""Names at the ends of lines: apart from each other, and where they can be seen."""

import itertools

import pandas as pd
import plotly.graph_objects as go
import pytest

from charts.curves import Curve, label_ends


def curve(name):
    """A curve of which only the name counts."""
    return Curve("svm", "quick", "live", name, name, name, pd.DataFrame())


@pytest.mark.parametrize("ends", [[99.0, 100.0], [0.0, 0.1], [50.0, 50.0, 50.1]])
def test_names_stay_within_the_plot_and_apart(ends):
    """Each line of text has room for its 22 pixels, one pixel being a quarter of a unit here."""
    figure = go.Figure(layout={"yaxis": {"range": [0, 100]}})
    label_ends(figure, [(curve(str(number)), end) for number, end in enumerate(ends)], 4.0, "light")
    places = [note.y for note in figure.layout.annotations]

    assert min(places) >= 22 / 8
    assert max(places) <= 100 - 22 / 8
    assert all(above - below >= 22 / 4 - 1e-9 for below, above in itertools.pairwise(places))
