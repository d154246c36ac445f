"""Find copies, equal files or nearly equal images: `python -m uploads.children.copies FOLDER DELIVERIES`."""

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

from catalogue.mirroring import SIDE, reduced
from uploads.child import answer, limit_process
from uploads.images import read_files, thumbnails

CORRELATION = 0.99
"""Two images whose 16x16 versions correlate at least this much look alike: copies, or shots of one scene.

Among 5,000 CIFAR-10 images one pair does; of their copies saved as JPEG of quality 75, or at half the size, 95 % do.
"""
BLOCK = 1_000
MEMORY_BYTES = 3 * 2**30  # pandas reserves a third of them as soon as it is used
GONE = "These images were deleted meanwhile, or cannot be stored: please upload them again."
TOO_MANY = "These are too many images to look for copies: please upload fewer."


def find_copies(folder: Path, deliveries: Sequence[Path], files: pd.DataFrame) -> NDArray[np.int64]:
    """The group of each image of `uploads.images.read_files`, by `row`; computed once and cached in `folder`."""
    cached = cache_of(folder, len(deliveries))
    if not cached.exists():
        group = groups(thumbnails(deliveries), list(files.loc[files["row"] >= 0, "digest"]))
        partial = cached.with_suffix(f".{os.getpid()}.partial")
        with partial.open("wb") as file:
            np.save(file, group)
        partial.replace(cached)
    return np.asarray(np.load(cached), np.int64)


def cache_of(folder: Path, n_deliveries: int) -> Path:
    """The file that caches the groups of this many deliveries."""
    return folder / f"groups-{n_deliveries}.npy"


def groups(thumbnails: NDArray[np.uint8], digests: list[str]) -> NDArray[np.int64]:
    """The number of each image's group (n,); copies share a group, and so do two images with a common copy.

    `thumbnails` are uint8 (n, 64, 64, 3); equal `digests` are equal files.
    """
    _, first, file_number = np.unique(digests, return_index=True, return_inverse=True)
    return _connected(_standardised(thumbnails, first))[file_number]


def _standardised(thumbnails: NDArray[np.uint8], rows: NDArray[np.int64]) -> NDArray[np.float32]:
    """Means over squares of 4x4 pixels, mean 0 in each channel and length 1; an image of one colour becomes zeros."""
    means = np.empty((len(rows), SIDE * SIDE * thumbnails.shape[3]), np.float32)
    for start in range(0, len(rows), BLOCK):
        colours = reduced(thumbnails[rows[start : start + BLOCK]])
        means[start : start + BLOCK] = (colours - colours.mean(axis=(1, 2), keepdims=True)).reshape(len(colours), -1)
    lengths = np.linalg.norm(means, axis=1, keepdims=True)
    return np.where(lengths > 1, means / np.maximum(lengths, 1), 0).astype(np.float32)


def _connected(vectors: NDArray[np.float32]) -> NDArray[np.int64]:
    """The group of each vector; block by block, because many equal images would make more pairs than memory holds."""
    n = len(vectors)
    group = np.arange(n)
    for start in range(0, n, BLOCK):
        for other in range(start, n, BLOCK):
            rows, columns = np.nonzero(vectors[start : start + BLOCK] @ vectors[other : other + BLOCK].T >= CORRELATION)
            left, right = group[rows + start], group[columns + other]
            if (left != right).any():
                graph = coo_array((np.ones(len(left), bool), (left, right)), shape=(n, n))
                group = connected_components(graph, directed=False)[1][group]
    return group.astype(np.int64)


def main(folder: str, deliveries: str) -> int:
    """Find the groups and print how it went, as `answer` does; returns the exit status."""
    paths = [Path(path) for path in json.loads(deliveries)]
    return answer(lambda _tell: len(find_copies(Path(folder), paths, read_files(paths)[0])), TOO_MANY, GONE)


if __name__ == "__main__":
    limit_process(MEMORY_BYTES)
    sys.exit(main(*sys.argv[1:]))
