"""`python -m uploads.prepare FOLDER CHOICES DELIVERIES`: from brought images to arrays that both learners take."""

import hashlib
import json
import shutil
import sys
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from catalogue.arrays import Arrays, save
from catalogue.entries import Progress
from catalogue.images.decode import LARGEST, SMALLEST, at_size
from uploads.bounds import bound
from uploads.division import Division, divide
from uploads.images import brought, contents
from uploads.limits import UnusableUpload, limits
from uploads.similar import alike

ARRAYS = "arrays"
STEP = 200
SIZES = (32, 64, 96)
MEMORY_BYTES = 3 * 2**30  # of which the library behind the table reserves one at once
GONE = "These images were deleted meanwhile, or cannot be kept on this computer: please bring them again."
TOO_MUCH = "These images need too much memory at this size: please choose a smaller one, or bring fewer."


@dataclass(frozen=True)
class Choices:
    """How the images are made alike and divided; side 0 leaves images of one size as they are."""

    side: int = 64
    together: bool = True  # images that show the same stay on one side
    own_parts: bool = True  # the folders train and test that were brought count


def own_side(images: pd.DataFrame) -> tuple[int, int] | None:
    """Width and height that all images have, if the learners can take them as they are."""
    sizes = set(zip(images["width"], images["height"], strict=True))
    if len(sizes) != 1 or not all(SMALLEST <= side <= LARGEST for side in next(iter(sizes))):
        return None
    width, height = sizes.pop()
    return int(width), int(height)


def prepare(folder: Path, deliveries: list[Path], choices: Choices, progress: Progress) -> dict[str, Any]:
    """Write `arrays/1` and, for each further fold, its own into `folder`; what was chosen, and what came of it.

    UnusableUpload, one sentence, when two learners cannot be compared on these images.
    """
    division = divided(folder, deliveries, choices)
    _check(division)
    partial = folder / f"{ARRAYS}.partial"
    shutil.rmtree(partial, ignore_errors=True)
    partial.mkdir()  # not its parents: what was deleted meanwhile must not come back
    try:
        X = decoded(division, choices.side, partial / "all.npy", progress)
        for fold in range(division.n_folds):
            is_test = division.fold == fold
            parts = X[~is_test], division.y[~is_test], X[is_test], division.y[is_test]
            save(partial / str(fold + 1), Arrays(*parts, division.classes))
        (partial / "all.npy").unlink()
        shutil.rmtree(folder / ARRAYS, ignore_errors=True)
        partial.rename(folder / ARRAYS)
    finally:
        shutil.rmtree(partial, ignore_errors=True)
    return {**asdict(choices), **_about(division, X)}


def divided(folder: Path, deliveries: list[Path], choices: Choices) -> Division:
    """The usable images in training and test parts; side 0 is refused for images of unlike sizes."""
    files = brought(deliveries)
    images = files[files["refused"] == ""]
    if choices.side == 0 and not own_side(images):
        raise UnusableUpload("These images have unlike sizes, so they cannot stay as they are: please choose a size.")
    return divide(
        images, alike(folder, deliveries, files)[images["row"]] if choices.together else None, choices.own_parts
    )


def decoded(division: Division, side: int, file: Path, progress: Progress) -> NDArray[np.uint8]:
    """All images (n, height, width, channels) in a file; grey only if all are, as in `images.decode.alike`."""
    files = division.files.reset_index(names="position").sort_values(["delivery", "number"])  # as they lie on disk
    n, are_grey, X = len(files), True, np.empty(0, np.uint8)
    for count, (position, content) in enumerate(zip(files["position"], contents(files), strict=True)):
        image = at_size(content, side)
        if count == 0:
            X = np.lib.format.open_memmap(file, "w+", np.uint8, (n, *image.shape[:2], 3))
        are_grey &= image.ndim == 2
        X[position] = image if image.ndim == 3 else image[..., np.newaxis]
        if count % STEP == 0:
            progress(count / n, f"Made {count:,} of {n:,} images alike")
    return X[..., :1] if are_grey else X


def _check(division: Division) -> None:
    if len(division.classes) < 2:
        raise UnusableUpload("Two learners need two classes or more: please bring a folder of images for each class.")
    if len(division.classes) > limits().classes:
        raise UnusableUpload(f"There are {len(division.classes)} classes, and {limits().classes} are the most here.")
    if np.count_nonzero(division.fold == 0) < 2:
        raise UnusableUpload("Fewer than two images are left for the test: please bring more, or test in turns.")
    for fold in range(division.n_folds):
        lacking = set(range(len(division.classes))) - set(division.y[division.fold != fold].tolist())
        if lacking:
            name = division.classes[min(lacking)]
            raise UnusableUpload(f'No image of "{name}" is left to learn from: please bring more that look unlike.')


def _about(division: Division, X: NDArray[np.uint8]) -> dict[str, Any]:
    content = hashlib.sha256(json.dumps(division.classes).encode())
    for part in (division.y, division.fold, np.array(X.shape)):
        content.update(part.tobytes())
    for start in range(0, len(X), STEP):
        content.update(X[start : start + STEP].tobytes())
    tested = np.bincount(division.fold[division.fold >= 0])
    return {
        "version": content.hexdigest(),
        "n_images": len(division.y),
        "n_train": int(len(division.y) - tested.max()),
        "n_tested": division.n_tested,
        "n_folds": division.n_folds,
        "classes": list(division.classes),
        "shape": list(X.shape[1:]),
    }


def main(folder: str, choices: str, deliveries: str) -> int:
    """Tell progress and outcome as lines of JSON; 2 when the images cannot be used."""

    def tell(part: float, told: str) -> None:
        print(json.dumps({"part": part, "told": told}), flush=True)

    try:
        found = prepare(Path(folder), [*map(Path, json.loads(deliveries))], Choices(**json.loads(choices)), tell)
    except UnusableUpload as refused:
        sentence = str(refused)
    except MemoryError:
        sentence = TOO_MUCH
    except OSError:
        sentence = GONE
    else:
        print(json.dumps({"done": found}), flush=True)
        return 0
    print(json.dumps({"refused": sentence}), flush=True)
    return 2


if __name__ == "__main__":
    bound(limits().seconds, MEMORY_BYTES)
    sys.exit(main(*sys.argv[1:]))
