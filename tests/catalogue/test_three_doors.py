"""A set is understood alike by a path, the operator's folder and an upload, and nothing of it vanishes."""

import gzip
import itertools
import os
import shutil
import zipfile

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image

from catalogue.entries import silent
from catalogue.files.limits import OPERATOR_LIMITS
from catalogue.files.members import members
from catalogue.layout.files import FileRow, settle
from catalogue.layout.report import report
from settings import ROOT
from tests.catalogue.doors import by_path, by_upload, through_all
from tests.uploads.forged import image, saved
from uploads.children.read import read
from uploads.images import read_files
from uploads.limits import limits

CASES = ROOT / "tests" / "cases"
AS_UNDERSTOOD = {
    "01-train-and-val-pets_data": "2 classes (cats, dogs), from train/, tested with val/.",
    "03-unlabelled-test-kaggle": "3 classes (birds, cats, dogs), from train/. "
    "20 images were left out (no label: test/ has no class folders).",
    "05-endings-pets": "4 classes (birds, cats, dogs, fish).",
    "08-shift-jis-names-kagu": "3 classes (ソックス, ソファ, 椅子).",
    "10-backslashes-pets": "2 classes (cats, dogs).",
    "11-macos-names-tiere": "2 classes (Hündchen, Kätzchen).",
    "13-sixteen-bit-eight-in-sixteen": "3 classes (birds, cats, dogs).",
    "13-sixteen-bit-xray": "3 classes (birds, cats, dogs).",
    "15-white-on-transparent-icons": "2 classes (moon, star).",
    "16-left-right-signs": "2 classes (left, right).",
    "17-webcam-same-desk-100": "2 classes (key, rubber).",
    "18-two-archives-test": "2 classes (cats, dogs).",
    "18-two-archives-train": "2 classes (cats, dogs).",
    "19-case-clash-pets": "2 classes (Cats, Dogs), from train/, tested with test/. "
    "Cats and cats are one class. Dogs and dogs are one class.",
    "20-no-class-folders-flat": "2 classes (cat, dog), read from the names of the files.",
    "27-one-colour-tomatoes": "2 classes (ripe, unripe).",
    "34-a-level-too-much-plantvillage": "3 classes (birds, cats, dogs), from color/ and grayscale/. Images of the same "
    "name in these folders stay together in training or test.",
    "44-no-end-marker-esp32": "2 classes (cats, dogs).",
}
REFUSED = {
    "06-unusable-files-pets": "“extra” has only one image",
    "17-webcam-class_1-samples": "no images in folders and the names of its files tell no two classes of several",
    "17-webcam-class_2-samples": "no images in folders and the names of its files tell no two classes of several",
    "20-no-class-folders-one-each": "“birds”, “cats”, “dogs” and “fish” have only one image each",
    "39-missing-class-newclass": "“birds” has no training images",
}


def test_every_case_is_expected():
    """A new case cannot be forgotten."""
    assert {path.stem for path in CASES.glob("*.zip")} == set(AS_UNDERSTOOD) | set(REFUSED)


@pytest.mark.parametrize("case", AS_UNDERSTOOD)
def test_what_people_brought_is_understood_alike(tmp_path, home, case):
    """All doors say the same of classes, parts, levels and numbers, and that is right."""
    told, _ = through_all(CASES / f"{case}.zip", tmp_path)
    assert told[0] == told[1] == told[2]
    assert told[0]["understood"] == AS_UNDERSTOOD[case]


@pytest.mark.parametrize("case", REFUSED)
def test_what_cannot_be_compared_is_refused_alike(tmp_path, home, case):
    """Each door says the same reason."""
    told, _ = through_all(CASES / f"{case}.zip", tmp_path)
    assert [REFUSED[case] in str(sentence) for sentence in told] == [True] * 3, told


def test_two_archives_are_the_parts_of_one_set(tmp_path):
    """Those called train and test, whatever wraps their folders; and two archives without folders are two classes."""
    for number, case in enumerate(("18-two-archives-train", "18-two-archives-test"), 1):
        deliver(CASES / f"{case}.zip", tmp_path / str(number), case.rpartition("-")[2] + ".zip")
    told = read_files([tmp_path / "1", tmp_path / "2"])[1]
    assert told.understood == "2 classes (cats, dogs), from train/, tested with test/."
    assert told.taken == {"cats": 30, "dogs": 30}

    for number in (1, 2):
        name = f"class_{number}-samples.zip"
        deliver(CASES / f"17-webcam-{name}", tmp_path / f"flat{number}", name)
    assert read_files([tmp_path / "flat1", tmp_path / "flat2"])[1].taken == {"class_1": 40, "class_2": 40}


