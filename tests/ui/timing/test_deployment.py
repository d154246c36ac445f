"""The part of the timing page on models at work: empty, with rows, and where they come from."""

from dataclasses import replace
from functools import partial

import pytest

from bundle.deployment.row import keep
from tests.bundle.deployment.test_row import ROW
from tests.ui.part import opened, table, words
from ui.timing import deployment

pytestmark = pytest.mark.slow

OTHERS = [
    replace(ROW, library="onnxruntime int8", n_bytes=300),
    replace(ROW, learner="svm", library="our SVM", n_bytes=9000, latency_p50=0.004, latency_p95=0.005),
]


def show():
    """The part alone."""
    from ui.timing.deployment import show_deployment

    show_deployment()


@pytest.fixture(autouse=True)
def recorded(tmp_path, monkeypatch):
    """A folder of recorded rows that holds none."""
    folder = tmp_path / "deployment"
    folder.mkdir()
    monkeypatch.setattr(deployment, "RECORDED", folder)
    return folder


open_part = partial(opened, show)


def test_with_nothing_measured_it_says_how_to_measure():
    """One sentence with the command."""
    assert "python -m bundle --dataset digits --json" in open_part().info[0].value


def test_what_was_measured_here_is_shown():
    """Finding, table of every way, caption and command."""
    for row in (ROW, *OTHERS):
        keep(row)
    page = open_part()

    assert not page.info
    assert "the CNN in ONNX Runtime" in words(page)
    assert "4 times as long" in words(page)
    assert "Measured here on a machine" in words(page)
    assert table(page)["Runs in"].tolist() == ["NumPy", "ONNX Runtime", "ONNX Runtime in int8"]
    assert page.code[0].value == "python -m bundle --dataset digits --json"


def test_pretrained_features_are_a_third_model():
    """In the finding, in the table and in the caption."""
    for row in (ROW, *OTHERS, replace(ROW, learner="pretrained", library="torch", latency_p50=0.02)):
        keep(row)
    page = open_part()

    assert "pretrained features take 20 times as long as the CNN" in words(page)
    assert table(page)["Learner"].tolist() == ["Handcrafted + SVM", "CNN", "CNN", "Pretrained + SVM"]
    assert "Pretrained features + SVM of 400 images (quick)" in words(page)


def test_recorded_rows_are_said_to_be_recorded(recorded):
    """And shown as long as nothing was measured here."""
    (recorded / "a-server.jsonl").write_text(ROW.to_json())

    assert "Recorded on a machine" in words(open_part())


def test_here_and_elsewhere_are_a_choice(recorded):
    """Rows of two places never stand together."""
    (recorded / "a-server.jsonl").write_text(replace(ROW, latency_p50=0.009).to_json())
    keep(ROW)
    page = open_part()

    assert page.selectbox(key="deployment_where").options == ["here", "a-server"]
    assert "takes the CNN 1 ms" in words(page)
    assert "takes the CNN 9 ms" in words(open_part(deployment_where="a-server"))


def test_nobody_sees_that_a_visitor_s_model_was_timed():
    """Own images are nobody else's business, also here."""
    keep(replace(ROW, dataset="own-" + "a" * 32))

    assert open_part().info


def test_no_path_of_this_machine_is_shown(recorded):
    """What was measured of a folder by its path is nobody else's business; what was recorded has a name."""
    keep(replace(ROW, dataset="/home/someone/images"))
    assert open_part().info
    (recorded / "a-server.jsonl").write_text(replace(ROW, dataset="shapes").to_json())
    assert "Recorded on a machine" in words(open_part())
