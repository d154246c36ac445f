"""Models at work: every format has a row, the accuracy of its own predictions, and counts the features."""

import json
import os
import shlex
import subprocess
import sys

import numpy as np
import pytest
import torch

from bundle.__main__ import measure
from bundle.deployment import formats
from bundle.deployment.formats import predictors
from bundle.deployment.measure import kept_models, measure_formats
from bundle.deployment.row import Deployed, here, read
from bundle.onnx.graph import Graph, array_info
from bundle.sources import ROOT
from experiments.__main__ import main as experiments_command
from experiments.kept.model_store import model_store
from models.pretrained.backbones import BACKBONES
from settings import settings
from tests.uploads.delivered import drawn

pytestmark = pytest.mark.slow

NO_GPU = pytest.mark.skipif(not torch.cuda.is_available(), reason="needs a CUDA device")
LIBRARIES = {"svm": ["our SVM", "onnxruntime", "onnxruntime int8"], "cnn": ["torch", "onnxruntime", "onnxruntime int8"]}


def refuse(sentence):
    """No format may be left out."""
    raise AssertionError(sentence)


def always_zero(shape):
    """A file that predicts 0 for every image."""
    graph = Graph()
    flat = graph.add("Flatten", graph.cast("images", np.float32), axis=1)
    zero = graph.add("Mul", graph.add("ReduceMax", flat, axes=[1], keepdims=0), graph.constant(np.float32(0)))
    labels = {graph.cast(zero, np.int64): array_info("labels", np.int64, ("n",))}
    return graph.as_file(array_info("images", np.uint8, ("n", *shape)), labels)


@pytest.fixture(scope="module")
def rows(models):
    """Every format of both models on the processor, each timed as briefly as possible."""
    found = measure_formats([models["svm"], models["cnn"]], 0.0, refuse, threads=1)
    return [row for row in found if row.device == "cpu"]


def test_each_model_has_a_row_per_format(rows):
    """As it is, as ONNX, and in int8; each says what was measured, where and by which library."""
    assert [(row.learner, row.library) for row in rows] == [
        (one, library) for one in LIBRARIES for library in LIBRARIES[one]
    ]
    for row in rows:
        assert 0 < row.latency_p50 <= row.latency_p95
        assert row.images_per_second > 0
        assert (row.n_train, row.n_test, row.threads, row.batch_size) == (400, 1500, 1, 256)
        assert row.machine
        assert {"onnxruntime", "torch"} <= set(row.versions)


def test_the_exported_files_keep_the_accuracy(rows, models):
    """ONNX Runtime predicts the learner's own labels; int8 may change a few."""
    for row in rows:
        own = models[row.learner].n_correct / row.n_test
        assert row.accuracy == pytest.approx(own, abs=0.03 if "int8" in row.library else 1e-9)


def test_pretrained_features_have_a_row_per_format_on_the_processor(pretrained):
    """Each file holds the frozen network, or the row counts its published file; ONNX keeps every label."""
    rows = [*measure_formats([pretrained], 0.0, refuse, threads=1)]
    whole, exported, small = (row.n_bytes for row in rows)
    weights = BACKBONES["efficientnet-lite0"].weights.read_checked()

    assert [(row.library, row.device) for row in rows] == [
        (library, "cpu") for library in ("torch", "onnxruntime", "onnxruntime int8")
    ]
    assert len(weights) < whole
    assert 3 * small < exported < whole
    assert [row.accuracy for row in rows[:2]] == [pretrained.n_correct / 60] * 2


def test_int8_files_are_smaller(rows):
    """The bytes are those of the file that predicts."""
    sizes = {(row.learner, row.library): row.n_bytes for row in rows}

    for learner in LIBRARIES:
        assert sizes[learner, "onnxruntime int8"] < sizes[learner, "onnxruntime"] / 2


def test_the_accuracy_of_int8_is_that_of_its_own_file(models, monkeypatch):
    """A file in its place that always predicts 0 has the share of zeros as accuracy; no other row changes."""
    one = models["cnn"]
    monkeypatch.setattr(formats, "network_in_int8", lambda file, images: always_zero(one.images.shape))
    found = {row.library: row.accuracy for row in measure_formats([one], 0.0, refuse, threads=1)}

    assert found["onnxruntime int8"] == pytest.approx(np.mean(one.images.y_test == 0))
    assert found["onnxruntime"] == pytest.approx(one.n_correct / one.n_test)


def test_int8_sees_training_images_only(models, monkeypatch):
    """The ranges of its numbers are those of training images of every class."""
    one, seen = models["cnn"], []
    monkeypatch.setattr(formats, "network_in_int8", lambda file, images: seen.append(images) or file)
    [*measure_formats([one], 0.0, refuse, threads=1)]

    assert seen[0].shape == (formats.N_CALIBRATION, *one.images.shape)
    known = {image.tobytes() for image in one.images.X_train}
    assert all(image.tobytes() in known for image in seen[0])


def test_every_format_of_the_svm_computes_features(models, monkeypatch, tmp_path):
    """None starts from features that were computed before."""
    transformed = []
    real = formats.spread_over_threads

    def noted(transformer, X, threads):
        transformed.append(len(X))
        return real(transformer, X, threads)

    monkeypatch.setattr(formats, "spread_over_threads", noted)
    found = [*predictors(models["svm"], tmp_path, 1, refuse)]
    for one in found:
        one.predict(models["svm"].images.X_test[:3])

    assert transformed == [3, 3, 3]


def test_more_threads_predict_the_same(models, tmp_path):
    """One image or several, on one thread or two."""
    X = models["svm"].images.X_test[:5]
    alone, shared = ([*predictors(models["svm"], tmp_path / str(n), n, refuse)] for n in (1, 2))

    for one, two in zip(alone, shared, strict=True):
        np.testing.assert_array_equal(one.predict(X), two.predict(X))
        np.testing.assert_array_equal(one.predict(X[:1]), two.predict(X[:1]))


