"""`python -m catalogue.sources.fetch NAME FOLDER`: download one data set through torchvision and save its arrays."""

import shutil
import socket
import sys
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from catalogue.arrays import Arrays, save
from catalogue.entries import silent
from catalogue.sources.downloads import DOWNLOADS, Download
from catalogue.sources.local import make

SILENCE_SECONDS = 8.0  # without a byte: MNIST tries two addresses, and the wait stays under half a minute


def main(name: str, folder: Path) -> None:
    """Write the arrays of the data set into `folder`, which may hold a folder `raw` while this runs."""
    socket.setdefaulttimeout(SILENCE_SECONDS)
    raw = folder / "raw"
    try:
        fetch_arrays(DOWNLOADS[name], raw, folder)
    finally:
        shutil.rmtree(raw, ignore_errors=True)


def fetch_arrays(download: Download, raw: Path, folder: Path) -> None:
    """Download through torchvision into `raw`, then write the arrays into `folder`."""
    from torchvision import datasets

    fetched = getattr(datasets, download.torchvision_name)
    if download.name == "eurosat":  # a plain folder of class folders, without a test part
        fetched(raw, download=True)
        make(raw / "eurosat" / "2750", folder, silent)
    elif download.name == "svhn":
        _save(download, folder, [fetched(raw, split=part, download=True) for part in ("train", "test")])
    else:
        _save(download, folder, [fetched(raw, train=part, download=True) for part in (True, False)])


def _save(download: Download, folder: Path, parts: list[Any]) -> None:
    (X_train, y_train), (X_test, y_test) = (_images_and_labels(part) for part in parts)
    classes = download.classes or tuple(parts[0].classes)
    save(folder, Arrays(X_train, y_train, X_test, y_test, classes))


def _images_and_labels(part: Any) -> tuple[NDArray[np.uint8], NDArray[np.int64]]:
    X = np.asarray(part.data)
    y = np.asarray(part.targets if hasattr(part, "targets") else part.labels, np.int64)
    if X.ndim == 3:
        X = X[..., np.newaxis]
    elif X.shape[1] == 3:  # SVHN stores channels first
        X = X.transpose(0, 2, 3, 1)
    return np.ascontiguousarray(X), y


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
