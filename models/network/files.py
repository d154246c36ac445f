"""A fitted CNN as two files without code: its weights in safetensors, and in JSON what they belong to."""

import json
from collections.abc import Mapping
from pathlib import Path

import numpy as np
import torch
from torch import Tensor

from models.network.architecture import Network
from models.network.cnn import CNN, resolved_device

WEIGHTS = "network.safetensors"
ABOUT = "network.json"


def save(model: CNN, folder: Path) -> None:
    """Write the weights, and the settings except `on_progress`, which is a function."""
    from safetensors.torch import save_file  # a machine that only records rows may lack it

    settings = model.get_params()
    del settings["on_progress"]
    about = {
        "settings": settings,
        "classes": model.classes_.tolist(),
        "labels": model.classes_.dtype.str,
        "channels": model.network_.standardise.mean.shape[1],
        "dtype": str(model.dtype_).removeprefix("torch."),
    }
    # safetensors does not know the channels-last order in which the convolutions' weights lie in memory
    tensors = {name: tensor.cpu().contiguous() for name, tensor in model.network_.state_dict().items()}
    save_file(tensors, folder / WEIGHTS)
    (folder / ABOUT).write_text(json.dumps(about), encoding="utf-8")


def load(folder: Path, device: str = "cpu") -> CNN:
    """The CNN that `save` wrote, in its number format; ValueError when the weights do not fit the settings."""
    from safetensors.torch import load_file

    about = json.loads((folder / ABOUT).read_text(encoding="utf-8"))
    tensors = load_file(folder / WEIGHTS)
    with torch.device("meta"):  # no memory is used: a wrong width must not fill it before it is noticed
        network = Network(about["channels"], len(about["classes"]), about["settings"]["width"])
    if shapes(tensors) != shapes(network.state_dict()):
        raise ValueError("the weights are not those of such a network")
    network.load_state_dict({name: tensor.clone() for name, tensor in tensors.items()}, assign=True)
    model = CNN(**about["settings"])
    model._validate_params()
    model.classes_ = np.array(about["classes"], about["labels"])
    model.device_ = resolved_device(device)
    model.dtype_ = {"float32": torch.float32, "bfloat16": torch.bfloat16}[about["dtype"]]
    model.network_ = network.eval().to(memory_format=torch.channels_last).to(model.device_)
    return model


def shapes(tensors: Mapping[str, Tensor]) -> dict[str, tuple[torch.Size, torch.dtype]]:
    """Shape and number format by name."""
    return {name: (tensor.shape, tensor.dtype) for name, tensor in tensors.items()}
