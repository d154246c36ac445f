"""What the names of folders say: a part of a data set, a version of the same images, or only a wrapper."""

import re
import unicodedata
from collections.abc import Collection, Iterable
from functools import lru_cache

MOST_REMEMBERED = 10_000
"""The names of folders that are remembered, because each is asked about once for every file in the folder."""

TRAIN, VALIDATION, TEST, UNLABELLED = "train", "validation", "test", "unlabelled"

PARTS = {
    TRAIN: ("train", "training", "trainset", "traindata", "trainingset"),
    VALIDATION: ("val", "valid", "validate", "validation", "valset", "validset", "dev", "devel"),
    TEST: ("test", "tests", "testing", "testset", "testdata", "holdout"),
    UNLABELLED: ("pred", "predict", "prediction", "predictions", "unlabeled", "unlabelled"),
}
"""The words that public data sets use for their parts."""

FILLERS = {
    *("seg", "set", "sets", "image", "images", "img", "imgs", "photo", "photos", "picture", "pictures", "data"),
    *("dataset", "datasets", "folder", "folders", "file", "files", "part", "split", "splits", "jpg", "jpeg", "png"),
    "jpegimages",  # of Pascal VOC
}
"""Words that say nothing about a folder: `seg_train` and `train_images` are both `train`."""

PIECE = r"(part|batch|chunk|shard|vol|volume|fold|split|session|images?)?\d*"

QUALIFIERS = {
    *("original", "augmented", "aug", "resized", "cropped", "raw", "clean", "noisy", "balanced", "full", "mini"),
    *("small", "large", "final", "new", "public", "private", "online"),
}
"""Words that may stand beside the word for a part: `Final_Test`, `train_mini`."""

NAMELESS = {"unknown", "unlabeled", "unlabelled", "all", "none"}

MARKS = {
    *("mask", "masks", "annotation", "annotations", "segmentation", "segmentations", "trimap", "trimaps", "label"),
    *("labels", "gt", "ground", "truth", "groundtruth", "bbox", "bboxes"),
}
"""Words for folders that hold masks or annotations of the images beside them."""

VERSION = (
    r"(?i)(sessions?|fold|batch|run|cam|camera|set|part|group|shot|scene|video|clip|seq|sequence|take|series|subset|split"
    r"|version|v|chunk|shard|vol|volume|colou?r|rgb|bw|gr[ae]y|gr[ae]yscale|segmented|masked|raw|original|originals|orig"
    r"|augmented|aug|processed|preprocessed|resized|cropped|thumbs?|thumbnails?|previews?|lowres|highres)?\d*"
    r"|\d+x\d+|\d{4}\d{2}\d{2}"
)
"""Names of folders that hold the same classes again: versions of the images (`color`, `grayscale`), or sessions."""


@lru_cache(MOST_REMEMBERED)
def same(name: str) -> str:
    """The name as it is compared: `Cats`, `cats` and `CATS`, composed or decomposed, are one class."""
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", name).casefold()).strip()


def spelt_alike(names: Iterable[str]) -> list[str]:
    """The names with one spelling each, that of the first which is the same: names that differ only in case are one."""
    first: dict[str, str] = {}
    return [first.setdefault(same(name), name) for name in names]


@lru_cache(MOST_REMEMBERED)
def part(name: str) -> str:
    """The part of a data set that a folder of this name holds; "" for any other folder."""
    words = [word.rstrip("0123456789") for word in _words(name)]  # train2017, test1, 3_test
    telling = [word for word in words if word and word not in FILLERS | QUALIFIERS]
    if len(telling) != 1:
        return ""
    return next((which for which, known in PARTS.items() if telling[0] in known), "")


def is_filler(name: str) -> bool:
    """Whether the name says nothing (`images`, `dataset`)."""
    words = _words(name)
    return bool(words) and all(word in FILLERS for word in words)


def is_no_class(name: str) -> bool:
    """Whether a folder of this name cannot be the only class of a part: `test/images`, `test/test`, `test/unknown`."""
    return is_filler(name) or bool(part(name)) or same(name) in NAMELESS


def is_marks(name: str) -> bool:
    """Whether a folder of this name holds masks or annotations: `masks`, `train_labels`, `ground_truth`."""
    telling = [word for word in _words(name) if word not in FILLERS and not part(word)]
    return bool(telling) and all(word in MARKS for word in telling)


def are_versions(names: Collection[str]) -> bool:
    """Whether all of these folders are named as versions or sessions of the same classes; plain numbers are classes."""
    joined = ["".join(_words(name)) for name in names]
    return all(name and re.fullmatch(VERSION, name) for name in joined) and not all(name.isdecimal() for name in joined)


def are_pieces(names: Collection[str]) -> bool:
    """Whether these folders differ only like pieces of one set of images: `photos_part_1`, `photos_part_2`."""
    pieces = [[word for word in _words(name) if re.fullmatch(PIECE, word)] for name in names]
    rest = {" ".join(word for word in _words(name) if not re.fullmatch(PIECE, word)) for name in names}
    return len(names) > 1 and len(rest) == 1 and all(any(not word.isdecimal() for word in words) for words in pieces)


def _words(name: str) -> list[str]:
    return [word for word in re.split(r"[\W_]+", same(name)) if word]


def natural(text: str) -> tuple[tuple[int, int, str], ...]:
    """A sorting key that puts 2 before 10, and letters in alphabetical order."""
    pieces = re.findall(r"\d+|\D+", text)
    return tuple((0, int(piece), piece) if piece.isdecimal() else (1, 0, piece) for piece in pieces)
