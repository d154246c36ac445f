"""The page of times: empty, with rows of a processor, with a GPU's, recorded, and timing this machine from it."""

import json
from dataclasses import fields, replace

import pandas as pd
import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from analysis.timing.speed_up import speed_ups
from experiments.spec import Experiment
from experiments.store.results import Store
from settings import settings
from tests.analysis.timing.timed import CPU, GPU
from tests.timing.rows.test_files import write
from tests.timing.rows.test_row import ROW
from tests.ui.part import open_page, table, words
from timing.background.run import State
from timing.rows import files
from ui.timing import rows as timed
from ui.timing import run_here

pytestmark = pytest.mark.slow

PAGE = "timing"
OURS = ["CPU and GPU", "Where the time goes", "The machine's limit"]
TABS = ["Your own GPU", *OURS, "Handcrafted features", "How time grows", "Models in use"]
"""All parts, where no GPU of a server is shown."""
FIRST = {"part": "CPU and GPU"}


def rows_of(device="cpu", faster=1.0, **changed):
    """Products, copies and convolutions at two sizes: each ten times the seconds of the size before."""
    machine, found = (CPU if device == "cpu" else GPU), []
    for operation in ("copy", "matrix_product", "convolution", "forward"):
        for place, size in enumerate((64, 128)):
            seconds = 10.0 ** (place - 2) / faster
            parts = {"warm_up": 1.0, "compute": seconds}
            if device != "cpu":
                parts |= {"copy_in": seconds / 4, "copy_out": seconds / 4}
            whole = sum(parts.values()) - 1.0
            found.append(
                replace(ROW, operation=operation, size=size, device=device, machine=machine, parts=parts,
                        n_bytes=1e12 if operation == "copy" else 1.0, median_seconds=whole,
                        low_seconds=whole * 0.9, high_seconds=whole * 1.1, **changed)
            )  # fmt: skip
    return found


def measured_here(*rows):
    """Lay the rows where what was timed here lies."""
    write(files.here(), "here-1.jsonl", *rows)


def buttons(page: AppTest) -> list[str]:
    """The labels of all buttons."""
    return [button.label for button in page.button]


def test_a_line_a_row_with_its_parts_and_where_it_is_from():
    """Every field, parts as columns, NaN where there is none; recorded files by their names."""
    measured_here(*rows_of(), *rows_of("cuda"))
    write(files.RECORDED, "an-old-laptop.jsonl", *rows_of(commit="old"))
    table = timed.timings()

    assert set(table["origin"]) == {"here", "an-old-laptop"}
    assert len(table) == 24
    assert table[table["device"] == "cpu"]["copy_in"].isna().all()
    assert (table["warm_up"] == 1.0).all()
    assert json.loads(table["versions"].iloc[0]) == ROW.versions
    assert {one.name for one in fields(ROW)} - {"parts"} <= set(table.columns)


def test_no_rows_are_an_empty_table_with_all_columns():
    """Whoever asks for a column need not ask whether there is one."""
    assert timed.timings().empty
    assert {"operation", "compute", "origin"} <= set(timed.timings().columns)


def test_with_nothing_timed_the_page_says_what_to_press():
    """One sentence and the button, in every part."""
    for tab in OURS:
        page = open_page(PAGE, part=tab)
        assert not page.exception
        assert "Time this machine" in page.info[0].value
        assert "Time this machine" in buttons(page)


def test_every_part_stands_with_and_without_a_gpu():
    """Seven parts, none fails, whatever there is."""
    for device in ("cpu", "cuda"):
        measured_here(*rows_of(), *(rows_of(device) if device == "cuda" else []))
        st.cache_data.clear()
        for tab in TABS:
            page = open_page(PAGE, part=tab)
            assert not page.exception
            assert {one.label for one in page.tabs} == set(TABS)
            assert page.header or tab not in OURS


def test_without_a_gpu_the_page_says_so_and_how_to_measure_one():
    """Nothing is made up: the lesson's numbers stand alone, marked as the lesson's."""
    measured_here(*rows_of(), *rows_of(dtype="bfloat16", faster=2.0))
    page = open_page(PAGE, **FIRST)
    said = words(page)

    assert "No GPU has been measured yet" in said
    assert "python -m experiments time --json" in said
    assert "bfloat16 does a matrix product 2 times as fast" in said
    assert "the tab Your own GPU" in said.replace("*", "")
    assert "python -m timing record --name NAME" in said
    assert not page.table
    assert "claims that a GPU is 20 times as fast at a matrix product, 100 times at a convolution" in said
    assert "no GPU has been measured for this page yet" in said


