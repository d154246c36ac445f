"""Images per second: our families, scikit-image's loop over images, and OpenCV's HOG, in one run.

`[CROSSOVER_DATA=...] python -m benchmarks.features`: on CIFAR-10 if it is there, else on drawn shapes. On one
thread unless a column says otherwise; the first calls, which compile, are reported separately. One thread is timed in
CPU seconds, which other programs do not affect.
"""

import importlib.metadata
import json
import platform
import statistics
import time
from collections.abc import Callable
from typing import Any

import cv2
import numpy as np
import typer
from numpy.typing import NDArray
from threadpoolctl import threadpool_limits

import catalogue
from benchmarks.reference_features import described
from features import FAMILIES, union
from timing.device import n_cores
from timing.operations.handcrafted import spread_over_threads
from timing.provenance import processor

PACKAGES = ("numpy", "scipy", "numba", "scikit-image", "scikit-learn", "opencv-python-headless")


def timed(work: Callable[[], object], n: int, repeats: int, clock: Callable[[], float]) -> dict[str, float]:
    """Images per second of `work` on `n` images: the median, the slowest and the fastest of `repeats` runs."""
    rates = []
    for _ in range(repeats):
        start = clock()
        work()
        rates.append(n / (clock() - start))
    return {"median": statistics.median(rates), "slowest": min(rates), "fastest": max(rates)}


def row_of(
    name: str, ours: Any, X: NDArray[np.uint8], scikit_image: dict[str, float], repeats: int, cores: int
) -> dict[str, Any]:
    """The rates of a family, or of all together: ours on one thread and on all cores, beside scikit-image's loop."""
    rates = timed(lambda: ours.transform(X), len(X), repeats, time.process_time)
    return {
        "family": name,
        "columns": ours.transform(X[:1]).shape[1],
        "ours": rates,
        "ours_all_cores": timed(lambda: spread_over_threads(ours, X, cores), len(X), repeats, time.perf_counter),
        "scikit_image": scikit_image,
        "ratio": rates["median"] / scikit_image["median"],
    }


def family_row(name: str, X: NDArray[np.uint8], n_reference: int, repeats: int, cores: int) -> dict[str, Any]:
    """The rates of one family."""
    family, few = FAMILIES[name](), X[:n_reference]
    loop = timed(lambda: described(few, name, family), len(few), min(repeats, 3), time.process_time)
    return row_of(name, family, X, loop, repeats, cores)


def together_row(rows: list[dict[str, Any]], X: NDArray[np.uint8], repeats: int, cores: int) -> dict[str, Any]:
    """All families at once; scikit-image's loop takes the sum of its families' times."""
    parts = ("median", "slowest", "fastest")
    loop = {part: 1 / sum(1 / row["scikit_image"][part] for row in rows) for part in parts}
    return row_of("all together", union().fit(X), X, loop, repeats, cores)


def hog_row(X: NDArray[np.uint8], repeats: int) -> dict[str, Any]:
    """Our HOG and OpenCV's with the same cells, blocks and orientations; the values differ, the work is the same."""
    family = FAMILIES["hog"]()
    rows, columns = family.pixels_per_cell(X.shape[1:])
    size = (X.shape[2] // columns * columns, X.shape[1] // rows * rows)
    opencv = cv2.HOGDescriptor(size, (2 * columns, 2 * rows), (columns, rows), (columns, rows), family.orientations)
    row: dict[str, Any] = {
        "columns": opencv.getDescriptorSize(),
        "ours": timed(lambda: family.transform(X), len(X), repeats, time.process_time),
        "opencv": timed(lambda: [opencv.compute(image) for image in X], len(X), repeats, time.process_time),
    }
    row["ratio"] = row["ours"]["median"] / row["opencv"]["median"]
    return row


def first_call_seconds(X: NDArray[np.uint8]) -> float:
    """Seconds of the first call of all families: compiling, or loading what was compiled before."""
    start = time.perf_counter()
    union().fit_transform(X[:2])
    return time.perf_counter() - start


def measured(n: int, n_reference: int, repeats: int) -> dict[str, Any]:
    """Everything that the table shows."""
    cores = n_cores()
    is_there = "cifar10-jpeg" in {entry.name for entry in catalogue.entries()}
    data = catalogue.load("cifar10-jpeg" if is_there else "shapes")
    X = data.X_test[:n]
    cv2.setNumThreads(1)
    with threadpool_limits(1):
        warm_up = first_call_seconds(X)
        rows = [family_row(name, X, n_reference, repeats, cores) for name in FAMILIES]
        rows.append(together_row(rows, X, repeats, cores))
        opencv = hog_row(X, repeats)
    return {
        "data": data.title,
        "shape": list(X.shape),
        "images_scikit_image": n_reference,
        "repeats": repeats,
        "machine": processor(),
        "cores": cores,
        "versions": {"python": platform.python_version()} | {p: importlib.metadata.version(p) for p in PACKAGES},
        "first_call_seconds": warm_up,
        "families": rows,
        "hog_against_opencv": opencv,
    }


def rate(timing: dict[str, float]) -> str:
    """Median and range, such as `12,345 (11,000 to 13,000)`."""
    return "{median:,.0f} ({slowest:,.0f} to {fastest:,.0f})".format(**timing)


def table(result: dict[str, Any]) -> str:
    """The table for people."""
    versions = ", ".join(f"{name} {version}" for name, version in result["versions"].items())
    lines = [
        f"{result['data']}, {result['shape']}; scikit-image on the first {result['images_scikit_image']}",
        f"{result['machine']}; {versions}",
        f"Images per second: median (range) of {result['repeats']}; scikit-image's loop of at most 3.",
        f"First call of all families (compiles, not counted below): {result['first_call_seconds']:.1f} s",
        f"{'':17}{'columns':>8}{'ours, one thread':>32}{'ours, all cores':>32}{'scikit-image':>26}{'ratio':>8}",
    ]
    lines += [
        f"{row['family']:17}{row['columns']:8}{rate(row['ours']):>32}{rate(row['ours_all_cores']):>32}"
        f"{rate(row['scikit_image']):>26}{row['ratio']:8.0f}"
        for row in result["families"]
    ]
    hog = result["hog_against_opencv"]
    lines.append(f"HOG, one thread: ours {rate(hog['ours'])}, OpenCV {rate(hog['opencv'])}, ratio {hog['ratio']:.1f}")
    return "\n".join(lines)


def main(images: int = 2_000, reference_images: int = 50, repeats: int = 7) -> None:
    """Measure, and print for people and for programs."""
    result = measured(images, reference_images, repeats)
    print(table(result))
    print(json.dumps(result))


if __name__ == "__main__":
    main.__doc__ = __doc__  # what --help prints
    typer.run(main)
