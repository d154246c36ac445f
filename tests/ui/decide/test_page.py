"""The page that says which learner to use: at once from recorded rows, by its address, with a way on from anywhere."""

import re

import pytest

from analysis.common.machine import one_recording
from analysis.decide.advice import Question
from settings import ROOT
from tests.ui.part import open_page, table, words
from ui.common import source
from ui.decide.advice import advice_for, measure_address, page_of, sets_on_offer

pytestmark = pytest.mark.slow

PAGE = "decide"


@pytest.fixture
def shipped(monkeypatch):
    """The rows that are shipped, in an empty home."""
    monkeypatch.setattr(source, "RECORDED", ROOT / "recorded")


def test_an_empty_home_has_advice_at_once(shipped):
    """With 300 images and one minute: who, why, what supports it and what contradicts it, from recorded rows."""
    page = open_page(PAGE)
    assert not page.exception
    said = words(page)
    assert re.search(r"Use pretrained features \(quick training\): 2\d points", said)
    assert [one.value for one in page.subheader][:2] == ["What supports it", "What contradicts it most"]
    assert re.search(r"With [25]00 images: pretrained features \(quick training\) 2\d points ahead", said)
    assert "recorded on AMD EPYC, 2 cores" in said
    fates = list(table(page)["Advice"])
    assert "advised" in fates
    assert fates.index("runner-up") == 1 - fates.index("advised")  # the table is sorted by accuracy, and no bound bites
    (offered,) = (one.options for one in page.selectbox if one.key == "like")
    assert {"CIFAR-10 (JPEG copy)", "Digits", "MNIST (PNG copy)", "Shapes", "Textures"} <= set(offered)


@pytest.mark.parametrize("like", ["Textures", "Shapes", "Digits"])
def test_what_may_be_chance_contradicts_nothing(shipped, like):
    """Where no option is clearly ahead of the advised one the page says so, and shows what comes closest."""
    said = words(open_page(PAGE, like=like))
    assert "Nothing measured near 300 images contradicts it. Closest:" in said


def test_without_a_pretrained_model_the_others_are_compared(shipped):
    """What was left out is named, and its rows still contradict the advice."""
    said = words(open_page(PAGE, pretrained="false"))
    assert "No difference was shown, so use the cheaper one: handcrafted features" in said
    assert "With 200 images: handcrafted features" in said
    assert re.search(r"With [25]00 images: pretrained features \(quick training\) 2\d points ahead", said)
    assert "Pretrained models were measured, and are left out as you chose" in said


def test_the_address_asks_the_question(shipped):
    """Every choice comes from it, so that an answer can be shared."""
    page = open_page(PAGE, like="CIFAR-10 (JPEG copy)", have="1000", train="10 min", pretrained="false")
    assert page.header[0].value.replace("\\", "").startswith("Use the CNN (thorough training): 6.2 points")
    small = open_page(PAGE, have="10000", train="10 min", model="2 MB", explain="true")
    assert "out: 41 MB of model, over 2 MB" in list(table(small)["Advice"])
    assert "Grad-CAM" in words(small)


def test_limits_that_nobody_keeps_have_a_way_out(shipped):
    """One sentence says what to allow, and nothing is cited."""
    page = open_page(PAGE, have="50000", train="1 min")
    said = words(page)
    assert [one.value for one in page.subheader] == ["Every option"]
    assert "Nothing measured meets your limits. The cheapest way out is handcrafted features" in said


def test_far_from_everything_measured_the_page_offers_to_measure(shipped):
    """No advice, no chart, but the command."""
    page = open_page(PAGE, have="900000")
    assert not page.exception
    assert "Nothing was measured near 900,000 images" in page.header[0].value.replace("\\", "")
    assert page.code[0].value.endswith("--n-train 50000 --seeds 3 --json")


def test_below_the_smallest_size_the_nearest_one_is_told(shipped):
    """Forty photos get its number and the number of images that it is for, and no command line."""
    page = open_page(PAGE, have="40")
    said = words(page)
    assert re.search(r"nearest size that was measured is 100 images. For that many: use pretrained features", said)
    assert re.search(r"The advised one gets \d+(\.\d+)? % right there", said)
    assert not page.code


def test_the_command_asks_for_no_more_images_than_there_are(measured):
    """A data set on this machine says how many it has; the command line would refuse more."""
    measured("digits", "live", sizes=(100, 500, 2000))
    page = open_page(PAGE, have="3900")
    assert "--n-train 3500 --seeds 3" in page.code[0].value


def test_quick_rows_of_a_small_set_are_warned_about(measured):
    """Effort decides there; with thorough rows, or with many images, there is no warning."""
    measured("digits", "live", sizes=(100, 200), recipes=("quick",))
    page = open_page(PAGE)
    assert "Effort may decide here" in page.warning[0].value
    assert "On the same 1,500 test images" in page.warning[0].value.replace("\\", "")
    measured("digits", "live", sizes=(100, 200))
    for clear in (source.reading, source.store):
        clear.clear()
    assert not open_page(PAGE).warning


def test_nobody_is_advised_by_another_visitor_s_images(measured):
    """Rows on uploaded images are their owner's."""
    measured("own-0123456789abcdef0123456789abcdef", "live", sizes=(100, 200))
    assert "Nothing has been measured" in words(open_page(PAGE))


def test_what_is_quoted_is_drawn_where_its_link_leads(shipped):
    """Both learners at that size, from the quoted rows: the data set, the effort and pretrained features are chosen."""
    everything = sets_on_offer()
    for dataset in sorted({one.scored.dataset for one in everything}):
        shown = advice_for(everything, dataset, Question(300))
        for evidence in filter(None, (*shown.cited.supports, shown.cited.contradicts, shown.cited.closest)):
            page, address = page_of(evidence, shown)
            drawn = one_recording(drawn_on(open_page(page, **address)))
            assert set(evidence.ids) <= set(drawn["id"])
            assert address["images"] == source.title(dataset)


def drawn_on(home):
    """The rows that the first page draws with its choices."""
    rows = source.recorded_rows()
    third = [one.value for one in home.toggle if one.key == "pretrained"]
    learners = {"svm", "cnn"} | ({"pretrained"} if any(third) else set())
    (effort,) = (one.value for one in home.button_group if one.key == "effort")
    (images,) = (one.value for one in home.selectbox if one.key == "images")
    recipes = {"quick", "thorough"} if effort == "both" else {effort}
    return rows[rows["dataset"].eq(images) & rows["learner"].isin(learners) & rows["recipe"].isin(recipes)]


def test_a_link_opens_the_sizes_around(shipped, measured):
    """Its address is one that the page *How many images* takes."""
    measured("digits", "live", sizes=(100, 500, 2000))
    address = measure_address(advice_for(sets_on_offer(), "digits", Question(300)), 300)
    assert address["sizes"] == ["200", "500"]
    page = open_page("data_size", **address)
    assert page.select_slider(key="sizes").value == (200, 500)
    assert page.selectbox(key="dataset").value == "digits"
