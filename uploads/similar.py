"""Pictures that show the same, equal files or changed copies: `python -m uploads.similar FOLDER DELIVERIES`."""

import json
import os
import sys
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from uploads.pictures import brought, thumbnails

SIDE = 16
ALIKE = 0.99
"""Correlation of two pictures at 16x16 from which on they count as one.

Of 5,000 pictures of CIFAR-10 one pair reaches it; of copies saved as JPEG of quality 75, or at half the size, 95 % do.
"""
BLOCK = 1_000


def alike(folder: Path, deliveries: Sequence[Path], files: pd.DataFrame) -> NDArray[np.int64]:
    """The group of each picture of `uploads.pictures.brought`, by `row`; worked out once and kept in `folder`."""
    kept = folder / f"groups-{len(deliveries)}.npy"
    if not kept.exists():
        found = groups(thumbnails(deliveries), list(files.loc[files["row"] >= 0, "digest"]))
        partial = kept.with_suffix(f".{os.getpid()}.partial")
        with partial.open("wb") as file:
            np.save(file, found)
        partial.replace(kept)
    return np.asarray(np.load(kept), np.int64)


def groups(thumbnails: NDArray[np.uint8], digests: list[str]) -> NDArray[np.int64]:
    """The number of each picture's group (n,): equal for pictures that show the same, also by way of a third.

    `thumbnails` are uint8 (n, 64, 64, 3), `digests` tell equal files.
    """
    n = len(thumbnails)
    _, file = np.unique(digests, return_inverse=True)
    first_of = np.full(n, n)
    np.minimum.at(first_of, file, np.arange(n))
    pairs = [np.stack([np.arange(n), first_of[file]]), *_alike(_standardised(thumbnails))]
    one, other = np.concatenate(pairs, axis=1)
    _, numbers = connected_components(coo_array((np.ones(len(one), bool), (one, other)), shape=(n, n)), directed=False)
    return numbers.astype(np.int64)


def _standardised(thumbnails: NDArray[np.uint8]) -> NDArray[np.float32]:
    """Means over squares of 4x4 pixels, brought to mean 0 and length 1; a picture of one colour becomes zeros."""
    n, height, width, channels = thumbnails.shape
    means = np.empty((n, SIDE * SIDE * channels), np.float32)
    for start in range(0, n, BLOCK):
        block = thumbnails[start : start + BLOCK].astype(np.float32)
        squares = block.reshape(len(block), SIDE, height // SIDE, SIDE, width // SIDE, channels)
        means[start : start + BLOCK] = squares.mean(axis=(2, 4)).reshape(len(block), -1)
    means -= means.mean(axis=1, keepdims=True)
    lengths = np.linalg.norm(means, axis=1, keepdims=True)
    return np.where(lengths > 1, means / np.maximum(lengths, 1), 0).astype(np.float32)


def _alike(vectors: NDArray[np.float32]) -> list[NDArray[np.int64]]:
    found = []
    for start in range(0, len(vectors), BLOCK):
        one, other = np.nonzero(vectors[start : start + BLOCK] @ vectors[start:].T >= ALIKE)
        found.append(np.stack([one, other]) + start)
    return found


def main(folder: str, deliveries: str) -> None:
    """Work the groups out once, and say as a line of JSON that they are there."""
    paths = [Path(delivery) for delivery in json.loads(deliveries)]
    print(json.dumps({"done": len(alike(Path(folder), paths, brought(paths)))}), flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
