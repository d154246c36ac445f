"""CIFAR's pickled batches (Krizhevsky 2009), read without running anything that a pickle may ask for."""

import io
import pickle
import re
from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy._core.multiarray import _reconstruct

from catalogue.containers.boxed import Boxed, Unreadable, boxed

NAME = r"data_batch_\d+|test_batch|batches\.meta"


def reads(place: str) -> bool:
    """Whether a file of this name belongs to CIFAR; `train`, `test` and `meta` only at the top or in `cifar-100...`."""
    folder, _, name = place.rpartition("/")
    if name in ("train", "test", "meta"):
        return not folder or "cifar-100" in folder
    return re.fullmatch(NAME, name) is not None


def images(files: dict[str, bytes]) -> Iterator[Boxed]:
    """The images of all batches of one folder, by name."""
    batches = {name: _unpickled(content) for name, content in sorted(files.items())}
    about = batches.get("batches.meta") or batches.get("meta") or {}
    names = about.get("label_names") or about.get("fine_label_names")
    for name, batch in batches.items():
        labels = batch.get("labels") or batch.get("fine_labels")
        if labels is None:
            continue
        X = np.asarray(batch["data"], np.uint8).reshape(-1, 3, 32, 32).transpose(0, 2, 3, 1)
        part = "test" if name.startswith("test") else "train"
        classes = [str(names[label]) if names else str(label) for label in labels]
        yield from boxed(part, classes, X, f"{name}-")


def _unpickled(content: bytes) -> dict[str, Any]:
    try:
        batch = _Unpickler(io.BytesIO(content), encoding="bytes").load()
        return {_text(key): _text(value) for key, value in batch.items()}
    except Exception as error:  # bytes that are no pickle raise almost anything
        raise Unreadable("it is not a CIFAR batch") from error


def _text(value: Any) -> Any:
    """A name, or a list of names, as text, because Python 2 wrote names as bytes; any other value as it is."""
    if isinstance(value, bytes):
        return value.decode(errors="replace")
    return [_text(name) for name in value] if isinstance(value, list) else value


class _Unpickler(pickle.Unpickler):
    """Builds plain values and arrays of numbers, and nothing else."""

    def find_class(self, module: str, name: str) -> Any:
        if name in ALLOWED and module.split(".")[0] in ("numpy", "_codecs"):
            return ALLOWED[name]
        raise pickle.UnpicklingError(f"{module}.{name} is not allowed")


ALLOWED = {"_reconstruct": _reconstruct, "ndarray": np.ndarray, "dtype": np.dtype, "encode": str.encode}
"""The functions that a pickle of plain arrays needs; none of them runs code from the file."""
