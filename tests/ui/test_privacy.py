"""Two visitors: what one uploaded, nobody else sees: in no list, by no name, in no download."""

import hashlib

import pandas as pd
import pyarrow as pa
import pytest
import streamlit as st

from experiments.spec import Experiment, Progress
from experiments.store.owner import new_owner
from experiments.store.results import Store
from settings import settings
from tests.experiments.toy import result
from tests.ui.part import PAGES, open_page, words
from ui.common import source
from ui.common.visitor import COOKIE, visitor
from ui.runs import queue
from uploads.folder import uploads

pytestmark = pytest.mark.slow

ANN, BOB, FORGED = "A" * 43, "B" * 43, "A" * 42 + "B"
RUNS = "runs"
SECRET = "The class Grandma was not found in %s."


def owner_of(token):
    """The visitor with this cookie."""
    return hashlib.sha256(token.encode()).hexdigest()[:32]


@pytest.fixture
def browse(monkeypatch):
    """From now on the browser with this cookie asks."""

    def browse(token):
        monkeypatch.setattr(type(st.context), "cookies", {COOKIE: token})

    browse(ANN)
    return browse


@pytest.fixture
def store():
    """The table that the pages look at."""
    opened = Store(settings().results_url)
    yield opened
    opened.close()


@pytest.fixture
def uploaded(browse, store):
    """Ann's data set: one experiment on it measured, one failed, one running; and one row of everybody's digits."""
    upload = uploads().begin(owner_of(ANN), "Grandma's cats")
    sizes = [Experiment(upload.name, "svm", n) for n in (10, 20, 30)]
    sizes[1] = Experiment(f"{upload.name}.2", "svm", 20)
    store.enqueue(sizes, owner_of(ANN))
    owner = new_owner()
    store.claim(owner, 3)
    store.finish(result(sizes[0]))
    store.fail(sizes[1].id, owner, SECRET % upload.name)
    store.progress(owner, {sizes[2].id: Progress(0.5, f"reading {upload.name}")})
    store.add(result(Experiment("digits", "svm", 10)))
    return upload


def sent(page):
    """Everything in the tables that a page sends, hidden columns and all, and everything that it says."""
    tables = [pa.ipc.open_stream(table.proto.arrow_data.data).read_all().to_pandas() for table in page.dataframe]
    return words(page) + " ".join(table.to_csv() for table in tables)


def test_a_title_is_for_its_owner(uploaded, browse):
    """Others learn that there are somebody's images, and neither name nor title; a forged cookie is another."""
    assert source.title(uploaded.name) == source.title(f"{uploaded.name}.2") == "Grandma's cats"
    assert source.may_see(uploaded.name)
    for stranger in (BOB, FORGED, "", owner_of(ANN)):
        browse(stranger)
        assert source.title(uploaded.name) == source.title(f"{uploaded.name}.2") == "A visitor's own images"
        assert not source.may_see(uploaded.name)
        assert source.may_see("digits")


def test_a_title_that_is_gone_is_nobodys(uploaded, browse):
    """A deleted data set has no title, for its owner either."""
    uploads().remove(uploaded.name)
    assert source.title(uploaded.name) == "A visitor's own images"


def test_the_owner_sees_everything_in_the_queue(uploaded):
    """Title, what it is at, and why something failed."""
    page = open_page(RUNS)
    table = page.dataframe[0].value
    assert not page.exception
    assert set(table["images"]) == {"Grandma's cats"}
    assert set(table["who"]) == {"you"}
    assert SECRET % uploaded.name in set(table["error"])
    assert [button.label for button in page.button] == ["Cancel what I started (1)"]


def test_the_queue_tells_strangers_neither_names_nor_sentences(uploaded, browse):
    """Not in the columns that are shown, and not in those that are only sent."""
    for stranger in (BOB, FORGED, ""):
        browse(stranger)
        page = open_page(RUNS)
        table = page.dataframe[0].value
        assert not page.exception
        assert set(table["images"]) == {"A visitor's own images"}
        assert set(table["who"]) == {"another visitor"}
        assert set(table["error"]) == set(table["note"]) == {""}
        assert not page.button
        for secret in (uploaded.name, "own-", "Grandma", owner_of(ANN), ANN):
            assert secret not in sent(page)


def test_the_export_leaves_out_what_is_not_the_visitors(uploaded, browse, store, monkeypatch):
    """All results are those of everybody's images, and of one's own."""
    taken = []
    monkeypatch.setattr(queue.st, "download_button", lambda label, make, *_, **__: taken.append(make()))

    def exported(token):
        browse(token)
        taken.clear()
        queue.show_export(store.rows(origin="live"))
        return [pd.read_parquet(pa.BufferReader(taken[1]))["dataset"].tolist(), taken[0].decode()]

    names, text = exported(ANN)
    assert sorted(names) == sorted(["digits", uploaded.name])
    assert uploaded.name in text
    names, text = exported(BOB)
    assert names == ["digits"]
    assert "own-" not in text


def test_the_page_counts_what_it_offers(uploaded, browse):
    """Two results are there for Ann, one for everybody else, and where there is none no button."""
    assert "2 results were measured here" in words(open_page(RUNS))
    browse(BOB)
    assert "1 results were measured here" in words(open_page(RUNS))


def test_the_table_of_results_leaves_out_what_is_not_the_visitors(uploaded, browse, store):
    """Neither others' images nor a folder on this machine, which has its path as its name."""
    store.add(result(Experiment("/srv/secret/cats", "svm", 10)))
    assert set(open_page(RUNS).dataframe[1].value["images"]) == {"Digits", "Grandma's cats"}
    browse(BOB)
    page = open_page(RUNS)
    assert set(page.dataframe[1].value["images"]) == {"Digits"}
    assert "own-" not in sent(page)


def test_where_there_are_only_others_results_nothing_is_offered(uploaded, browse, store, monkeypatch):
    """No button, and no number of rows."""
    browse(BOB)
    monkeypatch.setattr(queue.st, "markdown", lambda *_: pytest.fail("told of rows that are nobody's business"))
    queue.show_export(store.rows(dataset=uploaded.name))


@pytest.mark.parametrize("name", PAGES)
def test_no_page_opens_anothers_data_set_by_its_name(uploaded, browse, name):
    """Whoever learns a name and puts it into the address gets what everybody gets."""
    browse(BOB)
    page = open_page(name, dataset=uploaded.name, images=uploaded.name)
    assert not page.exception
    assert uploaded.name not in sent(page)
    assert "Grandma" not in sent(page)
    for box in page.selectbox:
        assert uploaded.name not in [box.value, *box.options]


def test_what_is_shipped_is_of_nobodys_images(store):
    """A row on a visitor's images that came into a recorded file is not drawn on the first page."""
    mine = uploads().begin(visitor(), "Cats")
    store.add(result(Experiment(mine.name, "svm", 10)), origin="elsewhere")
    store.add(result(Experiment("digits", "svm", 10)), origin="elsewhere")
    assert source.recorded_rows()["dataset"].tolist() == ["digits"]
