"""The four arrays and the class names of a data set, and how they are cached on disk."""

import json
import shutil
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

PARTS = ("X_train", "y_train", "X_test", "y_test")
GROUPS = "groups.json"


@dataclass(frozen=True, eq=False)
class Arrays:
    """Images uint8 (n, height, width, channels), labels int64 (n,), and the classes that the labels number."""

    X_train: NDArray[np.uint8]
    y_train: NDArray[np.int64]
    X_test: NDArray[np.uint8]
    y_test: NDArray[np.int64]
    classes: tuple[str, ...]


def save(
    folder: Path,
    arrays: Arrays,
    report: dict[str, Any] | None = None,
    mirrored: bool | None = None,
    groups: Sequence[str] = (),
) -> None:
    """Write the arrays into a new folder, with the report on their files and the decision on mirroring, if given.

    `groups` names the group of each test image, "" for none; the file of groups is written only if some image has one.
    """
    folder.mkdir(parents=True, exist_ok=True)
    for part in PARTS:
        np.save(folder / f"{part}.npy", getattr(arrays, part))
    about: dict[str, Any] = {"classes": arrays.classes, "n_train": len(arrays.y_train), "n_test": len(arrays.y_test)}
    about |= {name: value for name, value in (("report", report), ("mirrored", mirrored)) if value is not None}
    if any(groups):
        (folder / GROUPS).write_text(json.dumps(list(groups)), encoding="utf-8")
    (folder / "about.json").write_text(json.dumps(about), encoding="utf-8")


def read(folder: Path) -> Arrays:
    """Map the arrays of a folder into memory; raises OSError, ValueError, EOFError or KeyError if they are damaged."""
    about = about_of(folder)
    # "c": worker processes share the pages, and torch takes the arrays without warning that they are read-only
    parts = {part: np.load(folder / f"{part}.npy", mmap_mode="c").view(np.ndarray) for part in PARTS}
    sizes = [len(parts[part]) for part in PARTS]
    if sizes != [about["n_train"]] * 2 + [about["n_test"]] * 2:
        raise ValueError(f"the arrays in {folder} are not as long as its about.json says")
    return Arrays(**parts, classes=tuple(about["classes"]))


def about_of(folder: Path) -> dict[str, Any]:
    """What `save` noted beside the arrays; empty where there are none, or where the note is damaged."""
    with suppress(OSError, ValueError):
        about = json.loads((folder / "about.json").read_text(encoding="utf-8"))
        return about if isinstance(about, dict) else {}
    return {}


def groups_of(folder: Path) -> tuple[str, ...]:
    """The group of each test image, "" for none; empty if none was found, or if older versions made the arrays."""
    try:
        groups = json.loads((folder / GROUPS).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return ()
    return tuple(map(str, groups)) if isinstance(groups, list) and len(groups) == counts(folder)[1] else ()


def counts(folder: Path) -> tuple[int | None, int | None]:
    """The numbers of training and test images in a folder, without reading the images; None where they are unknown."""
    about = about_of(folder)
    return about.get("n_train"), about.get("n_test")


def read_or_make(folder: Path, make: Callable[[Path], None]) -> Arrays:
    """The arrays of `folder`; if they are missing or damaged, `make` writes them again, in one process at a time."""
    from filelock import FileLock

    damaged = (OSError, ValueError, EOFError, KeyError, TypeError)
    with suppress(*damaged):
        return read(folder)
    folder.parent.mkdir(parents=True, exist_ok=True)
    with FileLock(folder.with_name(folder.name + ".lock")):
        with suppress(*damaged):
            return read(folder)  # another process may have made them while this one waited
        partial = folder.with_name(folder.name + ".partial")
        shutil.rmtree(partial, ignore_errors=True)  # what a killed process left
        try:
            make(partial)
            shutil.rmtree(folder, ignore_errors=True)
            partial.replace(folder)
        finally:
            shutil.rmtree(partial, ignore_errors=True)
        return read(folder)