def deliver(path, folder, title):
    """An upload as it lies on disk."""
    read(path, folder, title, limits(), silent)


PARTS = ("", "train/", "train2017/", "seg_train/seg_train/", "val/", "test1/", "Final_Test/", "pred/", "x/")
LEVELS = ("", "color/", "grayscale/", "session 1/", "images/", "masks/", "photos_part_1/")
LABELS = (
    *("cats/", "Cats/", "dogs/", "Hündchen/", "Hu\u0308ndchen/", "椅子/", "1/", "train/", "images/", "back\\slash/"),
    "",
)
FILES = ("1.png", "2.png", "3", "x.jpg?w=300", "shot/4.png", "broken.png", "notes.txt", ".hidden.png")
NAMED = ("cat1.png", "cat (2).png", "Cat_3.png", "dog_1.png", "dog2.png", "3 cat.png", "IMG_1.png", "IMG_2.png")
PATHS = st.sampled_from(list(itertools.product(LEVELS, PARTS, LABELS, FILES + NAMED)))  # one draw instead of four
FLAT = list(itertools.product(("",), ("", "train/", "val/", "test1/"), ("",), NAMED[:5]))
TREES = st.lists(PATHS, max_size=14) | st.builds(
    list.__add__, st.lists(st.sampled_from(FLAT), min_size=4, max_size=14), st.lists(PATHS, max_size=1)
)
LINKS = st.lists(st.tuples(st.integers(0, 20), st.integers(0, 20)), max_size=3)
WRAPPERS = st.sampled_from(["", "archive/", "a/b/"])
CONTENTS = {"broken.png": image()[:40], "notes.txt": b"cats and dogs"}


TREES_ASKED = int(os.environ.get("CROSSOVER_TREES", "0"))


def unhurried(n):
    """The same examples each time: this many, or as many as `CROSSOVER_TREES` asks for."""
    slow = [HealthCheck.too_slow, HealthCheck.function_scoped_fixture, HealthCheck.data_too_large]
    return settings(
        max_examples=TREES_ASKED or n, deadline=None, derandomize=True, database=None, suppress_health_check=slow
    )


@pytest.mark.slow
@unhurried(2_000)
@given(TREES, WRAPPERS, st.one_of(st.none(), st.integers(1, 4)))
def test_nothing_of_a_tree_vanishes(tree, wrapper, level):
    """Of 2,000 trees of folders, each file is an image of one class or left out for a reason; and all are counted."""
    rows = [FileRow(tuple((wrapper + "".join(parts)).split("/"))) for parts in tree]
    rows = [FileRow(row.path, "It is broken.") if "broken" in row.path[-1] else row for row in rows]
    settled, understood = settle(rows, level)
    told = report(settled, understood)
    assert all(bool(row.label) or bool(row.left_out) for row in settled)
    assert told.n_taken + sum(sum(by_class.values()) for by_class in told.left_out.values()) == told.found == len(rows)
    assert {row.label for row in settled if row.is_usable} == set(told.taken)
    divided = {row.part for row in settled if row.is_usable}
    assert divided in ({""}, {"train", "test"}, set())
    assert all(len(sentence.splitlines()) == 1 for sentence in (told.understood, *told.losses, *told.gaps))


@pytest.mark.slow
@unhurried(60)
@given(TREES, WRAPPERS, LINKS)
def test_a_tree_is_read_alike_packed_and_unpacked(tmp_path, tree, wrapper, links):
    """60 trees with links, as a folder, a zip and three kinds of tar: the same files, contents, refusals and links."""
    folder = tmp_path / "tree"
    shutil.rmtree(folder, ignore_errors=True)
    (folder / "x").mkdir(parents=True)
    for number, parts in enumerate(tree):
        path = folder / (wrapper + "".join(parts[:3])) / parts[3]
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(CONTENTS.get(parts[3]) or image(number))
        except OSError:  # a file where a folder is wanted
            continue
    there = sorted(path for path in folder.rglob("*") if path.is_file())
    for one, (start, end) in enumerate(links):
        if there and not any("\\" in str(path) for path in there):  # Windows, which writes those, writes no links
            link = there[start % len(there)].with_name(f"link{one}.png")
            link.symlink_to(os.path.relpath(there[end % len(there)], link.parent))
    seen = [sorted(read_all(path)) for path in (folder, *packed(folder, tmp_path))]
    assert all(one == seen[0] for one in seen[1:])


