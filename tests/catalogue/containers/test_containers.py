"""What torchvision, Keras and the Hugging Face hub keep on a disk is read as the images it holds, by every door."""

import gzip
import io
import json
import pickle
import struct

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from catalogue.files.limits import OWN
from catalogue.files.members import members
from catalogue.sources.offered import is_set
from tests.catalogue.doors import through_all
from tests.uploads.forged import image

X = np.random.default_rng(0).integers(0, 256, (24, 12, 12, 3), np.uint8)
Y = np.arange(24) % 3
NAMES = ["cat", "dog", "fish"]


def idx(array):
    """An idx file of bytes."""
    return b"\0\0\x08" + bytes([array.ndim]) + struct.pack(f">{array.ndim}I", *array.shape) + array.tobytes()


def torchvision_mnist(folder):
    """MNIST as torchvision leaves it: packed and unpacked beside each other."""
    raw = folder / "MNIST" / "raw"
    raw.mkdir(parents=True)
    for part, chosen in (("train", slice(0, 18)), ("t10k", slice(18, 24))):
        for name, content in (
            ("images-idx3", idx(X[chosen, :, :, 0])),
            ("labels-idx1", idx(Y[chosen].astype(np.uint8))),
        ):
            (raw / f"{part}-{name}-ubyte").write_bytes(content)
            (raw / f"{part}-{name}-ubyte.gz").write_bytes(gzip.compress(content))
    return {"0": 8, "1": 8, "2": 8}


def cifar(folder):
    """CIFAR-10's batches."""
    folder = folder / "cifar-10-batches-py"
    folder.mkdir(parents=True)
    for seed, name in enumerate(("data_batch_1", "data_batch_2", "test_batch")):
        data = np.random.default_rng(seed).integers(0, 256, (12, 3072), np.uint8)
        (folder / name).write_bytes(pickle.dumps({b"data": data, b"labels": [n % 3 for n in range(12)]}, protocol=2))
    (folder / "batches.meta").write_bytes(pickle.dumps({b"label_names": [name.encode() for name in NAMES]}, protocol=2))
    (folder / "readme.html").write_text("<html>CIFAR</html>", encoding="utf-8")
    return dict.fromkeys(NAMES, 12)


def keras_npz(folder):
    """One file of four arrays."""
    folder.mkdir()
    np.savez(folder / "mnist.npz", x_train=X[:18], y_train=Y[:18], x_test=X[18:], y_test=Y[18:])
    return {"0": 8, "1": 8, "2": 8}


def hub_cache(folder):
    """Parquet with the hub's class names, reached by links from a snapshot to a store of contents."""
    snapshot, blobs = folder / "snapshots" / "abc123" / "data", folder / "blobs"
    snapshot.mkdir(parents=True)
    blobs.mkdir()
    about = {"info": {"features": {"label": {"names": NAMES, "_type": "ClassLabel"}}}}
    for part, chosen in (("train", range(18)), ("test", range(18, 24))):
        held = [{"bytes": image(n), "path": None} for n in chosen]
        table = pa.table({"image": held, "label": [int(Y[n]) for n in chosen]})
        content = io.BytesIO()
        pq.write_table(table.replace_schema_metadata({"huggingface": json.dumps(about)}), content)
        (blobs / part).write_bytes(content.getvalue())
        (snapshot / f"{part}-00000-of-00001.parquet").symlink_to(f"../../../blobs/{part}")
    return dict.fromkeys(NAMES, 8)


def labels_csv(folder):
    """A flat folder of images beside a table that names them without their ending, and test images without labels."""
    (folder / "train").mkdir(parents=True)
    (folder / "test").mkdir()
    rows = ["id,breed"]
    for n in range(12):
        (folder / "train" / f"{n:04}.png").write_bytes(image(n))
        (folder / "test" / f"t{n}.png").write_bytes(image(50 + n))
        rows.append(f"{n:04},{NAMES[n % 3]}")
    (folder / "labels.csv").write_text("\n".join(rows), encoding="utf-8")
    return dict.fromkeys(NAMES, 4)


