"""A trained network as two files without code: its weights in safetensors, and in JSON what they belong to."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import torch
from safetensors.torch import load_file, save_file
from torch import Tensor

from models.network.architecture import Network

WEIGHTS = "network.safetensors"
ABOUT = "network.json"


def save(network: Network, about: Mapping[str, Any], folder: Path) -> None:
    """Write the network's weights into the folder, and `about` it whatever JSON can hold."""
    # The convolutions lie channels-last in memory, which safetensors does not know.
    tensors = {name: tensor.cpu().contiguous() for name, tensor in network.state_dict().items()}
    save_file(tensors, folder / WEIGHTS)
    (folder / ABOUT).write_text(json.dumps(about), encoding="utf-8")


def load(folder: Path) -> tuple[Network, dict[str, Any]]:
    """The network on the processor, and what `save` was told about it: `channels`, `classes` and `settings` among it.

    ValueError when the weights are not of such a network.
    """
    about = json.loads((folder / ABOUT).read_text(encoding="utf-8"))
    tensors = load_file(folder / WEIGHTS)
    with torch.device("meta"):  # shapes without memory: a wrong width must not fill it before it is noticed
        network = Network(about["channels"], len(about["classes"]), about["settings"]["width"])
    if kinds(tensors) != kinds(network.state_dict()):
        raise ValueError("the weights are not those of such a network")
    network.load_state_dict({name: tensor.clone() for name, tensor in tensors.items()}, assign=True)
    return network.eval().to(memory_format=torch.channels_last), about


def kinds(tensors: Mapping[str, Tensor]) -> dict[str, tuple[torch.Size, torch.dtype]]:
    """Shape and number format by name."""
    return {name: (tensor.shape, tensor.dtype) for name, tensor in tensors.items()}
