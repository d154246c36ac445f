"""The zip that a visitor takes home: what is in it, and that it says what is true."""

import io
import json
import pickle
import zipfile
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from PIL import Image

import catalogue
from bundle.pack import SCRIPT, about, pack
from bundle.sources import ROOT, needed_files
from experiments.kept.model_store import model_store
from experiments.spec import Experiment
from models.register import LEARNERS, Context, build
from tests.bundle.conftest import REPRODUCE, TITLE
from tests.bundle.test_predict import predict, table

pytestmark = pytest.mark.slow
FIXED = {
    *("README.txt", "classes.json", "predict.py", "report.html", "numbers.csv", "reproduce.sh"),
    *("svm/model.skops", "svm/classifier.onnx"),
    *("cnn/network.safetensors", "cnn/network.json", "cnn/network.onnx"),
}


def test_it_holds_what_it_should_and_nothing_else(export):
    """Models, script, report, numbers and the code that the script needs; no absolute path, and no file twice."""
    with zipfile.ZipFile(export.zip) as archive:
        names = archive.namelist()

    assert sorted(names) == sorted({*FIXED, *needed_files(SCRIPT)})
    assert not [name for name in names if name.startswith("/") or ".." in name or "\\" in name or ":" in name]


def test_nothing_in_it_says_where_it_was_made(export, learned_home):
    """No file, however it is written, holds a path of this machine."""
    for path in export.folder.rglob("*"):
        if path.is_file():
            content = path.read_bytes()
            assert str(learned_home).encode() not in content
            assert str(ROOT).encode() not in content


def test_both_onnx_files_were_checked(export):
    """On 100 test images each file predicted the label of its model.

    The web process can unpickle that without importing anything of ours, and so no library.
    """
    assert export.agreement == {"n": 100, "same": {"svm": 100, "cnn": 100}}
    assert b"bundle" not in pickle.dumps(export.agreement)


def test_pretrained_features_are_taken_home_too(models, ids, rows, tmp_path, monkeypatch):
    """Beside the two others, in one file, which the script asks about images; it predicts what the model predicts."""
    images = models["svm"].images
    few = replace(images, X_test=images.X_test[::50], y_test=images.y_test[::50])
    model = build("pretrained", Context(), side=32).fit(images.X_train[::50], images.y_train[::50])
    three = {name: replace(one, images=few) for name, one in models.items()}
    asked = Experiment("digits", "pretrained", 70)
    three["pretrained"] = replace(three["svm"], experiment=asked, model=model)
    monkeypatch.setattr("bundle.pack.open_models", lambda *_: three)
    agreement = pack("digits", TITLE, ids, rows, REPRODUCE, tmp_path / "export.zip")
    with zipfile.ZipFile(tmp_path / "export.zip") as archive:
        archive.extractall(tmp_path / "unpacked")
    (tmp_path / "images").mkdir()
    for number, image in enumerate(few.X_test):
        Image.fromarray(image[..., 0]).save(tmp_path / "images" / f"{number:02}.png")
    said = table(predict(tmp_path / "unpacked", tmp_path / "images", "--model", "pretrained"))

    assert agreement == {"n": 30, "same": dict.fromkeys(three, 30)}
    assert [line["pretrained"] for line in said] == [images.classes[label] for label in model.predict(few.X_test)]
    assert "pretrained/model.onnx" in (tmp_path / "unpacked" / "README.txt").read_text("utf-8")


def test_code_is_copied_as_it_is(export):
    """The script and every file that it needs have the very bytes that they have here."""
    for place, source in {**needed_files(SCRIPT), "predict.py": SCRIPT}.items():
        assert (export.folder / place).read_bytes() == source.read_bytes()


def test_the_script_that_measures_again_is_the_one_that_was_given(export):
    """Not a byte of it is changed, and it is executable."""
    with zipfile.ZipFile(export.zip) as archive:
        mode = archive.getinfo("reproduce.sh").external_attr >> 16

    assert (export.folder / "reproduce.sh").read_bytes() == REPRODUCE.encode()
    assert mode & 0o100


@pytest.mark.parametrize("learner", ["svm", "cnn"])
def test_the_models_in_it_open_and_predict_as_before(export, models, learner):
    """Each learner's own loader reads what is in the zip."""
    model = LEARNERS[learner].load(export.folder / learner)
    one = models[learner]

    assert np.array_equal(model.predict(one.images.X_test[:200]), one.predicted[:200])


