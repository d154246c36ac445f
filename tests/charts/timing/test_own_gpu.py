"""The chart of a visitor's own GPU: what is a GPU looks like one, what is none is grey."""

from itertools import product

import pytest

from analysis.timing.own_gpu import read
from charts.common.style import DEVICES
from charts.timing.browsers import describe_own_gpu, own_gpu_figure, own_lines
from tests.analysis.timing.own_gpu.reports import SOFTWARE, report, sent
from tests.analysis.timing.timed import frame, row

SERVER = frame(row(size=64, origin="a-laptop"), row(size=128, origin="a-laptop"))


def lines(figure):
    """Each drawn line's colour, dash and values."""
    return [(one.line.color, one.line.dash, list(one.y)) for one in figure.data if one.mode == "lines+markers"]


@pytest.mark.parametrize(("theme", "narrow"), list(product(["light", "dark"], [False, True])))
def test_a_gpu_one_core_and_the_server_have_a_line_each(theme, narrow):
    """In their own colours, both axes logarithmic."""
    figure = own_gpu_figure(read(report()), SERVER, theme=theme, narrow=narrow)
    colours = [DEVICES[name].line[theme] for name in ("gpu", "cpu 2", "cpu")]

    assert [colour for colour, _, _ in lines(figure)] == colours
    assert lines(figure)[0][2] == [4.0, 4.0, 4.0]
    assert (figure.layout.xaxis.type, figure.layout.yaxis.type) == ("log", "log")
    assert [one.marker.symbol for one in figure.data if one.mode == "lines+markers"][-1] == "circle-open"


def test_without_the_copies_the_line_is_dotted():
    """Half of the time is copying."""
    dotted = [one for one in own_gpu_figure(read(report()), SERVER).data if one.line.dash == "dot"]

    assert [list(one.y) for one in dotted] == [[2.0, 2.0, 2.0]]


def test_a_program_in_a_gpus_place_is_grey_and_named():
    """No line has a GPU's colour or name."""
    own = read(report(**SOFTWARE))
    gpu = {look.line["light"] for name, look in DEVICES.items() if name.startswith("gpu")}

    assert not {one.line.color for one in own_gpu_figure(own, SERVER).data} & gpu
    assert all("GPU" not in line.plain_name for line in own_lines(own, "matrix_product", "float32"))
    assert "SwiftShader" in own_lines(own, "matrix_product", "float32")[0].plain_name


def test_the_server_is_not_drawn_beside_another_convolution():
    """Its layer has other channels."""
    own = read(report(rows=[sent("convolution", size=size) for size in (1, 4)]))

    assert len(lines(own_gpu_figure(own, SERVER, "convolution"))) == 1


def test_before_a_measurement_the_server_stands_alone():
    """Nobody meets an empty page."""
    assert len(lines(own_gpu_figure(None, SERVER))) == 1


def test_the_caption_says_how_right_and_where():
    """The worst error of all rows, and both places."""
    said = describe_own_gpu(read(report()), SERVER)

    assert "the worst was off by 1e-07" in said
    assert "Safari measured Apple, metal-3 and one core, 5 repetitions a row" in said
    assert "recorded as “a-laptop” on AMD EPYC, 2 cores" in said


def test_a_name_is_no_markup():
    """A browser can say anything."""
    own = read(report(vendor="<b>x", architecture="<i>", is_software=True))

    assert "<i>, on" not in str(own_gpu_figure(own, SERVER).to_dict())