def test_what_does_not_work_in_int8_is_one_sentence_and_no_row(models, monkeypatch):
    """Whatever the library's error is, the other formats are measured."""

    def broken(file, images):
        raise NotImplementedError("no kernel for this\nand a long story")

    monkeypatch.setattr(formats, "network_in_int8", broken)
    complaints = []
    found = [
        row.library
        for row in measure_formats([models["cnn"]], 0.0, complaints.append, threads=1)
        if row.device == "cpu"
    ]

    assert found == ["torch", "onnxruntime"]
    assert complaints == ["cnn cannot be timed in int8: no kernel for this"]


@pytest.mark.gpu
@NO_GPU
def test_a_gpu_predicts_too(models):
    """The GPU has a row by PyTorch, which names it and keeps the accuracy."""
    rows = [row for row in measure_formats([models["cnn"]], 0.0, refuse, threads=1) if row.device == "cuda"]

    assert [row.library for row in rows] == ["torch"]
    assert torch.cuda.get_device_name() in rows[0].machine
    assert rows[0].accuracy == pytest.approx(models["cnn"].n_correct / 1500, abs=0.002)


def test_kept_models_are_found_by_their_images(learned):
    """The one with most training images, or with as many as given."""
    assert [one.experiment.n_train for one in kept_models("digits", [])] == [400, 400]
    assert [one.experiment.n_train for one in kept_models("digits", ["svm"], 100)] == [100]


def test_pretrained_features_go_along_where_they_are_kept(learned, pretrained):
    """Nobody has to name them, and nobody is asked to train them."""
    one = pretrained.experiment
    model_store().keep(one, pretrained.model, 0.5)
    found = [[opened.learner for opened in kept_models("digits", names)] for names in ([], ["pretrained"])]
    model_store().remove(one.id)

    assert found == [["svm", "cnn", "pretrained"], ["pretrained"]]
    assert [opened.learner for opened in kept_models("digits", [])] == ["svm", "cnn"]


@pytest.mark.parametrize(
    ("asked", "sentence"),
    [
        (("textures", []), "python -m experiments run --dataset textures --learner svm --n-train 5673 --again"),
        (("digits", ["cnn"], 123), "--learner cnn --n-train 123"),
        (("digits", ["pretrained"]), "--dataset digits --learner pretrained --n-train 3500"),
        (("digits", ["majority"]), "Only svm, cnn and pretrained can be timed in use"),
    ],
)
def test_where_none_is_kept_one_sentence_says_how_to_get_one(learned, asked, sentence):
    """The command in it trains and keeps one."""
    with pytest.raises(ValueError, match=sentence):
        kept_models(*asked)


def test_the_models_of_a_path_are_found_by_it(home, tmp_path, monkeypatch):
    """A folder is trained on under its absolute path; it is found from elsewhere, and its command can be copied."""
    folder = tmp_path / "my pets"
    for number in range(20):
        place = folder / "ab"[number % 2] / f"{number}.png"
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(drawn(number, (16, 16)))
    monkeypatch.chdir(tmp_path)
    with pytest.raises(ValueError, match="this trains and keeps one") as problem:
        kept_models("my pets", ["svm"])
    said = shlex.split(str(problem.value).partition("python -m experiments ")[2])
    monkeypatch.setattr(sys, "argv", ["experiments", *said, "--engine", "inline"])
    monkeypatch.chdir(ROOT)
    for _ in range(2):  # the second time everything is measured, but the model is gone
        with pytest.raises(SystemExit) as end:
            experiments_command()
        assert not end.value.code
        (found,) = kept_models(str(folder), ["svm"])
        assert found.experiment.dataset == str(folder)
        model_store().remove(found.experiment.id)


def test_where_no_model_is_kept_the_setting_is_named(home, monkeypatch):
    """No command would help then."""
    monkeypatch.setenv("CROSSOVER_MAX_MODEL_BYTES", "0")
    settings.cache_clear()
    with pytest.raises(ValueError, match="CROSSOVER_MAX_MODEL_BYTES is 0"):
        kept_models("digits", ["svm"])


def test_a_visitors_own_images_are_refused():
    """They are deleted when the visitor wants it; rows about them would stay."""
    with pytest.raises(ValueError, match="visitor's own images"):
        measure("own-" + "a" * 32)


def command(home, *arguments):
    """What `python -m bundle` prints in this home."""
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("CROSSOVER_")}
    line = [sys.executable, "-m", "bundle", *arguments]
    environment = {**inherited, "CROSSOVER_HOME": str(home)}
    return subprocess.run(line, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=290)


def test_the_command_prints_rows_and_keeps_them_for_the_page(learned):
    """Stdout holds the rows and nothing else; the page finds the same."""
    answer = command(learned, "--dataset", "digits", "--learner", "cnn", "--seconds", "0", "--json")
    rows = [Deployed.from_json(line) for line in answer.stdout.splitlines()]

    assert answer.returncode == 0, answer.stderr
    assert [row.library for row in rows if row.device == "cpu"] == LIBRARIES["cnn"]
    assert [row for _, row in read(here())] == rows
    assert all(json.loads(line)["protocol"] for line in answer.stdout.splitlines())


def test_the_command_says_in_one_line_what_is_missing(home):
    """Without a model and without a stack trace."""
    answer = command(home, "--dataset", "digits")

    assert (answer.returncode, answer.stdout) == (2, "")
    assert answer.stderr.splitlines()[-1].endswith(
        "python -m experiments run --dataset digits --learner svm --n-train 3500 --again"
    )
