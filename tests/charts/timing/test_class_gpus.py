"""The chart of the class's GPUs: a line each, one's own thicker, the processor beside them, readable with forty."""

from itertools import product

from analysis.timing.class_gpus import gpu_lines
from charts.common import style
from charts.timing.browsers import MOST_NAMED, class_figure, describe_class
from tests.analysis.timing.class_rows import SIZES, a_class, gpu, processor

OWN = (2.0, 1.0, 0.5, 0.25)
MARKUP = '<a href="https://x.example">x</a><img src=x>'


def class_of(n, **changed):
    """One's own GPU and `n` others, each slower than the one before."""
    others = [gpu(f"{number:02}", [3.0 + number] * 4, "intel", f"xe-{number}") for number in range(n)]
    return gpu_lines(a_class(gpu("own", OWN, is_own=True, **changed), *others))


def traces(figure, name):
    """The lines whose name begins so."""
    return [trace for trace in figure.data if trace.name.startswith(name)]


def named(figure):
    """The names beside the lines, or in the legend."""
    beside = [note.text for note in figure.layout.annotations]
    return beside or [trace.name for trace in figure.data if trace.showlegend]


def test_every_gpu_has_a_line_of_its_medians():
    """Seconds over rows, both logarithmic, in every look."""
    for theme, narrow in product(["light", "dark"], [False, True]):
        figure = class_figure(class_of(2), processor(), theme, narrow)
        (own,), (beside,) = traces(figure, "Your GPU"), traces(figure, "The server's processor")

        assert len(figure.data) == 4
        assert (list(own.x), list(own.y)) == (list(SIZES), list(OWN))
        assert (list(beside.x), list(beside.y)) == (list(SIZES), [1.0, 2.0, 4.0, 16.0])
        assert (figure.layout.xaxis.type, figure.layout.yaxis.type) == ("log", "log")
        assert figure.layout.showlegend == narrow


def test_ones_own_line_is_thicker_and_on_top():
    """And of another colour than the others; the processor is dashed, in the colour of processors."""
    figure = class_figure(class_of(3), processor())
    (own,), (beside,), others = (traces(figure, name) for name in ("Your", "The server", "intel"))

    assert own.line.width > 2 * max(one.line.width for one in others)
    assert own.line.color not in {one.line.color for one in others}
    assert beside.line.color == style.DEVICES["cpu"].line["light"]
    assert beside.line.dash == "dash"
    assert figure.data.index(own) > max(figure.data.index(one) for one in others)


def test_names_stay_few_with_one_line_and_with_forty():
    """A few GPUs are named one by one, many together; each still says its name when pointed at."""
    for n, narrow in [*product((0, 1, MOST_NAMED, MOST_NAMED + 1, 39), (False, True))]:
        figure = class_figure(class_of(n), processor(), narrow=narrow)
        assert len(named(figure)) == (n if n <= MOST_NAMED else 1) + 2
        assert (f"{n} other GPUs" in " ".join(named(figure))) == (n > MOST_NAMED)
        said = " ".join(text for trace in figure.data for text in trace.hovertext)
        for number in range(n):
            assert f"intel xe-{number}, Chrome" in said


def test_a_mark_says_its_seconds_and_quartiles():
    """Name, browser, median, and the middle half of the repetitions."""
    (own,) = traces(class_figure(class_of(0), None), "Your")

    assert own.hovertext[0] == (
        "<b>Your GPU: apple metal-3, Chrome</b><br>64 rows: 2 s<br>half of 9 repetitions: 1.8 s to 2.2 s"
    )


def test_what_a_browser_sent_is_no_markup():
    """A chart would make a link of it; a long name is shortened beside the line."""
    lines = class_of(1, architecture=MARKUP, browser=MARKUP)
    for narrow in (False, True):
        shown = class_figure(lines, processor(), narrow=narrow).to_json()
        assert "<a" not in shown.replace("\\u003c", "<")
        assert "<img" not in shown.replace("\\u003c", "<")
    assert "…" in " ".join(named(class_figure(lines, None)))


def test_a_recorded_processor_is_hollow_and_never_the_servers():
    """Filled marks are measured here; the caption names the machine."""
    recorded = processor(origin="a-laptop")
    (beside,) = traces(class_figure(class_of(1), recorded), "A recorded processor")

    assert beside.marker.symbol == "circle-open"
    assert "recorded as “a-laptop” on AMD EPYC, 2 cores" in describe_class(recorded)
    assert "measured here on AMD EPYC, 2 cores" in describe_class(processor())


def test_the_chart_begins_where_the_gpus_do():
    """The processor's smaller sizes would only make all lines smaller; without larger ones it has no line."""
    lines = class_of(1)
    (beside,) = traces(class_figure(lines[lines["size"] >= 256], processor()), "The server's")

    assert list(beside.x) == [256, 512]
    assert traces(class_figure(lines.assign(size=4096), processor()), "The server's") == []


def test_without_a_processor_only_gpus_are_drawn():
    """And the caption tells of none."""
    assert len(class_figure(class_of(1), None).data) == 2
    assert "processor" not in describe_class(None)