def metadata_jsonl(folder):
    """The hub's ImageFolder with a line of JSON per image."""
    folder.mkdir()
    lines = []
    for n in range(12):
        (folder / f"{n}.png").write_bytes(image(n))
        lines.append(f'{{"file_name": "{n}.png", "label": "{NAMES[n % 3]}"}}')
    (folder / "metadata.jsonl").write_text("\n".join(lines), encoding="utf-8")
    return dict.fromkeys(NAMES, 4)


@pytest.mark.parametrize("make", [torchvision_mnist, cifar, keras_npz, hub_cache, labels_csv, metadata_jsonl])
def test_it_is_read_by_every_door(tmp_path, home, make):
    """With its classes and parts, and the same numbers."""
    taken = make(tmp_path / "set")
    told, _ = through_all(tmp_path / "set", tmp_path / "doors")
    assert not isinstance(told[0], str), told[0]
    assert told[0] == told[1] == told[2]
    assert told[0]["taken"] == taken
    if make in (torchvision_mnist, cifar, keras_npz, hub_cache):
        assert "tested with test/" in told[0]["understood"]


@pytest.mark.parametrize("name", ["pets.parquet", "train-00000-of-00001.parquet", "download"])
def test_a_table_alone_is_read_by_every_door(tmp_path, home, name):
    """Without a folder or an archive around it, whatever its name."""
    hub_cache(tmp_path / "set")
    (tmp_path / name).write_bytes((tmp_path / "set" / "blobs" / "train").read_bytes())
    told, _ = through_all(tmp_path / name, tmp_path / "doors")
    assert told[0] == told[1] == told[2]
    assert told[0]["taken"] == dict.fromkeys(NAMES, 6)


def test_a_damaged_table_alone_is_refused_by_every_door(tmp_path, home):
    """With a sentence that says what it was taken for."""
    (tmp_path / "pets.parquet").write_bytes(b"PAR1" + b"x" * 50)
    _, sentences = through_all(tmp_path / "pets.parquet", tmp_path / "doors")
    assert all("cannot be read as a container of images" in sentence for sentence in sentences)


def test_tables_that_are_parts_are_one_data_set(tmp_path):
    """In the operator's folder; tables of other names are a data set each."""
    for name in ("train-00000.parquet", "test-00000.parquet"):
        (tmp_path / name).touch()
    assert is_set(sorted(tmp_path.iterdir()))
    (tmp_path / "train-00000.parquet").rename(tmp_path / "pets.parquet")
    assert not is_set(sorted(tmp_path.iterdir()))


def test_pixels_stay_as_they_are(tmp_path):
    """A container's image is its pixels, without loss."""
    from PIL import Image

    keras_npz(tmp_path / "set")
    found = {one.place: one.content for one in members(tmp_path / "set" / "mnist.npz", OWN, "mnist.npz")}
    assert np.array_equal(np.asarray(Image.open(io.BytesIO(found["train/2/5.ppm"]))), X[5])


def test_a_pickle_runs_nothing(tmp_path):
    """A batch that asks for more than plain arrays is refused, and what it asked for does not happen."""

    class Evil:
        def __reduce__(self):
            return (open, (str(tmp_path / "made"), "w"))

    (tmp_path / "set").mkdir()
    (tmp_path / "set" / "data_batch_1").write_bytes(pickle.dumps({b"data": Evil(), b"labels": [0]}))
    (one,) = members(tmp_path / "set", OWN, "set")
    assert one.refused == "data_batch_1 cannot be read as a container of images, because it is not a CIFAR batch."
    assert not (tmp_path / "made").exists()


@pytest.mark.parametrize(
    "name", ["train-images-idx3-ubyte", "x.parquet", "x.arrow", "x.npz", "x_train.npy", "test_batch"]
)
def test_a_damaged_container_is_one_sentence(tmp_path, name):
    """Whatever bytes it has."""
    (tmp_path / "set").mkdir()
    for content in (
        b"",
        b"PAR1" + b"x" * 50,
        b"ARROW1xxxxxxxxx",
        b"\0\0\x08\x03" + b"\xff" * 30,
        b"PK\3\4xxxx",
        b"\x1f\x8bxx",
    ):
        (tmp_path / "set" / name).write_bytes(content)
        (one,) = members(tmp_path / "set", OWN, "set")
        assert "cannot be read as a container of images, because" in one.refused