def test_with_a_gpu_its_gain_is_told_and_stands_beside_the_lessons():
    """16 times the speed, two thirds left with the copies."""
    measured_here(*rows_of(), *rows_of("cuda", faster=16.0))
    page = open_page(PAGE, **FIRST)

    assert "the H100 here is 11 times as fast as the EPYC, 16 times without copies" in words(page)
    assert "No GPU has been measured yet" not in words(page)
    assert table(page)["Largest, against the CPU's fastest format"].tolist() == [
        "11 times",
        "11 times",
        "not measured yet",
    ]


def test_tf32_is_shown_beside_the_processor_s_float32():
    """It takes and gives the same numbers, and no processor has TF32 rows of its own."""
    measured_here(*rows_of(), *rows_of("cuda", dtype="tf32", faster=16.0))
    page = open_page(PAGE, **FIRST, format="tf32")

    assert page.button_group(key="format").value == "tf32"
    assert "128 rows (tf32), the H100 here is 11 times as fast as the EPYC" in words(page)
    assert "no GPU can be compared" not in words(page)


def test_recorded_rows_are_shown_beside_here_and_compared_with_nobody_elses():
    """A recorded GPU is divided by its own machine's processor, never by the visitor's."""
    measured_here(*rows_of(faster=100.0))
    write(files.RECORDED, "gpu-machine.jsonl", *rows_of(), *rows_of("cuda", faster=16.0))
    page = open_page(PAGE, **FIRST)

    assert "the recorded H100 is 11 times as fast as the EPYC" in words(page)
    assert set(speed_ups(timed.timings())["origin"]) == {"gpu-machine"}
    page.button_group(key="places").set_value(["here"]).run()
    assert "On this CPU" in words(page)


def test_the_bars_part_tells_the_first_call_and_the_copies():
    """A third of a GPU's call is copying."""
    measured_here(*rows_of(), *rows_of("cuda", faster=16.0))
    said = words(open_page(PAGE, part="Where the time goes"))

    assert "33 % of each call is copying" in said
    assert "counted in no other chart" in said


def test_the_limit_is_of_one_device_and_its_own_rows():
    """Every operation does what the product does: all at the roof."""
    measured_here(*rows_of(), *rows_of("cuda"))
    page = open_page(PAGE, part="The machine's limit")

    assert "The forward pass reaches 100 % of the best that this CPU did in any work" in words(page)
    assert len(page.selectbox(key="device").options) == 2


def test_work_in_the_other_memory_order_only_is_shown():
    """What was timed in one order has no choice of orders, whichever it is."""
    measured_here(*rows_of(channels_last=True))

    for tab in OURS:
        page = open_page(PAGE, part=tab)
        assert not page.exception
        assert page.header
        assert "channels last" not in words(page)


def test_the_other_memory_order_is_shown_on_demand():
    """Two lines instead of one, told apart by name."""
    measured_here(*rows_of(), *rows_of(channels_last=True, faster=2.0))
    page = open_page(PAGE, **FIRST)
    assert "channels last" not in words(page)
    page.toggle(key="orders").set_value(True).run()

    assert "memory order “channels last” does a matrix product 2 times as fast" in words(page)


def test_a_wrong_address_falls_back_to_the_defaults():
    """Values that no widget has are ignored, never an error."""
    measured_here(*rows_of())
    page = open_page(PAGE, part="<b>", work="magic", format="float128", places="nowhere", size="-3")
    assert not page.exception
    page = open_page(PAGE, **FIRST, work="magic", format="float128", places="nowhere", size="-3")

    assert not page.exception
    assert page.selectbox(key="work").value == "matrix_product"


def test_the_rows_can_be_taken_along_as_they_are_shown():
    """CSV, page and the command that measures the same."""
    measured_here(*rows_of())
    page = open_page(PAGE, **FIRST, work="Convolution, by batch")

    assert page.code[0].value == "python -m experiments time --json --operation convolution"
    assert {"Rows (CSV)", "Page (HTML)"} <= {one.label for one in page.get("download_button")}


