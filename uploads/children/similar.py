"""Images that show the same, equal files or changed copies: `python -m uploads.similar FOLDER DELIVERIES`."""

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

from uploads.bounds import bound
from uploads.images import brought, thumbnails
from uploads.limits import limits

SIDE = 16
ALIKE = 0.99
"""Correlation of two images at 16x16 from which on they count as one.

Of 5,000 images of CIFAR-10 one pair reaches it; of copies saved as JPEG of quality 75, or at half the size, 95 % do.
"""
BLOCK = 1_000
MEMORY_BYTES = 3 * 2**30  # of which the library behind the table reserves one at once
TOO_MANY = "These are too many images to look for copies: please bring fewer."


def alike(folder: Path, deliveries: Sequence[Path], files: pd.DataFrame) -> NDArray[np.int64]:
    """The group of each image of `uploads.images.brought`, by `row`; worked out once and kept in `folder`."""
    kept = kept_groups(folder, len(deliveries))
    if not kept.exists():
        found = groups(thumbnails(deliveries), list(files.loc[files["row"] >= 0, "digest"]))
        partial = kept.with_suffix(f".{os.getpid()}.partial")
        with partial.open("wb") as file:
            np.save(file, found)
        partial.replace(kept)
    return np.asarray(np.load(kept), np.int64)


def kept_groups(folder: Path, n_deliveries: int) -> Path:
    """Where the groups of so many deliveries are kept."""
    return folder / f"groups-{n_deliveries}.npy"


def groups(thumbnails: NDArray[np.uint8], digests: list[str]) -> NDArray[np.int64]:
    """The number of each image's group (n,): equal for images that show the same, also by way of a third.

    `thumbnails` are uint8 (n, 64, 64, 3), `digests` tell equal files.
    """
    _, first, file = np.unique(digests, return_index=True, return_inverse=True)
    return _alike(_standardised(thumbnails, first))[file]


def _standardised(thumbnails: NDArray[np.uint8], rows: NDArray[np.int64]) -> NDArray[np.float32]:
    """Means over squares of 4x4 pixels, brought to mean 0 and length 1; an image of one colour becomes zeros."""
    _, height, width, channels = thumbnails.shape
    means = np.empty((len(rows), SIDE * SIDE * channels), np.float32)
    for start in range(0, len(rows), BLOCK):
        block = thumbnails[rows[start : start + BLOCK]].astype(np.float32)
        squares = block.reshape(len(block), SIDE, height // SIDE, SIDE, width // SIDE, channels)
        means[start : start + BLOCK] = squares.mean(axis=(2, 4)).reshape(len(block), -1)
    means -= means.mean(axis=1, keepdims=True)
    lengths = np.linalg.norm(means, axis=1, keepdims=True)
    return np.where(lengths > 1, means / np.maximum(lengths, 1), 0).astype(np.float32)


def _alike(vectors: NDArray[np.float32]) -> NDArray[np.int64]:
    """The group of each; block by block, because many that are all alike would make more pairs than memory holds."""
    n = len(vectors)
    group = np.arange(n)
    for start in range(0, n, BLOCK):
        for other in range(start, n, BLOCK):
            one, two = np.nonzero(vectors[start : start + BLOCK] @ vectors[other : other + BLOCK].T >= ALIKE)
            one, two = group[one + start], group[two + other]
            if (one != two).any():
                graph = coo_array((np.ones(len(one), bool), (one, two)), shape=(n, n))
                group = connected_components(graph, directed=False)[1][group]
    return group.astype(np.int64)


def main(folder: str, deliveries: str) -> int:
    """Work the groups out once, and say as a line of JSON that they are there; 2 when that takes too much memory."""
    paths = [Path(delivery) for delivery in json.loads(deliveries)]
    try:
        print(json.dumps({"done": len(alike(Path(folder), paths, brought(paths)))}), flush=True)
    except MemoryError:
        print(json.dumps({"refused": TOO_MANY}), flush=True)
        return 2
    return 0


if __name__ == "__main__":
    bound(limits().seconds, MEMORY_BYTES)
    sys.exit(main(*sys.argv[1:]))
