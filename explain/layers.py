"""What the units of each layer respond to: the patches of training images that excite them most; and probes of it."""

from contextlib import suppress
from dataclasses import fields
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
from numpy.typing import NDArray
from safetensors import SafetensorError
from safetensors.numpy import load, save

from experiments.kept.model_store import model_store
from experiments.layers import measure
from experiments.layers.row import Probe
from explain.answer import LayerPatches
from explain.explained_model import open_cnn
from explain.stored.file import store

if TYPE_CHECKING:  # torch takes two seconds, which questions about an SVM need not wait for
    from models.network.inside import Field, Strongest

NAME = "layers-2.safetensors"
"""The number is raised whenever the content, or how it is computed, changes."""
PROBES = "layers-1.jsonl"
MOST_UNITS = 16
"""The most units shown of a layer, evenly spaced from the one most specific to a class to the one least so."""


def exciting_patches(model_id: str) -> list[LayerPatches]:
    """The patches of each layer of a kept `cnn`, kept beside it; ValueError, one sentence, if it has none."""
    path = model_store().companion(model_id, NAME)
    # KeyError, TypeError: a file of which a part is missing is made anew, like a damaged one.
    with suppress(OSError, SafetensorError, KeyError, TypeError):
        return _unpacked(load(path.read_bytes()))
    from models.network import inside  # which imports torch

    opened = open_cnn(model_id)
    chosen = measure.Problem(opened.images, opened.experiment).chosen[: measure.MOST_LOOKED_AT]
    X, y = opened.images.X_train[chosen], opened.images.y_train[chosen]
    each = zip(inside.fields(opened.model), inside.strongest(opened.model, X, measure.N_PATCHES), strict=True)
    found = [_of_layer(X, y, field, one, opened.reference.colour) for field, one in each]
    arrays = {f"{n}.{name}": np.asarray(value) for n, one in enumerate(found) for name, value in vars(one).items()}
    store(path, save(arrays))
    return found


def probe(model_id: str, holds: Literal["layer", "handcrafted", "pixels"]) -> list[Probe]:
    """How well a kept `cnn`'s layers and it itself tell the class, or features or pixels of the same images."""
    path = model_store().companion(model_id, f"{holds}-{PROBES}")
    if found := Probe.read(path):
        return found
    opened = open_cnn(model_id)
    problem = measure.Problem(opened.images, opened.experiment)
    rows = list(measure.layer_rows(problem, opened.model)) if holds == "layer" else [measure.fixed_row(problem, holds)]
    store(path, "".join(f"{row.to_json()}\n" for row in rows).encode())
    return rows


def _of_layer(
    X: NDArray[np.uint8], y: NDArray[np.int64], field: "Field", one: "Strongest", colour: NDArray[np.uint8]
) -> LayerPatches:
    labels = y[one.images]
    agreeing = np.array([np.bincount(of_unit).max() for of_unit in labels])
    order = np.argsort(-agreeing, kind="stable")
    responding = order[one.values[order, 0] > 0]  # no patch excites a unit that never responds
    spread = np.linspace(0, len(responding) - 1, min(len(responding), MOST_UNITS)).round().astype(np.int64)
    units = responding[spread]
    places = zip(*(part[units].ravel() for part in (one.images, one.rows, one.columns)), strict=True)
    each = [
        patch(X[image], row * field.step - field.margin, column * field.step - field.margin, field.size, colour)
        for image, row, column in places
    ]
    patches = np.array(each, np.uint8).reshape(*labels[units].shape, field.size, field.size, X.shape[3])
    return LayerPatches(field.size, len(labels), len(X), measure.same_class(labels), units, patches, labels[units])


def patch(image: NDArray[np.uint8], top: int, left: int, size: int, colour: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """The square (size, size, channels) of the image that begins there, with this colour beyond the image's edge."""
    height, width, channels = image.shape
    framed = np.full((height + 2 * size, width + 2 * size, channels), colour, np.uint8)
    framed[size : size + height, size : size + width] = image
    return framed[top + size :, left + size :][:size, :size]


def _unpacked(arrays: dict[str, NDArray]) -> list[LayerPatches]:
    """The layers of a file, in which numbers are arrays without an axis."""
    plain: dict[str, Any] = {name: value if value.ndim else value.item() for name, value in arrays.items()}
    names = [field.name for field in fields(LayerPatches)]
    return [LayerPatches(**{name: plain[f"{n}.{name}"] for name in names}) for n in range(len(plain) // len(names))]