class Standing:
    """A run that stands as a test says."""

    def __init__(self, state):
        self.told = state
        self.started = []
        self.cancelled = []

    def state(self):
        """As told."""
        return self.told

    def start(self, who):
        """Note who asked."""
        self.started.append(who)

    def cancel(self, who):
        """Note who asked."""
        self.cancelled.append(who)


@pytest.fixture
def standing(monkeypatch):
    """Put a run in the server's place."""

    def put(**told) -> Standing:
        run = Standing(State(**told))
        monkeypatch.setattr(run_here, "one_run", lambda: run)
        return run

    return put


def test_a_press_starts_the_one_run(standing):
    """Under the visitor's name."""
    run = standing(is_on=False)
    page = open_page(PAGE)
    page.button(key="time-here").click().run()

    assert len(run.started) == 1


def test_beside_trainings_nothing_is_timed(standing):
    """They and the timing would slow each other down: the button waits, and says why."""
    run = standing(is_on=False)
    store = Store(settings().results_url)
    store.enqueue([Experiment("digits", "svm", 100)], "someone")
    page = open_page(PAGE)

    assert page.button(key="time-here").disabled
    assert "Models are being trained or waiting in the queue" in words(page)
    run_here.press()
    assert run.started == []
    store.close()


def test_the_button_comes_back_when_trainings_are_done(standing, monkeypatch):
    """While they pend it looks every few seconds; afterwards, and at rest, never."""
    standing(is_on=False)
    fragment, every = st.fragment, []

    def noting(*shown, run_every=None):
        every.append(run_every)
        return fragment(*shown, run_every=run_every)

    monkeypatch.setattr(run_here.st, "fragment", noting)
    open_page(PAGE)
    assert not any(every)
    store = Store(settings().results_url)
    store.enqueue([Experiment("digits", "svm", 100)], "someone")
    store.close()
    open_page(PAGE)
    assert [seconds for seconds in every if seconds] == [pytest.approx(run_here.WAIT_SECONDS, rel=0.2)]


def test_everybody_sees_the_progress_and_only_who_started_can_cancel(standing):
    """Seconds and rows so far, and what the last run took; thirty visitors share the run."""
    standing(is_on=True, starter="someone", seconds=12.4, n_rows=30, last_seconds=120.0)
    page = open_page(PAGE)

    assert "Time this machine" not in buttons(page)
    assert "Cancel" not in buttons(page)
    assert "12 s and 30 rows so far; the last run took 120 s" in page.get("progress")[0].proto.text


def test_who_started_can_cancel(standing, monkeypatch):
    """The browser is known by its cookie, also after a reload."""
    monkeypatch.setattr(run_here, "visitor", lambda: "me")
    run = standing(is_on=True, starter="me")
    page = open_page(PAGE)
    page.button(key="stop-timing").click().run()

    assert run.cancelled == ["me"]
    assert "Timing this machine: 0 s so far" in words(page)


def test_rows_show_while_they_come(standing):
    """The first rows of a run that is on are drawn, although its file is not complete."""
    standing(is_on=True, starter="someone")
    write(files.here(), "here-1.partial.jsonl", *rows_of()[:4], end="{")
    page = open_page(PAGE, **FIRST)

    assert not page.exception
    assert "a matrix product takes" in words(page)


def test_why_a_run_ended_early_is_one_sentence(standing):
    """Without any power, whatever it says."""
    standing(is_on=False, problem="Timing this machine ended early: The disk is *full*.")

    assert r"\*full\*" in open_page(PAGE).warning[0].value


def test_a_start_that_fails_is_one_sentence(home):
    """A file where the folder should be: the page stays."""
    home.mkdir(parents=True)
    settings.cache_clear()
    st.cache_resource.clear()
    page = open_page(PAGE)
    files.here().write_text("")
    page.button(key="time-here").click().run()

    assert not page.exception
    assert "cannot be timed" in words(page)


def test_the_same_rows_have_the_same_key_and_others_another():
    """Charts are kept by it."""
    measured_here(*rows_of())
    table = timed.timings()

    assert timed.key(table) == timed.key(table.copy())
    assert timed.key(table) != timed.key(table.assign(median_seconds=2.0))
    assert timed.key(pd.concat([table, table])) != timed.key(table)