@pytest.mark.slow
@unhurried(150)
@given(TREES, WRAPPERS)
def test_a_tree_is_understood_alike_by_all_doors(tmp_path_factory, home, tree, wrapper):
    """150 trees as zips: the same classes, parts and numbers by each door, or each refuses it in one sentence."""
    folder = tmp_path_factory.mktemp("tree")
    with zipfile.ZipFile(folder / "set.zip", "w") as archive:
        for number, parts in enumerate(dict.fromkeys(tree)):
            archive.writestr(f"{wrapper}{''.join(parts)}", CONTENTS.get(parts[3]) or image(number, (16, 16)))
    told, came = by_path(folder / "set.zip", folder), by_upload(folder / "set.zip", folder / "up", prepared=False)
    assert isinstance(told, str) == isinstance(came, str), (told, came)
    if isinstance(told, str):
        assert len(told.splitlines()) == len(came.splitlines()) == 1
    else:
        assert [told[name] for name in ("understood", "found", "taken", "left_out")] == [
            came[name] for name in ("understood", "found", "taken", "left_out")
        ]


def read_all(path):
    """Every file as it was read."""
    return [
        (one.place, one.content or b"", one.refused, one.target) for one in members(path, OPERATOR_LIMITS, "my set")
    ]


def packed(folder, tmp_path):
    """The folder as archives, each made by a program of its own kind."""
    shutil.make_archive(str(tmp_path / "tree"), "tar", folder)
    with zipfile.ZipFile(tmp_path / "tree.zip", "w") as archive:
        for path in sorted(folder.rglob("*")):
            info = zipfile.ZipInfo(path.relative_to(folder).as_posix() + "/" * path.is_dir())
            if path.is_symlink():
                info.external_attr = 0o120777 << 16
            content = str(path.readlink()).encode() if path.is_symlink() else path.is_file() and path.read_bytes()
            archive.writestr(info, content or b"")
    odd = tmp_path / "tree.img"  # an archive is told by its content
    odd.write_bytes(gzip.compress((tmp_path / "tree.tar").read_bytes(), 1))
    return tmp_path / "tree.tar", odd, tmp_path / "tree.zip"


NEIGHBOURS = {
    "doubled parts": (
        "seg_train/seg_train/a/",
        "seg_train/seg_train/b/",
        "seg_test/seg_test/a/",
        "seg_test/seg_test/b/",
    ),
    "capitals": ("Training/a/", "Training/b/", "TEST/a/", "TEST/b/"),
    "validation beside a test": ("train/a/", "train/b/", "dev/a/", "dev/b/", "test/a/", "test/b/"),
    "parts in classes": ("a/train/", "a/test/", "b/train/", "b/test/"),
    "sessions": ("a/session 1/", "a/session 2/", "b/session 1/", "b/session 2/"),
    "sessions of other letters": ("a/1回目/", "a/2回目/", "b/1回目/", "b/2回目/"),
    "folds": ("fold1/a/", "fold1/b/", "fold2/a/", "fold2/b/"),
    "versions with parts": tuple(
        "/".join(parts) + "/" for parts in itertools.product(("rgb", "bw"), ("train", "val"), "ab")
    ),
    "wrapped twice": ("archive/dataset/a/", "archive/dataset/b/"),
    "images beside the parts": ("train/a/", "train/b/", "valid/a/", "valid/b/", "extra/"),
}


def test_neighbours_of_the_layouts_have_two_classes():
    """However deep the classes lie, they are a and b, and parts are parts."""
    for kind in NEIGHBOURS:
        rows = [FileRow((*folder.split("/")[:-1], f"{n}.png")) for folder in NEIGHBOURS[kind] for n in range(4)]
        settled, understood = settle(rows)
        assert understood.classes == ("a", "b")
        divided = any(word in folder.lower() for folder in NEIGHBOURS[kind] for word in ("train",))
        assert {row.part for row in settled if row.is_usable} == ({"train", "test"} if divided else {""})


def test_classes_of_other_letters_are_no_versions():
    """Names without a Latin letter say as much as others."""
    rows = [FileRow((label, session, f"{n}.png")) for label in ("猫", "犬") for session in "xy" for n in range(3)]
    assert settle(rows)[1].classes == ("犬", "猫")