def test_classes_json_has_names_shape_and_accuracy(export, models):
    """What another program needs besides the models."""
    found = json.loads((export.folder / "classes.json").read_text(encoding="utf-8"))

    assert (found["title"], found["classes"]) == (TITLE, [str(digit) for digit in range(10)])
    assert found["image"] == {"height": 28, "width": 28, "channels": 1}
    for learner, one in models.items():
        assert found["models"][learner]["accuracy"] == pytest.approx(one.n_correct / 1_500)
        assert (export.folder / found["models"][learner]["file"]).is_file()
    assert list(found["models"]["svm"]["features"]) == list(catalogue_of_features(models))


def catalogue_of_features(models):
    """The families of the SVM, in the order of its columns."""
    return [name for name, part in models["svm"].model["features"].transformer_list if part != "drop"]


def test_a_family_that_was_left_out_stays_out(models):
    """For an SVM with one family only that one is named, with its settings."""
    images = models["svm"].images
    model = build("svm", Context(), only="hog").fit(images.X_train[::50], images.y_train[::50])
    found = about("x", {**models, "svm": replace(models["svm"], model=model)}, {"svm": "", "cnn": ""})

    assert list(found["models"]["svm"]["features"]) == ["hog"]
    assert found["models"]["svm"]["features"]["hog"]["orientations"] > 0


def test_the_numbers_are_the_rows_without_what_opens_the_images(ids, rows, tmp_path):
    """One row per measurement; a data set's unguessable name is in no file; no cell is a formula."""
    secret = f"own-{'0123456789abcdef' * 2}"
    mine = rows.assign(dataset=secret, machine="=cmd|' /C calc'!A0")
    pack("digits", TITLE, ids, mine, REPRODUCE, tmp_path / "export.zip")
    with zipfile.ZipFile(tmp_path / "export.zip") as archive:
        table = pd.read_csv(io.BytesIO(archive.read("numbers.csv")))
        everything = b"".join(archive.read(name) for name in archive.namelist())

    assert len(table) == len(rows)
    assert set(table["dataset"]) == {"own"}
    assert set(table["machine"]) == {"'=cmd|' /C calc'!A0"}
    assert secret.encode() not in everything


def test_it_appears_whole_or_not_at_all(ids, rows, tmp_path, monkeypatch):
    """If writing fails half way, an earlier export stays as it was and nothing else is left."""
    target = tmp_path / "export.zip"
    target.write_bytes(b"earlier")

    def full(*arguments, **options):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(zipfile.ZipFile, "write", full)
    with pytest.raises(OSError, match="No space"):
        pack("digits", TITLE, ids, rows, REPRODUCE, target)

    assert [path.read_bytes() for path in tmp_path.iterdir() if path.is_file()] == [b"earlier"]


def test_a_model_that_is_gone_is_one_sentence(ids, rows, tmp_path):
    """As when it was evicted meanwhile."""
    gone = Experiment("digits", "svm", 399, device="cpu").id
    with pytest.raises(ValueError, match=r"^One of the models is no longer kept: please train it again\.$"):
        pack("digits", TITLE, (ids[0], gone), rows, REPRODUCE, tmp_path / "export.zip")

    assert not list(tmp_path.glob("export*"))


@pytest.mark.parametrize("chosen", [(0,), (0, 0), ()], ids=str)
def test_one_of_each_learner_is_taken(ids, rows, tmp_path, chosen):
    """Two CNNs, or one model, are not a pair."""
    with pytest.raises(ValueError, match=r"^One SVM and one CNN can be taken home together"):
        pack("digits", TITLE, tuple(ids[place] for place in chosen), rows, REPRODUCE, tmp_path / "export.zip")


def test_nobody_takes_home_a_model_of_other_images(ids, rows, tmp_path):
    """An id, which a visitor may send, does not open a model of another data set."""
    assert model_store().open(ids[0])
    with pytest.raises(ValueError, match=r"^One of the models was trained on other images"):
        pack(f"own-{'0' * 32}", TITLE, ids, rows, REPRODUCE, tmp_path / "export.zip")


def test_without_rows_there_is_still_an_export(ids, rows, tmp_path):
    """If the curve is gone there are still models, script and report, which says what is missing."""
    agreement = pack("digits", TITLE, ids, rows[:0], REPRODUCE, tmp_path / "export.zip")
    with zipfile.ZipFile(tmp_path / "export.zip") as archive:
        assert "Not enough measured yet" in archive.read("report.html").decode()

    assert agreement["same"]["svm"] == agreement["same"]["cnn"] == agreement["n"]
    assert catalogue.version("digits") == "1"
