"""Run by torchrun, `shares.py cpu` or `shares.py cuda`: what each process of a joint training finds, as JSON."""

import json
import sys
from pathlib import Path

import numpy as np
import torch
import torch.distributed as dist
from torch import nn

sys.path.insert(0, str(Path(__file__).parents[3]))  # a script can import only from its own folder

from models.network import cnn, parallel
from models.network.architecture import Standardise
from models.network.cnn import CNN
from tests.models.images import easy

SETTINGS = {"epochs": 2, "width": 4, "batch_size": 7, "dtype": "float32", "augment": "mirror"}


class Plain(nn.Sequential):
    """A network that normalises nothing, so that it does not matter with whom an image comes."""

    def __init__(self, channels, n_classes, width):
        super().__init__()
        self.standardise = Standardise(channels)
        self.convolution = nn.Conv2d(channels, width, 3)
        self.flatten = nn.Flatten()
        self.head = nn.Linear(width * 36, n_classes)


def weights(model):
    """All numbers of the network, one after the other."""
    return torch.cat([tensor.flatten().float().cpu() for tensor in model.network_.state_dict().values()])


def gradients(processes, device):
    """How far this group's gradients of a batch of seven are from those of one process."""
    torch.manual_seed(0)
    network, criterion = nn.Linear(12, 3).to(device), nn.CrossEntropyLoss(label_smoothing=0.1)
    images, labels = torch.randn(7, 12).to(device), torch.arange(7).to(device) % 3
    found = []
    for n in (1, processes):
        network.zero_grad()
        loss_of = parallel.loss_of(network, criterion, n)
        loss_of(images, labels).backward()
        found.append(network.weight.grad.clone())
    return float((found[0] - found[1]).abs().max())


def refused(processes, device):
    """What is said of a batch that is smaller than the group."""
    loss_of = parallel.loss_of(nn.Linear(12, 3).to(device), nn.CrossEntropyLoss(), processes)
    try:
        loss_of(torch.zeros(1, 12, device=device), torch.zeros(1, dtype=torch.long, device=device))
    except ValueError as problem:
        return str(problem)


def trained(processes, device):
    """How far the weights are from those of one process, without normalisation; and what the real network learns."""
    X, y = easy(50, 2, (8, 8, 1))
    real = CNN(**{**SETTINGS, "epochs": 6, "width": 8}, device=device, processes=processes).fit(X, y)
    normalising, cnn.Network = cnn.Network, Plain  # for the two trainings that are compared
    together, alone = (CNN(**SETTINGS, device=device, processes=n).fit(X, y) for n in (processes, 1))
    cnn.Network = normalising
    first = parallel.agreed(weights(together), processes)
    return {
        "from_one_process": float((weights(together) - weights(alone)).abs().max()),
        "from_the_first": float((weights(together) - first).abs().max()),
        "score": float(np.mean(real.predict(X) == y)),
    }


def main():
    """Work together; the first process tells."""
    device = sys.argv[1]
    with parallel.group(device) as (rank, processes):
        found = {"rank": rank, "gradients": gradients(processes, device), "refused": refused(processes, device)}
        told = [None] * processes
        dist.all_gather_object(told, {**found, **trained(processes, device)})
        if rank == 0:
            print(json.dumps(told))


if __name__ == "__main__":
    main()