def test_a_pool_of_linked_images_is_no_class(tmp_path, home):
    """Classes that are links into one folder: each image counts once, in its class."""
    folder = tmp_path / "linked"
    for number in range(12):
        pool, link = folder / "pool" / f"{number}.png", folder / "ab"[number % 2] / f"{number}.png"
        pool.parent.mkdir(parents=True, exist_ok=True)
        link.parent.mkdir(exist_ok=True)
        pool.write_bytes(image(number))
        link.symlink_to(f"../pool/{number}.png")
    told, _ = through_all(folder, tmp_path / "doors")
    assert told[0] == told[1] == told[2]
    assert told[0]["taken"] == {"a": 6, "b": 6}


def test_a_link_out_of_the_images_is_not_followed(tmp_path, home):
    """Neither a file's nor a folder's, by any door."""
    (tmp_path / "secret").mkdir()
    (tmp_path / "secret" / "1.png").write_bytes(image(1))
    folder = tmp_path / "set"
    for label, number in itertools.product("ab", range(3)):
        (folder / label).mkdir(parents=True, exist_ok=True)
        (folder / label / f"{number}.png").write_bytes(image(number + 10 * ord(label)))
    (folder / "a" / "link.png").symlink_to(tmp_path / "secret" / "1.png")
    (folder / "c").symlink_to(tmp_path / "secret")
    told, came = through_all(folder, tmp_path / "doors")
    assert told[0]["taken"] == {"a": 3, "b": 3}
    assert told[0] == told[1] == told[2]
    assert "leads out of the images" in str(came[2]["left_out"])


def test_images_of_one_colour_are_refused_alike(tmp_path, home):
    """Black ones for instance: nobody can learn anything from them."""
    for label, number in itertools.product("ab", range(6)):
        (tmp_path / "set" / label).mkdir(parents=True, exist_ok=True)
        (tmp_path / "set" / label / f"{number}.png").write_bytes(saved(Image.new("RGB", (24, 24))))
    told, _ = through_all(tmp_path / "set", tmp_path / "doors")
    assert [sentence.startswith("All images show the same single colour") for sentence in told] == [True] * 3


COPIED = {
    "one image": (lambda label, number: 1, "", 'No image of "a" is left for training, as all show the same'),
    "one of each class": (lambda label, number: ord(label), "", 'No image of "a" is left for training'),
    "one class": (lambda label, number: 1 if label == "b" else 9 + number, "", 'No image of "b" is left for'),
    "training images": (lambda label, number: 20 * ord(label) + number, "test", "Fewer than two test images are left"),
}
"""What the file of a class and a number shows, the part that repeats all images, and the sentence."""


@pytest.mark.parametrize("kind", COPIED)
def test_copies_that_leave_nothing_to_learn_or_test_are_refused_alike(tmp_path, home, kind):
    """A class of one image, however often it is there, and test images that were trained on."""
    seed, repeated, sentence = COPIED[kind]
    for part, label, number in itertools.product({"train", repeated or "train"}, "ab", range(6)):
        place = tmp_path / "set" / part / label / f"{number}.png"
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(image(seed(label, number)))
    told, _ = through_all(tmp_path / "set", tmp_path / "doors")
    assert [str(one).startswith(sentence) for one in told] == [True] * 3, told


def test_folders_that_are_no_utf8_are_read(tmp_path, home):
    """By the same guess as in an archive, and offered by a name that a page can show."""
    for label, number in itertools.product(("猫", "汽车", "飞机"), range(4)):
        place = tmp_path / "èset" / os.fsdecode(label.encode("gbk")) / f"{number}.png"
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(image(number + ord(label[0]) % 97))
    told, _ = through_all(tmp_path / "èset", tmp_path / "doors")
    assert told[0] == told[1] == told[2]
    assert set(told[0]["taken"]) == {"猫", "汽车", "飞机"}


def test_a_closed_folder_is_told(tmp_path, home, monkeypatch):
    """A folder that may not be read is a sentence, and no class that is silently absent."""
    folder = tmp_path / "set"
    for label, number in itertools.product("abc", range(3)):
        (folder / label).mkdir(parents=True, exist_ok=True)
        (folder / label / f"{number}.png").write_bytes(image(number + 10 * ord(label)))
    scandir = os.scandir

    def closed(path):  # tests may run as root, whom no mode keeps out
        if str(path).endswith("/c"):
            raise PermissionError(13, "Permission denied", str(path))
        return scandir(path)

    monkeypatch.setattr(os, "scandir", closed)
    assert "The folder c cannot be opened (permission denied)" in by_upload(folder, tmp_path / "up")
