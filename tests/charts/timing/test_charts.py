"""The charts of times: what is drawn is what the rows say, in the devices' own colours."""

from itertools import product

import pandas as pd
import pytest

from analysis.timing.roof import under_roof
from analysis.timing.speed_up import speed_ups
from charts.common import style
from charts.timing.devices import PART_LABELS, parts_figure, seconds_figure, speed_up_figure
from charts.timing.lines import describe_seconds, timed_lines, timed_where
from charts.timing.roof import places, rate, roof_figure
from tests.analysis.timing.test_roof import ROWS
from tests.analysis.timing.timed import GPU, frame, pair, row
from tests.charts.test_charts import contrast

BOTH = pair([1.0, 1.0, 4.0, 16.0], [4.0, 2.0, 2.0, 2.0], copies=1.0)


def marks(figure):
    """The traces that bear marks."""
    return [trace for trace in figure.data if trace.mode and "markers" in trace.mode]


def words(figure):
    """All notes in the figure."""
    return [note.text for note in figure.layout.annotations]


def test_devices_have_colours_that_are_no_learners_and_can_be_read():
    """3 for lines, 4.5 for words, on the page's own background."""
    for theme in ["light", "dark"]:
        background = {"light": "#FDFDFB", "dark": "#16181D"}[theme]
        learners = {look.line[theme] for look in style.LOOKS.values()}
        for look in style.DEVICES.values():
            assert look.line[theme] not in learners
            assert contrast(look.line[theme], background) >= 3
            assert contrast(look.text[theme], background) >= 4.5


def test_each_device_has_a_line_of_its_medians():
    """Seconds over sizes, both logarithmic, in the device's colour, filled where measured here."""
    for theme, narrow in product(["light", "dark"], [False, True]):
        figure = seconds_figure(BOTH, theme, narrow)
        processor, gpu = marks(figure)

        assert list(processor.x) == list(gpu.x) == [32, 64, 128, 256]
        assert list(processor.y) == [1.0, 1.0, 4.0, 16.0]
        assert list(gpu.y) == [4.0, 2.0, 2.0, 2.0]
        assert processor.line.color == style.DEVICES["cpu"].line[theme]
        assert gpu.line.color == style.DEVICES["gpu"].line[theme]
        assert {processor.marker.symbol, gpu.marker.symbol} == {"circle"}
        assert (figure.layout.xaxis.type, figure.layout.yaxis.type) == ("log", "log")
        assert figure.layout.showlegend == narrow


def test_the_band_holds_the_quartiles():
    """Every line has its band, from the low to the high quartile."""
    band = next(trace for trace in seconds_figure(BOTH).data if trace.fill == "toself")

    assert list(band.y) == pytest.approx([0.9, 0.9, 3.6, 14.4, 17.6, 4.4, 1.1, 1.1])


def test_break_even_is_marked_where_it_was_measured():
    """Half as fast at 64, twice at 128: an upright line at 91. Where one is always ahead there is none."""
    figure = seconds_figure(BOTH)
    always = seconds_figure(pair([4.0] * 4, [1.0] * 4))

    assert figure.layout.shapes[0].x0 == pytest.approx(64 * 2**0.5)
    assert "GPU ahead from about 91 rows on" in words(figure)
    assert not always.layout.shapes
    assert not any("ahead" in word for word in words(always))


def test_rows_of_two_places_are_never_one_line():
    """Recorded rows have a line of their own, hollow, named by the machine or, if others share it, by the recording."""
    rows = pd.concat([BOTH, BOTH.assign(origin="elsewhere", machine="AMD EPYC, 2 cores")])
    found = {curve.name: curve for curve in timed_lines(rows)}

    assert set(found) == {"CPU, here", "GPU, here", "CPU, EPYC", "GPU, EPYC"}
    assert all(curve.points["origin"].nunique() == 1 for curve in found.values())
    assert {trace.name: trace.marker.symbol for trace in marks(seconds_figure(rows))}["GPU, EPYC"] == "circle-open"
    again = pd.concat([rows, rows[rows["origin"] == "elsewhere"].assign(origin="again")])
    assert {"CPU, elsewhere", "CPU, again"} < {curve.name for curve in timed_lines(again)}


def test_a_name_says_what_tells_its_line_from_the_others():
    """Format, compiler, memory order, cores, and nothing that all have in common."""
    rows = frame(row(), row(dtype="bfloat16"), row(compiled=True), row(channels_last=True), row(threads=1))

    assert [curve.name for curve in timed_lines(rows)] == [
        "CPU, float32, 2 cores",
        "CPU, bfloat16, 2 cores",
        "CPU, float32, compiled, 2 cores",
        "CPU, float32, channels last, 2 cores",
        "CPU, float32, 1 core",
    ]


def test_the_speed_up_is_drawn_with_and_without_copies():
    """The ratios of the rows, and a line at 1."""
    figure = speed_up_figure(BOTH)
    (line,) = marks(figure)
    dotted = next(trace for trace in figure.data if trace.line.dash == "dot")
    gains = speed_ups(BOTH)

    assert list(line.y) == gains["times"].tolist() == [0.25, 0.5, 2.0, 8.0]
    assert list(dotted.y) == gains["without_copies"].tolist() == [1 / 3, 1.0, 4.0, 16.0]
    assert figure.layout.shapes[0].y0 == figure.layout.shapes[0].y1 == 1
    assert "1×" in figure.layout.yaxis.ticktext


