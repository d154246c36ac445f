"""A chart for a projector has larger words and marks, and the same data."""

from itertools import pairwise
from types import SimpleNamespace

import plotly.graph_objects as go

from charts.common import style
from charts.common.curves import name_lines, plot_height
from charts.common.enlarged import enlarged


def test_pixels_are_enlarged_and_data_are_not():
    """Fonts, marks, one by one too, lines, margins and shifts; a bar's width and a size among the data are data."""
    figure = style.empty_figure("light")
    figure.add_scatter(x=[1, 2], y=[3, 4], marker={"size": [8, 12]}, line={"width": 2}, textfont={"size": 12})
    figure.add_bar(x=[1], y=[2], width=0.4, customdata=[{"size": 1}])
    figure.add_annotation(text="words", x=1, y=2, xshift=4, font={"size": 16})
    made = enlarged(figure)

    line, bar = made.data
    assert (list(line.marker.size), line.line.width, line.textfont.size) == ([10, 15], 2.5, 15)
    assert (list(line.x), list(line.y), bar.width, bar.customdata[0]) == ([1, 2], [3, 4], 0.4, {"size": 1})
    assert made.layout.font.size == 1.25 * figure.layout.font.size
    assert made.layout.margin.l == 1.25 * figure.layout.margin.l
    assert made.layout.yaxis.title.standoff == 1.25 * figure.layout.yaxis.title.standoff
    assert (made.layout.annotations[0].xshift, made.layout.annotations[0].font.size) == (5, 20)
    assert made.layout.annotations[0].x == 1
    assert isinstance(made, go.Figure) and figure.layout.annotations[0].xshift == 4


def test_a_chart_of_curves_fits_under_its_words_and_one_of_rows_keeps_its_height():
    """On a page whose frames are enlarged, 380 pixels; never higher than it was."""
    assert enlarged(style.empty_figure("light", height=500)).layout.height == 380 / 1.25
    assert enlarged(style.empty_figure("light", height=300)).layout.height == 300
    assert enlarged(style.empty_figure("light", height=900)).layout.height == 900


def test_rows_whose_names_have_two_lines_are_not_squeezed():
    """A chart as high as one of curves: at the height of curves its names would overlap."""
    figure = style.empty_figure("light", height=500)
    figure.update_yaxes(tickvals=[0, 1], ticktext=["HOG<br>1x = a loop", "LBP<br>1x = a loop"])
    assert enlarged(figure).layout.height == 500


def test_cells_that_hold_words_are_not_squeezed():
    """A board as high as a chart of curves: at the height of curves each cell's words would cover the next cell's."""
    figure = style.empty_figure("light", height=500)
    figure.add_heatmap(z=[[1, 2], [3, 4]])
    assert enlarged(figure).layout.height == 500


def test_larger_names_of_lines_do_not_overlap():
    """Three lines that end at the same height: their names are a line of larger letters apart."""
    figure = style.empty_figure("light", height=500)
    figure.update_yaxes(range=[0, 1])
    curve = SimpleNamespace(wrapped="CNN", learner="cnn")
    name_lines(figure, [(curve, 0.5)] * 3, "light", narrow=False)
    made = enlarged(figure)
    made.update_layout(height=380)
    places = sorted(one.y for one in made.layout.annotations)

    assert min(b - a for a, b in pairwise(places)) * plot_height(made) >= 1.25 * 14 * 9 / 7
