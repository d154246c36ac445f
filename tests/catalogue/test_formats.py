"""What people bring that is neither an image nor an archive of images is told for what it is, by every door."""

import gzip
import io
import pickle
import struct
import zipfile

import numpy as np
import pytest

from catalogue.formats import AS_TABLE, CIFAR, IS_TEXT, JOIN, MODEL, ONE, PAIR, PICTURES, SAVE
from tests.catalogue.doors import through_all
from tests.uploads.forged import image, zipped

NOISE = np.random.default_rng(0).bytes(2_000)
CELLS = {"xl/workbook.xml": b"<workbook/>", "xl/worksheets/sheet1.xml": b"<worksheet/>"}


def array():
    """One array of images, as NumPy saves it."""
    content = io.BytesIO()
    np.save(content, np.zeros((4, 8, 8), np.uint8))
    return content.getvalue()


FILES = {
    "train_32x32.mat": (b"MATLAB 5.0 MAT-file, Platform: GLNXA64".ljust(128) + NOISE, "MATLAB", SAVE),
    "imdb.mat": (b"MATLAB 7.3 MAT-file, Platform: GLNXA64".ljust(512) + b"\x89HDF\r\n\x1a\n" + NOISE, "MATLAB", SAVE),
    "train.h5": (b"\x89HDF\r\n\x1a\n" + NOISE, "HDF5", SAVE),
    "flowers.tfrecord": (NOISE, "TFRecord", SAVE),
    "train-00000-of-00010": (struct.pack("<Q", 300) + b"\1\2\3\4\n\x10" + NOISE, "TFRecord", SAVE),
    "tensors.pt": (zipped({"tensors/data.pkl": NOISE, "tensors/data/0": NOISE}), "PyTorch", SAVE),
    "old.pth": (b"\x80\x02\x8a\nl\xfc\x9cF\xf9 j\xa8P\x19." + NOISE, "PyTorch", SAVE),
    "data.pkl": (pickle.dumps({"images": [1, 2], "labels": [0, 1]}), "pickle", SAVE),
    "train_X.bin": (NOISE, "STL-10", SAVE),
    "data_batch_1.bin": (NOISE, "CIFAR", CIFAR),
    "data.mdb": (bytes(16) + b"\xde\xc0\xef\xbe" + NOISE, "LMDB", SAVE),
    "labels.xlsx": (zipped({"[Content_Types].xml": b"<Types/>", **CELLS}), "Excel", AS_TABLE),
    "by pandas.xlsx": (zipped({"docProps/app.xml": b"<Properties/>", **CELLS}), "Excel", AS_TABLE),
    "labels.xls": (b"\xd0\xcf\x11\xe0" + NOISE, "Excel", AS_TABLE),
    "labels.ods": (
        zipped({"mimetype": b"application/vnd.oasis.opendocument.spreadsheet"}, zipfile.ZIP_STORED),
        "spreadsheet",
        AS_TABLE,
    ),
    "lesson.pptx": (
        zipped({"[Content_Types].xml": b"<Types/>", "ppt/media/1.png": image(1), "ppt/media/2.png": image(2)}),
        "document",
        PICTURES,
    ),
    "model.keras": (zipped({"metadata.json": b"{}", "config.json": b"{}"}), "Keras", MODEL),
    "model.safetensors": (struct.pack("<Q", 20) + b'{"w": {"dtype": "F32"}}' + NOISE, "safetensors", MODEL),
    "model.onnx": (b"\x08\x07\x12\x07pytorch" + NOISE, "trained model", MODEL),
    "scan.dcm": (bytes(128) + b"DICM" + NOISE, "DICOM", ONE),
    "holiday.nef": (b"NOISE" + NOISE, "raw photo", ONE),
}
"""Of each file its content, what its sentence must name, and what it must advise."""

ALONE = {
    "train-images-idx3-ubyte.gz": (gzip.compress(b"\0\0\x08\x03" + NOISE), "MNIST's format", PAIR),
    "images.npy": (array(), "NumPy array", "please pack it as X.npy together with its labels"),
    "set.zip.001": (zipped({"cats/1.png": image(1)})[:300], "one part of an archive", JOIN),
    "labels.csv": (b"filename,label\n1.png,cat\n", "is a table", "together with the images that it names"),
}
"""Those that are read, or said otherwise, in a folder with others."""


@pytest.mark.parametrize("name", [*FILES, *ALONE])
def test_a_format_is_named_by_every_door(tmp_path, home, name):
    """With what would be right, and by the same words."""
    content, kind, advice = {**FILES, **ALONE}[name]
    (tmp_path / name).write_bytes(content)
    told, _ = through_all(tmp_path / name, tmp_path / "doors")
    assert told[0] == told[1] == told[2]
    assert kind in told[0] and advice in told[0]


@pytest.mark.parametrize("name", FILES)
def test_a_format_is_named_inside_a_set(tmp_path, home, name):
    """Where images lie beside it, it is left out with that sentence, and it is the reason where there are none."""
    content, kind, advice = FILES[name]
    (tmp_path / "set").mkdir()
    (tmp_path / "set" / name).write_bytes(content)
    (tmp_path / "set" / "README.md").write_text("A fine set", encoding="utf-8")
    told, _ = through_all(tmp_path / "set", tmp_path / "doors")
    assert [kind in one and advice in one for one in told] == [True] * 3, told

    for number in range(12):
        place = tmp_path / "set" / "ab"[number % 2] / f"{number}.png"
        place.parent.mkdir(exist_ok=True)
        place.write_bytes(image(number))
    told, came = through_all(tmp_path / "set", tmp_path / "beside")
    assert told[0]["taken"] == told[2]["taken"] == {"a": 6, "b": 6}
    reasons = came[0]["left_out"]
    assert reasons == came[2]["left_out"]
    assert sum(kind in reason and advice in reason for reason in reasons) == 1
    assert f"It {IS_TEXT}" in reasons


def test_a_zip_is_told_by_its_content(tmp_path, home):
    """Images packed under the name of another format are read."""
    files = {f"{label}/{number}.png": image(number + ord(label)) for label in "ab" for number in range(6)}
    (tmp_path / "pets.mat").write_bytes(zipped(files))
    told, _ = through_all(tmp_path / "pets.mat", tmp_path / "doors")
    assert told[0]["taken"] == {"a": 6, "b": 6}
    assert told[0] == told[1] == told[2]
