"""The CNN as the register offers it: made by a recipe, described, saved and loaded."""

from functools import cache
from typing import Any

import numpy as np
import torch

from models.network import parallel
from models.network.cnn import CNN, resolved_device
from models.network.files import load, save
from models.network.pace import batch_size_for
from models.network.speed import SpeedCNN
from models.register import Context

__all__ = ["describe", "load", "make", "save", "warm"]

AUGMENTATIONS = {
    "none": "none",
    "shift": "shifts, a hidden square",
    "mirror": "shifts, a hidden square, mirror images",
    "small shift": "small shifts",
    "alternate": "small shifts, mirror images in turns",
}
"""In words; the last two belong to the recipe `speed` alone."""


def make(context: Context, **settings: Any) -> CNN:
    """The untrained CNN of the context's recipe, whose values `settings` overrides; ValueError for a wrong setting.

    A step needs a batch, and a small training set makes few batches; so each recipe gives small sets smaller batches.
    """
    recipe = RECIPES[context.recipe](context)
    shared = {"seed": context.seed, "device": context.device, "on_progress": context.on_progress}
    kind = SpeedCNN if context.recipe == "speed" else CNN
    model = kind(**{**shared, **recipe, **settings})
    model._validate_params()
    # Neither loading what trains nor waiting for the other processes may count as training time.
    warm(resolved_device(model.device))
    parallel.meet(model.processes)
    return model


def quick(context: Context) -> dict[str, Any]:
    """Ten plain epochs; the learning rate shrinks with the batch (Goyal et al. 2017, arXiv:1706.02677)."""
    batch_size = batch_size_for(context.n_train)
    return {"batch_size": batch_size, "epochs": 10, "width": 16, "lr": 0.05 * batch_size / 64}


def thorough(context: Context) -> dict[str, Any]:
    """A wider network, augmented images, and as many epochs as still help: the learning rate need not shrink."""
    return {
        "batch_size": batch_size_for(context.n_train),
        "epochs": int(np.clip(200_000 // context.n_train, 12, 100)),
        "width": 24,
        "lr": 0.05,
        "augment": "mirror" if context.mirrored else "shift",
    }


def speed(context: Context) -> dict[str, Any]:
    """Another network with a training of its own, made for a GPU; fewer than 8,192 images get smaller batches."""
    batch_size = int(np.clip(context.n_train // 8, 16, 1024))
    recipe: dict[str, Any] = {"batch_size": batch_size, "lr": 1.5 * batch_size / 1024, "mirrored": context.mirrored}
    if resolved_device(context.device) == "cuda" and torch.cuda.get_device_capability() >= (8, 0):
        recipe["dtype"] = "bfloat16"  # "auto" would be float32, right for the small CNN, not for this one
    return recipe


RECIPES = {"quick": quick, "thorough": thorough, "speed": speed}
"""Functions from a context to settings of the CNN; what they do not set has the CNN's own default."""


@cache
def warm(device: str) -> None:
    """Train and use a small CNN on the device, because the first optimiser loads a thousand modules."""
    images = np.zeros((2, 8, 8, 1), np.uint8)
    CNN(epochs=1, width=1, device=device, dtype="float32").fit(images, np.arange(2)).predict(images)


def describe(model: CNN) -> dict[str, Any]:
    """Sizes, device and training settings of a fitted CNN."""
    tensors = model.network_.state_dict().values()
    return {
        "n_parameters": sum(parameter.numel() for parameter in model.network_.parameters()),
        "model_bytes": sum(tensor.numel() * tensor.element_size() for tensor in tensors),
        "device": model.device_,
        "threads": torch.get_num_threads(),
        "implementation": "torch",
        "augmentation": AUGMENTATIONS[model.changes],
        "tuning": f"one-cycle, {model.epochs} epochs",
        "epochs": model.epochs,
        "batch_size": model.batch_size,
        "width": model.width,
        "dtype": str(model.dtype_).removeprefix("torch."),
    }
