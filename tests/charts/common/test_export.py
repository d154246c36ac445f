"""What a visitor takes along is whole, works offline, and sends nothing."""

import re
from xml.etree import ElementTree

import pytest

from analysis.common.summary import summarise
from analysis.data_size.crossover import Crossover
from analysis.data_size.learning_curve import power_laws
from charts.common.captions import describe_accuracy, describe_time
from charts.common.export import PLOTLY_CONFIG, html
from charts.common.style import LOOKS, QUIET_TEXT
from charts.data_size.chart import accuracy_against_size
from charts.data_size.svg import svg
from tests.analysis.synthetic import rows

pytestmark = pytest.mark.slow

CROSSING = Crossover("crosses", "svm", "cnn", "quick", "a-server", 1412.0, 2000.0, 2876.0, sizes=(100, 10_000))


@pytest.fixture(scope="module")
def summary():
    """Recorded means of three seeds."""
    return summarise(rows(sizes=(100, 1000, 10_000), n_test=1000, origin="a-server"))


def test_the_page_loads_nothing_and_uploads_nothing(summary):
    """No script, style or image from elsewhere, and no button that sends the data away."""
    page = html(accuracy_against_size(summary), "CIFAR-10", describe_accuracy(summary))

    assert not re.search(r'<(script|link|img|iframe)[^>]+(src|href)="', page)
    assert '"showSendToCloud": false' in page
    assert '"displaylogo": false' in page
    assert PLOTLY_CONFIG["modeBarButtons"] == [["toImage"]]
    assert len(page) > 1_000_000


def test_words_of_the_page_are_escaped(summary):
    """A data set named like a tag is not interpreted as one."""
    page = html(accuracy_against_size(summary), "<img src=x>", "<b>")

    assert "<img src=x>" not in page
    assert "&lt;img src=x&gt;" in page


def test_the_drawing_is_svg_in_the_charts_colours(summary):
    """Well-formed, with both learners' colours, and the same bytes for the same rows."""
    text = svg(summary, [CROSSING], title="A $ and a <tag>", caption=describe_accuracy(summary))

    assert ElementTree.fromstring(text).tag.endswith("svg")
    assert all(LOOKS[learner].line["light"].lower() in text for learner in ("svm", "cnn"))
    assert text == svg(summary, [CROSSING], title="A $ and a <tag>", caption=describe_accuracy(summary))


def test_the_drawing_shows_the_view_that_the_page_shows(summary):
    """Errors are drawn as errors, and a fitted law adds its lines and the lesson's name."""
    measured = rows({("cnn", "quick"): lambda n: 1 - 5 / n**0.4}, sizes=(100, 300, 1000, 3000, 10_000), n_test=1000)
    one = summarise(measured)
    right, wrong, fitted = svg(one), svg(one, view="error"), svg(one, view="error", fits=power_laws(measured))

    assert "Correct on 1,000 test images (%)" in right
    assert "Wrong on 1,000 test images (%)" in wrong
    assert "lesson" not in wrong
    assert "rule of thumb: α = 0.5" in fitted
    assert QUIET_TEXT["light"].lower() in fitted
    assert ">50,000<" in fitted.replace("\n", "")
    assert ">50,000<" not in wrong


def test_the_caption_says_what_the_band_covers_and_where_it_was_measured(summary):
    """Seeds, images, machine and day; beside another learner's, what overlapping bands do not say."""
    where = "Hollow marks: recorded on 2-core AMD EPYC, 22 Nov 2026."
    assert describe_accuracy(summary) == (
        "Mean of three seeds, 95 % band over seeds and test images. Bands may overlap where a lead is clear: it is "
        f"judged image by image. {where}"
    )
    of_one = describe_accuracy(summary[summary["learner"] == "svm"])
    assert of_one == f"Mean of three seeds, 95 % band over seeds and test images. {where}"


def test_a_caption_for_one_seed_claims_no_more():
    """The band does not cover luck in training, and the caption says so."""
    text = describe_accuracy(summarise(rows(sizes=(100, 1000), n_test=100, n_seeds=1)))

    assert text.startswith("One seed per point: the 95 % band covers the choice of test images only")
    assert text.endswith("Filled marks: measured here on 2-core AMD EPYC, 22 Nov 2026.")


def test_a_chart_without_a_band_says_why(summary):
    """The chart of seconds has none."""
    assert "No band: " in describe_time(summary)
