"""The part of the timing page on the handcrafted side: empty, without a GPU, with one, and on two machines."""

from dataclasses import replace
from functools import partial

import pytest

from tests.timing.rows.test_row import ROW
from tests.ui.part import opened, words
from timing.rows import files
from timing.rows.row import Timing

pytestmark = pytest.mark.slow


def show():
    """The part alone."""
    from ui.timing.handcrafted import show_handcrafted

    show_handcrafted()


def timed(operation, library, seconds, device="cpu", machine="EPYC", size=100):
    """One row."""
    machine = f"A GPU, {machine}" if device == "cuda" else machine
    spread = {"median_seconds": seconds, "low_seconds": 0.9 * seconds, "high_seconds": 1.1 * seconds}
    return replace(
        ROW, operation=operation, library=library, device=device, machine=machine, size=size, threads=1, **spread
    )


PROCESSOR = [
    *(timed("hog", "scikit-image", size / 100, size=size) for size in (10, 100)),
    *(timed("hog", "numba", size / 10_000, size=size) for size in (10, 100)),
    timed("training_step", "torch", 1.0),
]
GPU = [timed("hog", "torch", 0.001, "cuda"), timed("training_step", "torch", 0.1, "cuda")]


@pytest.fixture(autouse=True)
def recorded(tmp_path, monkeypatch):
    """A folder of recorded rows that holds none."""
    folder = tmp_path / "timing"
    folder.mkdir()
    monkeypatch.setattr(files, "RECORDED", folder)
    return folder


def write(folder, name, rows):
    """A file of rows."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{name}.jsonl").write_text("\n".join(map(Timing.to_json, rows)))


open_part = partial(opened, show)


def test_with_nothing_measured_it_says_how_to_measure():
    """One sentence with the command, whose operations there are."""
    from timing.operations.register import chosen

    said = open_part().info[0].value

    assert "python -m experiments time --json --operation" in said
    assert chosen([word.strip("`") for word in said.split("--operation ")[1:] for word in word.split()[:1]])


def test_without_a_gpu_it_says_that_none_was_measured(home):
    """Nothing is claimed that nobody measured."""
    write(files.here(), "rows", PROCESSOR)
    said = words(open_part())

    assert "our kernels compute single families 100 times as fast as scikit-image" in said
    assert "No GPU has been measured yet" in said


def test_with_a_gpu_both_sides_gain_apart(recorded):
    """Features and the training step, each against its own fastest way on the processor, on the recorded machine."""
    write(recorded, "a-server", [*PROCESSOR, *GPU])
    page = open_part()

    assert "10 times as fast at handcrafted features and 10 times as fast at the CNN’s training step" in words(page)
    assert "recorded as “a-server”" in words(page)
    assert len(page.get("plotly_chart")) == 2


def test_a_place_with_a_gpu_comes_first_and_places_never_mix(home, recorded):
    """Here and there are a choice; a laptop's seconds are not divided by a server's."""
    write(files.here(), "rows", [timed("hog", "scikit-image", 7.0), timed("hog", "numba", 1.0)])
    write(recorded, "a-server", [*PROCESSOR, *GPU])
    page = open_part()
    here = page.selectbox(key="handcrafted_where").options[1]

    assert page.selectbox(key="handcrafted_where").value.startswith("a-server")
    assert "7 times as fast as scikit-image" in words(page.selectbox(key="handcrafted_where").set_value(here).run())


def test_the_address_holds_the_operation(home):
    """What is drawn over its size is what the address names."""
    write(files.here(), "rows", [*PROCESSOR, timed("svm_fit", "scikit-learn", 1.0)])

    assert open_part(handcrafted="SVM training").selectbox(key="handcrafted").value == "svm_fit"
    assert open_part(handcrafted="<b>").selectbox(key="handcrafted").value == "hog"


def test_repetitions_left_out_are_told(recorded):
    """Of the operation that is shown, under its chart."""
    write(recorded, "a-server", [replace(row, n_repeats=10, n_left_out=1) for row in PROCESSOR])

    assert "40 repetitions are counted. 4 were left out" in words(open_part())
