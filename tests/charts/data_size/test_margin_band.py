"""The grey ribbon: as wide as the test images are few, behind the curves, named where nothing is in the way."""

from itertools import product

import numpy as np
import pandas as pd
import pytest

from analysis.common.margin import margin
from analysis.common.summary import summarise
from charts.common import style
from charts.common.captions import describe_accuracy
from charts.common.curves import curves, plot_height
from charts.data_size.chart import accuracy_against_size
from charts.data_size.margin_band import ribbon
from charts.data_size.svg import svg
from tests.analysis.synthetic import known, rows
from tests.charts.test_charts import contrast

FLAT = {("svm", "quick"): lambda n: 0.97, ("cnn", "quick"): lambda n: 0.98}
APART = {("svm", "quick"): lambda n: 0.95, ("cnn", "quick"): lambda n: 0.3 + 0.1 * np.log10(n)}
STEEP = {key: known(key) for key in (("svm", "quick"), ("cnn", "quick"), ("svm", "thorough"), ("cnn", "thorough"))}


def summary_of(made, sizes=(100, 500, 2000, 10_000), n_test=60):
    """Means of invented rows on few test images."""
    return summarise(rows(made, sizes=sizes, n_test=n_test))


@pytest.fixture
def summary():
    """Two learners at four sizes."""
    return summary_of(APART)


def edges(figure):
    """The ribbon's lower and upper edge: the first two traces."""
    return figure.data[:2]


def note(figure):
    """The words at the ribbon."""
    (found,) = [note for note in figure.layout.annotations if "precision" in note.text]
    return found


def test_the_ribbon_lies_behind_the_curves_around_their_mean(summary):
    """Half as wide as the margin to both sides of the mean of the two; grey, and it says nothing when pointed at."""
    for narrow, theme in product([False, True], ["light", "dark"]):
        figure = accuracy_against_size(summary, theme=theme, narrow=narrow, margin=margin(60))
        low, high = edges(figure)
        means = 100 * summary.groupby("n_train")["accuracy"].mean()

        assert low.x[1:-1].tolist() == means.index.tolist()
        assert ((low.y + high.y) / 2)[1:-1].tolist() == pytest.approx(means.tolist())
        assert (high.y - low.y).tolist() == pytest.approx([200 * margin(60)] * 6)
        assert high.fill == "tonexty"
        assert high.fillcolor == style.translucent(style.QUIET_TEXT[theme], 0.1)
        assert {trace.hoverinfo for trace in edges(figure)} == {"skip"}
        assert not any(trace.showlegend for trace in edges(figure))


def test_the_ribbon_s_words_can_be_read(summary):
    """What it is, in 12 pixels and a contrast of 4.5 at least."""
    for narrow, theme in product([False, True], ["light", "dark"]):
        found = note(accuracy_against_size(summary, theme=theme, narrow=narrow, margin=margin(60)))

        assert found.text == "±12 points: precision<br>of 60 test images"
        assert found.font.size >= 12
        assert contrast(found.font.color, style.SURFACE[theme]) >= 4.5


def test_the_ribbon_s_words_stand_on_no_curve_and_within_the_plot():
    """In the measured pixels of 13-pixel text, for curves that rise, lie flat near 100 %, or lie far apart."""
    for n_test, narrow, made in product([30, 60, 300, 2000], [False, True], [FLAT, APART, STEEP]):
        summary = summary_of(made, n_test=n_test)
        figure = accuracy_against_size(summary, narrow=narrow, margin=margin(n_test))
        found, (low, high) = note(figure), figure.layout.yaxis.range
        wide = max(map(len, found.text.split("<br>"))) * 6.2 / ((390 if narrow else 900) - (64 if narrow else 216))
        left, right = figure.layout.xaxis.range
        start = (found.x - left) / (right - left) - (wide if found.xanchor == "right" else 0)
        bottom = found.y - (38 * (high - low) / plot_height(figure) if found.yanchor == "top" else 0)
        top = bottom + 38 * (high - low) / plot_height(figure)

        assert low <= bottom < top <= high
        assert start > -0.01
        assert start + wide < 1.01
        under = np.linspace(left + max(start, 0) * (right - left), left + (start + wide) * (right - left), 50)
        for curve in curves(summary):
            n = np.log10(curve.points["n_train"])
            line = np.interp(under, n, 100 * curve.points["accuracy"], left=np.nan, right=np.nan)
            assert not ((line > bottom) & (line < top)).any()


def test_the_plot_holds_the_whole_ribbon(summary):
    """However few the test images are, none of it is cut off, and nothing can be above 100 % or below 0."""
    for n_test in (5, 60, 10_000):
        figure = accuracy_against_size(summary, margin=margin(n_test))
        (low, high), (bottom, top) = edges(figure), figure.layout.yaxis.range
        assert max(bottom, 0) <= low.y.min()
        assert high.y.max() <= min(top, 100)


def test_only_sizes_that_both_have_are_compared(summary):
    """Sizes of one curve alone do not move the ribbon; nor does the majority class."""
    late = summary[~((summary["learner"] == "cnn") & (summary["n_train"] > 500))]
    floor = summary[summary["learner"] == "cnn"].assign(learner="majority", accuracy=0.1)
    found, expected = ribbon(late, 0.1), ribbon(summary[summary["n_train"] <= 500], 0.1)

    assert found.n.tolist() == expected.n.tolist()
    assert found.low.tolist() == expected.low.tolist()
    assert ribbon(pd.concat([summary, floor]), 0.1).low.tolist() == ribbon(summary, 0.1).low.tolist()


def test_the_first_points_have_a_ribbon_too(summary):
    """One point alone, and two without a size in common."""
    for n_points in [1, 2]:
        few = summary.iloc[[0, -1][:n_points]]
        low, high = edges(accuracy_against_size(few, margin=margin(60)))

        assert len(low.x) == n_points + 2
        assert (high.y > low.y).all()
        assert low.x[-1] > low.x[0]


def test_the_view_of_the_error_has_no_ribbon(summary):
    """On a log axis it would have no lower end."""
    with_meter, without = (accuracy_against_size(summary, view="error", margin=half) for half in (0.12, None))

    assert with_meter == without


def test_the_caption_says_what_the_ribbon_means(summary):
    """Without a ribbon it does not mention one."""
    said = describe_accuracy(summary, margin(60))

    assert "Grey ribbon: with 60 test images, an accuracy is known to ±12 points; a smaller gap may be chance." in said
    assert said.replace(said[said.index("Grey ribbon") : said.index("Filled")], "") == describe_accuracy(summary)


def test_the_drawing_has_the_ribbon_and_its_name(summary):
    """In the grey of the page; none in the view of the error."""
    drawn = svg(summary, margin=margin(60))

    assert "±12 points: precision of 60 test images" in drawn
    assert style.QUIET_TEXT["light"].lower() in drawn
    assert "precision of" not in svg(summary)
    assert svg(summary, view="error", margin=margin(60)) == svg(summary, view="error")
