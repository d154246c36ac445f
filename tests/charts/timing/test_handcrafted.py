"""The handcrafted side's times as charts."""

import pandas as pd
import pytest

from charts.common.style import device_look
from charts.timing.handcrafted import advantage_figure, handcrafted_figure
from tests.analysis.timing.test_handcrafted import GPU, PROCESSOR, found, timed

SIZES = [timed("hog", library, n * each, size=n, threads=threads) for n in (10, 100) for library, each, threads in
         (("scikit-image", 0.01, 1), ("numba", 1e-4, 1), ("numba", 5e-5, 2))]  # fmt: skip


def marks(figure):
    """The traces that have marks."""
    return [trace for trace in figure.data if "markers" in trace.mode]


def test_features_are_drawn_as_images_a_second():
    """10 images in 0.1 s and 100 in 1 s are 100 a second, on one core 100 times as many, on two 200 times."""
    figure = handcrafted_figure(pd.DataFrame(SIZES))

    assert {trace.name: tuple(trace.y) for trace in marks(figure)} == {
        "scikit-image’s loop, one core": pytest.approx((100.0, 100.0)),
        "our kernels, one core": pytest.approx((10_000.0, 10_000.0)),
        "our kernels, 2 cores": pytest.approx((20_000.0, 20_000.0)),
    }
    assert figure.layout.yaxis.title.text == "Images per second"


def test_the_svm_is_drawn_in_seconds():
    """Its learning has no rate: twice the images take more than twice the time."""
    rows = pd.DataFrame([timed("svm_fit", "scikit-learn", seconds, size=n) for n, seconds in ((250, 0.1), (500, 0.4))])
    figure = handcrafted_figure(rows)

    assert tuple(marks(figure)[0].y) == (0.1, 0.4)
    assert figure.layout.yaxis.title.text == "Time (ms, s)"


def test_colour_tells_the_device_and_shape_the_library():
    """Every implementation has its own colour, a GPU never a processor's; recorded rows are hollow."""
    for theme in ["light", "dark"]:
        figure = advantage_figure(found([*PROCESSOR, *GPU]), "a-server", theme)
        looks = {trace.name: (trace.marker.color, trace.marker.symbol) for trace in marks(figure)}

        assert looks["PyTorch, GPU"] == (device_look("cuda").line[theme], "diamond-open")
        assert looks["PyTorch, 2 cores"] == (device_look("cpu").line[theme], "diamond-open")
        assert looks["cuML, GPU"][1] == "star-open"
        assert len({colour for colour, _ in looks.values()}) == len(looks)


def test_each_row_names_its_reference():
    """Features against the loop, the CNN against its own library on the processor; the reference stands at 1."""
    for narrow in [False, True]:
        figure = advantage_figure(found([*PROCESSOR, *GPU]), "here", "light", narrow)
        names = [note.text for note in figure.layout.annotations] if narrow else figure.layout.yaxis.ticktext

        assert [name.partition(" <br>")[0] for name in names] == [
            "Edge directions (HOG)",
            "SVM training",
            "SVM prediction",
            "CNN training step",
        ]
        assert "1× = scikit-image’s loop, one core" in names[0]
        assert "1× = PyTorch, 2 cores" in names[3]
        assert figure.layout.shapes[0].x0 == 1
        assert figure.layout.showlegend


def test_marks_say_times_and_spread():
    """How many times as fast, with the range of the quartiles; the reference is called the reference."""
    told = [text for trace in marks(advantage_figure(found(PROCESSOR), "here")) for text in trace.hovertext]

    assert "<b>Edge directions (HOG)</b><br>our kernels, 2 cores<br>100 times as fast (82 to 122), 100 images" in told
    assert "<b>Edge directions (HOG)</b><br>scikit-image’s loop, one core<br>the reference, 100 images" in told
