"""Make the arrays that both learners take: `python -m uploads.children.arrays FOLDER DELIVERIES CHOICES`."""

import hashlib
import json
import shutil
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from catalogue.arrays import Arrays, save
from catalogue.entries import Progress
from catalogue.images.decode import at_size
from catalogue.layout.names import spelt_alike
from catalogue.layout.report import Report, fault
from catalogue.mirroring import decide
from uploads.child import answer, limit_process
from uploads.children.copies import GONE, MEMORY_BYTES, find_copies
from uploads.images import contents, look_of, own_size, read_files
from uploads.limits import UnusableUpload, limits
from uploads.prepare import Choices
from uploads.split import Split, refusal, split, with_versions

ARRAYS = "arrays"
STEP = 200
AS_CHOSEN = "as chosen"
TOO_LARGE = "These images need too much memory at this size: please choose a smaller one, or upload fewer."


def make_arrays(folder: Path, deliveries: list[Path], choices: Choices, progress: Progress) -> dict[str, Any]:
    """Write `arrays/1`, `arrays/2`, ... into `folder`, one for each fold; returns the choices and what was made.

    UnusableUpload, one sentence, when two learners cannot be compared on these images.
    """
    chosen, report = split_chosen(folder, deliveries, choices)
    if sentence := " ".join(report.gaps if choices.own_parts else []) or refusal(chosen, limits().classes):
        raise UnusableUpload(sentence)
    partial = folder / f"{ARRAYS}.partial"
    shutil.rmtree(partial, ignore_errors=True)
    partial.mkdir()  # not its parents: what was deleted meanwhile must not come back
    try:
        X = decode(chosen, choices.side, partial / "all.npy", progress)
        mirroring: list[tuple[bool, str]] = []
        groups = np.array(spelt_alike(list(chosen.files["subfolder"])))
        for fold in range(chosen.n_folds):
            is_test = chosen.fold == fold
            parts = X[~is_test], chosen.y[~is_test], X[is_test], chosen.y[is_test]
            is_mirrored, why = choices.mirror, AS_CHOSEN
            if is_mirrored is None:
                is_mirrored, why = decide(chosen.classes, *parts[:2])
            mirroring.append((is_mirrored, why))
            arrays = Arrays(*parts, chosen.classes)
            save(partial / str(fold + 1), arrays, mirrored=is_mirrored, groups=groups[is_test].tolist())
        (partial / "all.npy").unlink()
        shutil.rmtree(folder / ARRAYS, ignore_errors=True)
        partial.rename(folder / ARRAYS)
    finally:
        shutil.rmtree(partial, ignore_errors=True)
    return {**asdict(choices), **_about(chosen, X, mirroring), "report": asdict(report)}


def split_chosen(folder: Path, deliveries: list[Path], choices: Choices) -> tuple[Split, Report]:
    """The usable images split into training and test, and the report; refuses side 0 if the images differ in size."""
    files, report = read_files(deliveries, choices.classes_at)
    if problem := fault("This upload", report):
        raise UnusableUpload(problem)
    images = files[files["refused"] == ""]
    if choices.side == 0 and not own_size(images):
        raise UnusableUpload(
            "These images have different sizes, so they cannot stay as they are: please choose a size."
        )
    groups = find_copies(folder, deliveries, files)[images["row"]] if choices.together else np.arange(len(images))
    groups = with_versions(groups, list(images["group"]))
    return split(images, groups if len(np.unique(groups)) < len(groups) else None, choices.own_parts), report


def decode(chosen: Split, side: int, file: Path, progress: Progress) -> NDArray[np.uint8]:
    """All images (n, height, width, channels), in a file on disk; with one channel if all are grey, else three."""
    files = chosen.files.reset_index(names="position").sort_values(["delivery", "number"])  # as they lie on disk
    n, look = len(files), look_of(files)
    X, are_grey = np.empty(0, np.uint8), True
    for count, (position, content) in enumerate(zip(files["position"], contents(files), strict=True)):
        image = at_size(content, side, look)
        if count == 0:
            X = np.lib.format.open_memmap(file, "w+", np.uint8, (n, *image.shape[:2], 3))
        are_grey &= image.ndim == 2
        X[position] = image if image.ndim == 3 else image[..., np.newaxis]
        if count % STEP == 0:
            progress(count / n, f"Prepared {count:,} of {n:,} images")
    return X[..., :1] if are_grey else X


def _about(chosen: Split, X: NDArray[np.uint8], mirroring: list[tuple[bool, str]]) -> dict[str, Any]:
    content = hashlib.sha256(json.dumps([chosen.classes, [is_mirrored for is_mirrored, _ in mirroring]]).encode())
    for part in (chosen.y, chosen.fold, np.array(X.shape)):
        content.update(part.tobytes())
    for start in range(0, len(X), STEP):
        content.update(X[start : start + STEP].tobytes())
    tested = np.bincount(chosen.fold[chosen.fold >= 0])
    return {
        "version": content.hexdigest(),
        "n_images": len(chosen.y),
        "n_train": int(len(chosen.y) - tested.max()),
        "n_tested": chosen.n_tested,
        "n_folds": chosen.n_folds,
        "worth": chosen.worth,
        "mirroring": _mirroring(mirroring),
        "classes": list(chosen.classes),
        "shape": list(X.shape[1:]),
    }


def _mirroring(decisions: list[tuple[bool, str]]) -> str:
    """Whether thorough training uses mirror images, and why: decided for each fold by its own training images."""
    n_mirrored, n = sum(is_mirrored for is_mirrored, _ in decisions), len(decisions)
    first_reason = decisions[0][1]
    if first_reason == AS_CHOSEN:
        return f"As you chose, thorough training uses {'mirror images too' if n_mirrored else 'no mirror images'}."
    if 0 < n_mirrored < n:
        return f"The training images decide: thorough training uses mirror images in {n_mirrored} of {n} folds."
    return first_reason


def main(folder: str, deliveries: str, choices: str) -> int:
    """Make the arrays and print how it went, as `answer` does; returns the exit status."""
    paths, chosen = [Path(path) for path in json.loads(deliveries)], Choices(**json.loads(choices))
    return answer(lambda tell: make_arrays(Path(folder), paths, chosen, tell), TOO_LARGE, GONE)


if __name__ == "__main__":
    limit_process(MEMORY_BYTES)
    sys.exit(main(*sys.argv[1:]))
