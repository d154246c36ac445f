"""Images in rows of numbers, as NumPy and Kaggle's tables hold them, are read by every door or told."""

import numpy as np
import pytest

from tests.catalogue.doors import through_all
from tests.uploads.forged import image, zipped

N, SIDE = 24, 12
X = np.random.default_rng(0).integers(0, 256, (N, SIDE, SIDE, 3), np.uint8)
FLAT = X[..., 0].reshape(N, -1)
Y = np.arange(N) % 3
TAKEN = {"0": 8, "1": 8, "2": 8}

ARRAYS = {
    "images and labels": {"images": X, "labels": Y},
    "X and y": {"X": X, "y": Y},
    "without names": {"arr_0": X, "arr_1": Y},
    "camels": {"trainX": X, "trainY": Y},
    "one-hot": {"x_train": X, "y_train": np.eye(3)[Y]},
    "channels first": {"x_train": X.transpose(0, 3, 1, 2), "y_train": Y},
    "long numbers": {"x_train": X.astype(np.int64), "y_train": Y.astype(float)},
    "rows": {"data": FLAT, "target": Y},
    "names of classes beside them": {"x": X, "y": Y, "class_names": np.array(["a", "b", "c"])},
}


@pytest.mark.parametrize("kind", ARRAYS)
@pytest.mark.parametrize("is_one_file", [True, False])
def test_arrays_are_told_by_their_names(tmp_path, home, kind, is_one_file):
    """In one file or in one each; the pixels stay as they are."""
    (tmp_path / "set").mkdir()
    if is_one_file:
        np.savez(tmp_path / "set" / "pets.npz", **ARRAYS[kind])
    for name, array in {} if is_one_file else ARRAYS[kind].items():
        np.save(tmp_path / "set" / f"{name}.npy", array)
    told, _ = through_all(tmp_path / "set", tmp_path / "doors")
    assert told[0] == told[1] == told[2]
    assert told[0]["taken"] == TAKEN


def test_a_file_of_rows_for_each_class(tmp_path, home):
    """As Quick, Draw! has them: the class is the name of the file."""
    (tmp_path / "set").mkdir()
    for name, chosen in (("cat", Y > 0), ("dog", Y == 0)):
        np.save(tmp_path / "set" / f"{name}.npy", FLAT[chosen])
    told, _ = through_all(tmp_path / "set", tmp_path / "doors")
    assert told[0] == told[1] == told[2]
    assert told[0]["taken"] == {"cat": 16, "dog": 8}


HEAD = ",".join(f"pixel{number}" for number in range(SIDE * SIDE))
RGB = ",".join(f"pixel{number}" for number in range(192))


def rows(labels, pixels=FLAT, head=""):
    """A table with a label (none where there are none) and the pixels in each row."""
    given = np.column_stack([labels, pixels]) if labels is not None else pixels
    return "\n".join([head] * bool(head) + [",".join(map(str, row)) for row in given.tolist()]).encode()


EMOTIONS = "\n".join(
    [
        "emotion,pixels,Usage",
        *(f"{Y[n]},{' '.join(map(str, FLAT[n]))},{'Training' if n < 18 else 'PublicTest'}" for n in range(N)),
    ]
).encode()

TABLES = {
    "a header": ({"train.csv": rows(Y, head=f"label,{HEAD}")}, ""),
    "no header": ({"mnist_train.csv": rows(Y[:18], FLAT[:18]), "mnist_test.csv": rows(Y[18:], FLAT[18:])}, "test/"),
    "labels last": ({"hmnist.csv": rows(FLAT[:, :1], np.column_stack([FLAT[:, 1:], Y]), f"{HEAD},label")}, ""),
    "strings of pixels": ({"fer2013.csv": EMOTIONS}, "test/"),
}
"""The files, and the part that tests."""


@pytest.mark.parametrize("kind", TABLES)
def test_a_row_of_pixels_is_an_image(tmp_path, home, kind):
    """The table alone, or packed with another part."""
    files, part = TABLES[kind]
    path = tmp_path / (next(iter(files)) if len(files) == 1 else "archive.zip")
    path.write_bytes(next(iter(files.values())) if len(files) == 1 else zipped(files))
    told, _ = through_all(path, tmp_path / "doors")
    assert told[0] == told[1] == told[2]
    assert told[0]["taken"] == TAKEN
    assert (f"tested with {part}" in told[0]["understood"]) == bool(part)


def test_rows_without_labels_are_left_out(tmp_path, home):
    """Kaggle's test images; a table of submissions is none of images."""
    files = {"train.csv": rows(Y, head=f"label,{HEAD}"), "test.csv": rows(None, head=HEAD)}
    path = tmp_path / "digit-recognizer.zip"
    path.write_bytes(zipped({**files, "sample_submission.csv": b"ImageId,Label\n1,0\n"}))
    told, came = through_all(path, tmp_path / "doors")
    assert told[0] == told[1] == told[2]
    assert told[0]["taken"] == TAKEN
    assert came[0]["left_out"]["No label: test/ has no class folders."] == {"": N}


BAD = {
    "two arrays of images": ({"x_train.npy": X, "train_images.npy": X, "y_train.npy": Y}, "are two of a kind"),
    "other names": ({"a.npy": X.astype(float), "b.npy": Y}, "its arrays (a, b) are not called x_train and y_train"),
    "four channels": (
        {"x.npy": np.concatenate([X, X[..., :1]], axis=-1), "y.npy": Y},
        "its images are",
    ),
    "labels of no image": ({"x.npy": X, "y.npy": Y[:9]}, "with 9 labels"),
    "large values": ({"train.csv": rows(Y, FLAT.astype(int) * 4, f"label,{HEAD}")}, "whole numbers from 0 to 255"),
    "a pixel too few": (
        {"train.csv": rows(Y, FLAT[:, 1:], f"label,{HEAD[7:]}")},
        "143 columns of pixels make no square",
    ),
    "colours": ({"hmnist.csv": rows(Y, FLAT[:, :120], f"label,{RGB}")}, "make no square image in grey"),
}


@pytest.mark.parametrize("kind", BAD)
def test_rows_that_are_no_images_are_told(tmp_path, home, kind):
    """Each door says the same reason."""
    (tmp_path / "set").mkdir()
    for name, content in BAD[kind][0].items():
        if isinstance(content, bytes):
            (tmp_path / "set" / name).write_bytes(content)
        else:
            np.save(tmp_path / "set" / name, content)
    told, _ = through_all(tmp_path / "set", tmp_path / "doors")
    assert [BAD[kind][1] in one for one in told] == [True] * 3, told


def test_rows_beside_images_are_left_out(tmp_path, home):
    """They may be copies of these images, and their numbers are no classes beside those of folders."""
    for number in range(12):
        place = tmp_path / "set" / "ab"[number % 2] / f"{number}.png"
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(image(number))
    np.savez(tmp_path / "set" / "cache.npz", X=X, y=Y)
    told, came = through_all(tmp_path / "set", tmp_path / "doors")
    assert told[0] == told[1] == told[2]
    assert told[0]["taken"] == {"a": 6, "b": 6}
    assert any("there are image files beside it" in reason for reason in came[0]["left_out"])