def test_many_lines_are_named_below():
    """Beside the plot there is room for some."""
    rows = pd.concat([BOTH.assign(dtype=name) for name in ("float32", "bfloat16", "float16", "tf32", "float64")])

    assert seconds_figure(rows).layout.showlegend


def test_bars_are_stacked_from_the_rows_parts():
    """The first call of 10 s, then one of 1.5, 1 and 1.5; or each as a share of 14."""
    for shares, expected in [(False, [10.0, 1.5, 1.0, 1.5]), (True, [71.4, 10.7, 7.1, 10.7])]:
        rows = frame(row(device="cuda", compute=1.0, copies=3.0, warm_up=10.0))
        figure = parts_figure(rows, 1, shares=shares)

        assert [trace.name for trace in figure.data] == list(PART_LABELS.values())
        assert [trace.x[0] for trace in figure.data] == pytest.approx(expected, abs=0.05)
        assert figure.layout.barmode == "stack"
        assert words(figure) == ["14 s"]
        assert figure.layout.xaxis.title.text == ("Share of each bar (%)" if shares else "Time (s)")


def test_a_processor_has_no_bar_for_copies():
    """Missing parts are not in the legend; short times are in a suitable unit."""
    figure = parts_figure(frame(row(compute=2e-5, warm_up=5e-5)), 1)

    assert [trace.name for trace in figure.data] == ["First call (warm-up)", "Compute"]
    assert figure.layout.xaxis.title.text == "Time (µs)"


def test_the_roof_and_every_point_stand_where_the_rows_say():
    """Slope and flat part meet at 4 operations per byte; each mark has its share in words."""
    for narrow in [False, True]:
        points = under_roof(ROWS, "float32")
        figure = roof_figure(points, ROWS, "float32", "light", narrow)
        line = next(trace for trace in figure.data if trace.mode == "lines")
        (drawn,) = marks(figure)

        assert (line.x[1], line.y[1]) == (4.0, 200.0)
        assert list(drawn.x) == [100.0, 1.0, 100.0]
        assert list(drawn.y) == [200.0, 25.0, 20.0]
        assert list(drawn.text) == ["" if narrow else "Matrix product 100 %", "Forward pass 50 %", "Training step 10 %"]


def test_words_at_two_near_marks_do_not_cover_each_other():
    """The second one moves to another side, and no word leaves the plot."""
    nowhere = []

    assert places([300, 310], [100, 100], ["one word", "another"], 700, nowhere) == ["bottom center", "top center"]
    assert places([10], [100], ["a long name"], 700, nowhere) == ["middle right"]


def test_rates_are_said_moment():
    """As people read them."""
    assert [rate(value) for value in (98.4e9, 6.7e13, 2.5e6)] == ["98 billion", "67 trillion", "2.5 million"]


def test_captions_say_where_by_what_and_when():
    """Machine, threads, version and day, of each place apart."""
    rows = pd.concat([BOTH[BOTH["device"] == "cpu"], BOTH[BOTH["device"] == "cuda"].assign(origin="elsewhere")])
    said = describe_seconds(rows)

    assert "Filled marks: measured here on AMD EPYC, 2 cores, 2 threads, torch 2.15.0, 22 Nov 2026." in said
    assert f"Hollow marks: recorded as “elsewhere” on {GPU}, 2 threads, torch 2.15.0, 22 Nov 2026." in said
    assert "copies to its memory" in said
    assert "copies" not in describe_seconds(rows[rows["device"] == "cpu"])
    assert timed_where(rows[:1], marks=False).startswith("Measured here on AMD EPYC")


def test_captions_tell_how_many_repetitions_were_left_out():
    """7 of each of two rows count, and 3 were made in slower turns; without any nothing is said."""
    two = BOTH[:2]
    said = describe_seconds(two.assign(n_left_out=[0, 3]))

    assert "14 repetitions are counted. 3 were left out, because their turns were over a tenth slower" in said
    assert "1 was left out" in describe_seconds(two.assign(n_left_out=[0, 1]))
    assert "left out" not in describe_seconds(two)


def test_no_word_is_small():
    """12 pixels at least, in every chart."""
    for theme in ["light", "dark"]:
        figures = [
            seconds_figure(BOTH, theme),
            speed_up_figure(BOTH, theme),
            parts_figure(BOTH[BOTH["size"] == 64], 10, theme=theme),
            roof_figure(under_roof(ROWS, "float32"), ROWS, "float32", theme),
        ]
        for figure in figures:
            layout = figure.layout
            fonts = [
                layout.font,
                layout.xaxis.tickfont,
                layout.yaxis.tickfont,
                *(note.font for note in layout.annotations),
            ]
            fonts += [trace.textfont for trace in figure.data if trace.type == "scatter" and trace.text]

            assert min(font.size for font in fonts) >= 12
