"""The page of times with rows that fake GPUs measured: a newcomer reads what a GPU gains from the first screen."""

import pytest

from charts.timing.devices import seconds_figure
from tests.timing.fake_gpu import A100, CPU, H200, fake_cpu, fake_rows
from tests.timing.rows.test_files import write
from tests.ui.part import open_page, table, words
from timing.rows import files
from ui.common.chart import HEADLINE_LETTERS
from ui.timing.rows import timings

pytestmark = pytest.mark.slow

PAGE = "timing"


@pytest.fixture
def recorded(home):
    """Two recorded GPUs, and a CPU measured here."""
    write(files.RECORDED, "h200.jsonl", *fake_rows(H200))
    write(files.RECORDED, "g-a100.jsonl", *fake_rows(A100))
    write(files.here(), "here-1.jsonl", *fake_cpu())


def test_the_first_screen_says_how_many_times_faster_a_gpu_is_at_1000_rows_and_when_the_cpu_is(recorded):
    """Nothing is pressed. 21.5 ms against 2.5 ms, and against 0.24 ms without copies, as the fake devices take."""
    page = open_page(PAGE)
    first = page.header[0].value.replace("\\", "")

    assert first == (
        "In a matrix product of 1,024 rows, the recorded A100 is 8.5 times as fast as the EPYC, "
        "89 times without copies; below about 280 rows, the CPU is faster."
    )
    assert len(first) <= HEADLINE_LETTERS
    assert (page.selectbox(key="work").value, page.button_group(key="format").value) == ("matrix_product", "float32")
    assert set(page.button_group(key="places").value) == {"here", "g-a100", "h200"}
    assert page.button_group(key="places").options == ["Here", "Recorded: EPYC and A100", "Recorded: EPYC and H200"]


def test_the_other_gpu_has_a_line_in_the_table(recorded):
    """The H200 is named with its place, its CPU and its own numbers."""
    shown = table(open_page(PAGE)).set_index("GPU")

    assert [*shown.index] == ["A100, recorded (g-a100)", "H200, recorded (h200)"]
    assert shown.loc["H200, recorded (h200)", "Times as fast, with copies"].startswith("15")
    assert shown.loc["H200, recorded (h200)", "CPU faster"] == "below about 260 rows"
    assert set(shown["CPU beside it"]) == {"EPYC"}


def test_one_gpu_needs_no_table():
    """The finding says all of it, and the first table is the lesson's, filled."""
    write(files.RECORDED, "h200.jsonl", *fake_rows(H200))
    shown = table(open_page(PAGE)).set_index("Work")

    assert shown.loc["Matrix product", "Largest, against the CPU's fastest format"] == "34 times"
    usual = shown.loc["Matrix product", "Both in float32: at a usual size, and at most"]
    assert usual.startswith("15 times at 1,024 rows, at most ")
    assert not (shown == "not measured yet").any(axis=None)


def test_the_chart_marks_where_each_gpu_passes_its_cpu(recorded):
    """Both upright lines stand where the CPU's and the GPU's simulated seconds cross, between 256 and 512 rows."""
    rows = timings()
    rows = rows[(rows["operation"] == "matrix_product")]
    for narrow in (False, True):
        figure = seconds_figure(rows, narrow=narrow)
        said = [note.text.replace("<br>", " ") for note in figure.layout.annotations]

        assert all(256 < line.x0 < 512 for line in figure.layout.shapes)
        assert len(figure.layout.shapes) == 2
        assert any(text.startswith("GPU ahead from about 280") and "(A100)" in text for text in said)
        assert any(text.startswith("GPU ahead from about 260") and "(H200)" in text for text in said)


def test_a_gpu_measured_here_is_told_before_recorded_ones(recorded):
    """What this server has matters most to its visitors."""
    write(files.here(), "here-2.jsonl", *fake_rows(H200))

    assert "the H200 here is 15 times as fast as the EPYC" in words(open_page(PAGE))


def test_work_that_a_gpu_has_is_shown_first():
    """Without a GPU's matrix product, the first work that one has."""
    rows = [row for row in fake_rows(H200) if row.device == "cpu" or row.operation == "forward"]
    write(files.RECORDED, "h200.jsonl", *rows)
    page = open_page(PAGE)

    assert page.selectbox(key="work").value == "forward"
    assert "In the forward pass of 1,024 images, the recorded H200" in page.header[0].value.replace("\\", "")


def test_the_roof_of_a_fake_device_is_its_own_best(recorded):
    """The fake library is 15 % better at convolutions than at matrix products, and no share exceeds 100 %."""
    page = open_page(PAGE, part="The machine's limit")
    said = words(page)

    assert f"({CPU})" in page.selectbox(key="device").options[0]
    assert "The forward pass reaches 69 % of the best that this CPU did in any work" in said
    assert "a convolution 100 %" in said
    assert "The roof is the best that any work here reached" in said
