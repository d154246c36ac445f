"""The class's GPUs on the page: offered, added, seen by others, removed; forged reports are refused in a sentence."""

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from settings import settings
from tests.timing.rows.test_files import write
from tests.timing.visitors.reports import line, report, sent, sent_row
from tests.ui.part import open_page, words
from tests.ui.timing.test_timing import buttons, rows_of
from timing.rows import files
from timing.visitors import folder
from ui.common.visitor import COOKIE, visitor
from ui.timing import class_gpus

pytestmark = pytest.mark.slow

PART = {"part": "Your own GPU", "whose": "The class's"}
ANN, BOB, EVE = ("A" * 43, "B" * 43, "E" * 43)
GIVEN = [*line([0.02, 0.02, 0.04, 0.05])]


@pytest.fixture
def browse(monkeypatch):
    """From now on the browser with this cookie asks."""

    def browse(token):
        monkeypatch.setattr(type(st.context), "cookies", {COOKIE: token})

    browse(ANN)
    return browse


def offered(given):
    """The offer to a visitor whose browser sent this."""

    def show():
        import streamlit as st

        from ui.timing.class_gpus import offer_to_class

        offer_to_class(st.session_state["given"])

    page = AppTest.from_function(show, default_timeout=60)
    page.session_state["given"] = given
    page.run()
    assert not page.exception
    return page


def the_class():
    """The part with everybody's GPUs."""
    st.cache_data.clear()
    page = open_page("timing", **PART)
    assert not page.exception
    return page


def the_chart(page: AppTest) -> str:
    """What the chart holds."""
    return page.get("plotly_chart")[0].proto.spec


def test_two_add_and_a_third_sees_both(browse):
    """With one press each; whoever added may remove, and nobody else."""
    for token, vendor in ((ANN, "apple"), (BOB, "intel")):
        browse(token)
        page = offered(sent(*GIVEN, vendor=vendor))
        page.button(key="class-add").click().run()
        assert "Your GPU is in the class's chart" in words(page)
    browse(EVE)
    page = the_class()

    assert "2 GPUs have been added" in words(page)
    assert "apple metal-3" in the_chart(page)
    assert "intel metal-3" in the_chart(page)
    assert "Remove my rows" not in buttons(page)


def test_a_visitor_sees_their_own_line_and_removes_it(browse):
    """Then the offer is there again."""
    offered(sent(*GIVEN)).button(key="class-add").click().run()
    page = the_class()
    assert "Your GPU" in the_chart(page)
    page.button(key="class-remove").click().run()

    assert folder.reports(0) == {}
    assert "Nobody has added a GPU yet" in words(page)
    assert buttons(offered(sent(*GIVEN))) == ["Add my GPU to the class's chart"]


def test_adding_again_replaces(browse):
    """One set of rows a browser."""
    offered(sent(*GIVEN)).button(key="class-add").click().run()
    page = offered(sent(*GIVEN, vendor="intel"))
    assert buttons(page) == ["Replace my rows in the class's chart", "Remove my rows"]
    page.button(key="class-add").click().run()

    assert [one.vendor for one in folder.reports(0).values()] == ["intel"]


def test_the_offer_says_what_is_stored_how_long_and_who_sees_it(browse, monkeypatch):
    """Before anything is sent on; the time is the setting's."""
    assert "deleted after 24 hours: the vendor and architecture" in words(offered(sent(*GIVEN)))
    assert "Everybody who opens this page sees them" in words(offered(sent(*GIVEN)))
    for hours, said in (("1", "after 1 hour:"), ("0.5", "after 30 min:")):
        monkeypatch.setenv("CROSSOVER_KEEP_UPLOADS_HOURS", hours)
        settings.cache_clear()
        assert said in words(offered(sent(*GIVEN)))


def test_without_a_report_nothing_is_offered(browse):
    """The part that measures says what to press."""
    assert not offered(None).button
    assert words(offered(None)) == ""


def test_a_software_adapter_is_not_offered_but_told_why(browse):
    """It is no GPU."""
    page = offered(sent(*GIVEN, is_software=True))

    assert not page.button
    assert "software adapter" in page.info[0].value


