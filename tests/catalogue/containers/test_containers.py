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

from catalogue.files.limits import OPERATOR_LIMITS
from catalogue.files.members import members
from catalogue.sources.offered import is_one_set
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


def emnist(folder):
    """Files of MNIST's format that begin with the name of their data set."""
    folder.mkdir()
    for part, chosen in (("train", slice(0, 18)), ("test", slice(18, 24))):
        for name, array in (("images-idx3", X[chosen, :, :, 0]), ("labels-idx1", Y[chosen].astype(np.uint8))):
            (folder / f"emnist-letters-{part}-{name}-ubyte.gz").write_bytes(gzip.compress(idx(array)))
    return {"0": 8, "1": 8, "2": 8}


def cifar_100(folder):
    """CIFAR-100's batches, from inside their folder."""
    folder.mkdir()
    for seed, name in enumerate(("train", "test")):
        data = np.random.default_rng(seed).integers(0, 256, (12, 3072), np.uint8)
        (folder / name).write_bytes(pickle.dumps({b"data": data, b"fine_labels": [n % 3 for n in range(12)]}))
    (folder / "meta").write_bytes(pickle.dumps({b"fine_label_names": [name.encode() for name in NAMES]}))
    return dict.fromkeys(NAMES, 8)


def npz_of_names(folder):
    """Arrays whose labels are bytes."""
    folder.mkdir()
    y = np.array([name.encode() for name in NAMES])[Y]
    np.savez(folder / "pets.npz", x_train=X[:18], y_train=y[:18], x_test=X[18:], y_test=y[18:])
    return dict.fromkeys(NAMES, 8)


@pytest.mark.parametrize("make", [emnist, cifar_100, npz_of_names])
def test_neighbours_of_the_containers_are_read(tmp_path, make):
    """By their content and the beginning of their names."""
    taken = make(tmp_path / "set")
    labels = [one.place.split("/")[1] for one in members(tmp_path / "set", OPERATOR_LIMITS, "set") if one.content]
    assert {label: labels.count(label) for label in labels} == taken


def test_two_sets_of_arrays_in_a_folder_are_told(tmp_path):
    """Neither of two files of the same arrays is read in place of the other."""
    keras_npz(tmp_path / "set")
    np.savez(tmp_path / "set" / "other.npz", x_train=X[:9], y_train=Y[:9])
    found = list(members(tmp_path / "set", OPERATOR_LIMITS, "set"))
    assert len(found) == 2
    assert all("each data set needs a folder of its own" in one.refused for one in found)


def test_labels_without_images_are_told(tmp_path):
    """A container never vanishes."""
    (tmp_path / "set").mkdir()
    (tmp_path / "set" / "train-labels-idx1-ubyte").write_bytes(idx(Y.astype(np.uint8)))
    (one,) = members(tmp_path / "set", OPERATOR_LIMITS, "set")
    assert "the images of its train labels are not here" in one.refused


def test_an_image_without_a_label_has_no_class(tmp_path):
    """The hub notes none, or -1, for the labels of test images that are kept back."""
    about = {"info": {"features": {"label": {"names": NAMES, "_type": "ClassLabel"}}}}
    held = [{"bytes": image(n), "path": None} for n in range(4)]
    table = pa.table({"image": held, "label": [-1, None, 0, 2]})
    (tmp_path / "set").mkdir()
    pq.write_table(table.replace_schema_metadata({"huggingface": json.dumps(about)}), tmp_path / "set" / "test.parquet")
    places = [one.place for one in members(tmp_path / "set", OPERATOR_LIMITS, "set")]
    assert places == ["test/0-test", "test/1-test", "test/cat/2-test", "test/fish/3-test"]


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
    assert is_one_set(sorted(tmp_path.iterdir()))
    (tmp_path / "train-00000.parquet").rename(tmp_path / "pets.parquet")
    assert not is_one_set(sorted(tmp_path.iterdir()))


def test_pixels_stay_as_they_are(tmp_path):
    """A container's image is its pixels, without loss."""
    from PIL import Image

    keras_npz(tmp_path / "set")
    found = {one.place: one.content for one in members(tmp_path / "set" / "mnist.npz", OPERATOR_LIMITS, "mnist.npz")}
    assert np.array_equal(np.asarray(Image.open(io.BytesIO(found["train/2/5.ppm"]))), X[5])


def test_a_pickle_runs_nothing(tmp_path):
    """A batch that asks for more than plain arrays is refused, and what it asked for does not happen."""

    class Evil:
        def __reduce__(self):
            return (open, (str(tmp_path / "made"), "w"))

    (tmp_path / "set").mkdir()
    (tmp_path / "set" / "data_batch_1").write_bytes(pickle.dumps({b"data": Evil(), b"labels": [0]}))
    (one,) = members(tmp_path / "set", OPERATOR_LIMITS, "set")
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
        (one,) = members(tmp_path / "set", OPERATOR_LIMITS, "set")
        assert "cannot be read as a container of images, because" in one.refused