@pytest.mark.parametrize(
    "forged",
    [
        sent(sent_row(median_seconds=-1)),
        sent(sent_row(median_seconds=float("nan"))),
        sent(sent_row(high_seconds=1e30)),
        sent(sent_row(error=True)),
        sent(rows=[[[[[]]]]]),
        sent(vendor="x" * 2**20),
        sent(vendor="![x](https://x.example/p.png)"),
        sent(architecture="<script>alert(1)</script>"),
        sent(sent_row(n_repeats=10**300)),
        sent(is_software=0),
        [],
    ],
)
def test_a_forged_report_is_refused_in_a_sentence(browse, forged):
    """No button, no stack trace, nothing stored, nothing repeated."""
    page = offered(forged)

    assert not page.button
    assert "Your rows cannot be added" in words(page)
    assert "must" in words(page)
    assert "x.example" not in words(page)
    assert folder.reports(0) == {}


def test_what_is_refused_on_pressing_is_a_sentence(browse, monkeypatch):
    """A full chart, and a disk that fails."""
    monkeypatch.setattr(folder, "MOST_BROWSERS", 0)
    page = offered(sent(*GIVEN))
    page.button(key="class-add").click().run()
    assert "0 browsers have added their rows here" in words(page)

    def fail(*_):
        raise OSError("no space left on /secret/path")

    monkeypatch.setattr(folder, "add", fail)
    page.button(key="class-add").click().run()
    assert "could not store your rows" in words(page)
    assert "secret" not in words(page)
    assert not page.exception


def test_with_no_rows_the_part_invites(browse):
    """One sentence that says where to measure; software adapters are counted below it."""
    assert "Choose Mine, measure yours" in words(the_class()).replace("*", "")
    folder.add(BOB, report(*GIVEN, is_software=True))
    page = the_class()
    assert "1 software adapter is left out" in words(page)
    assert not page.get("plotly_chart")


def test_gpus_stand_beside_the_servers_processor(browse):
    """Its rows are those of the other parts: 10 ms at 64 rows, 100 ms at 128; a GPU's are 20 ms."""
    write(files.here(), "here-1.jsonl", *rows_of())
    folder.add(BOB, report(*GIVEN))
    page = the_class()

    assert "The only GPU here (apple metal-3) passes the server's processor (AMD EPYC, 2 cores)" in words(page)
    assert "at 128 rows it is 5 times as fast" in words(page)
    assert "As fast as AMD EPYC, 2 cores" in str(page.table[0].value.columns.tolist()).replace("\\", "")


def test_names_that_browsers_send_have_no_power(browse):
    """In heading, table and chart they are plain text, in the download too."""
    folder.add(BOB, report(*GIVEN, vendor="x ![p](https://x.example/p.png)", architecture="y <img src=x>"))
    page = the_class()
    said = " ".join(element.value for kind in (page.header, page.markdown, page.caption) for element in kind)
    said += page.table[0].value.to_csv()

    for power in ("![p](", " <img", "https://x"):
        assert power not in said
    assert r"\<img" in said
    assert "<img" not in the_chart(page).replace("\\u003c", "<")


def test_nobody_learns_who_a_browser_is(browse):
    """Neither cookie nor visitor's name leaves with the rows, and the download does not tell rows of one browser."""
    offered(sent(*GIVEN)).button(key="class-add").click().run()
    page = the_class()
    whole = the_chart(page) + words(page) + page.table[0].value.to_csv()

    for secret in (ANN, visitor(), folder.name_of(visitor())):
        assert secret not in whole


def test_the_page_is_drawn_again_when_something_changed(browse, monkeypatch):
    """A poll at rest draws nothing; after another visitor's addition the whole page is drawn."""
    drawn, polled, again = [], [], []
    monkeypatch.setattr(class_gpus, "class_finding", lambda *_: drawn.append(1) or "Found.")
    monkeypatch.setattr(class_gpus.st, "rerun", lambda: again.append(1))

    def noting(*shown, run_every=None):
        if run_every:
            return lambda look: polled.append(look) or look
        return lambda: shown[0]()

    monkeypatch.setattr(class_gpus.st, "fragment", noting)
    folder.add(BOB, report(*GIVEN))
    class_gpus.show_class()
    assert (len(drawn), again) == (1, [])
    polled[0]()
    assert (len(drawn), again) == (1, [])
    folder.add(EVE, report(*GIVEN))
    class_gpus._state.clear()
    polled[0]()
    assert (len(drawn), again) == (1, [1])
