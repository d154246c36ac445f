"""Training by several processes at once, one per device: each takes a share of every batch, gradients are averaged.

`torchrun` starts the processes together. All begin with the same weights and draw the same batches and image changes,
so the result is that of one process up to rounding. On CPUs, for which torch has no batch normalisation across
processes, each normalises its share of a batch by that share's own mean and deviation.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import torch
import torch.distributed as dist
from torch import Tensor, nn
from torch.nn.parallel import DistributedDataParallel


@contextmanager
def group(device: str) -> Iterator[tuple[int, int]]:
    """Within the block, the processes that torchrun started are one group; yields this one's number and their count.

    ValueError, one sentence, where torchrun did not start this process, or started more than there are devices.
    """
    if not dist.is_torchelastic_launched():
        raise ValueError("Training by several processes is started by torchrun, with --nproc-per-node=2 and the like.")
    if device != "cpu":
        n_devices, own = torch.accelerator.device_count(), dist.get_node_local_rank()
        if own >= n_devices:
            raise ValueError(f"This machine has {n_devices} {device!r} devices: start at most that many processes.")
        torch.accelerator.set_device_index(own)
    dist.init_process_group(dist.get_default_backend_for_device(device))
    try:
        yield dist.get_rank(), dist.get_world_size()
    finally:
        dist.destroy_process_group()


def meet(processes: int) -> None:
    """Wait for the other processes; ValueError, one sentence, unless the group has this many."""
    if processes == 1:
        return
    there = dist.get_world_size() if dist.is_initialized() else 1
    if there != processes:
        raise ValueError(
            f"Training by {processes} processes needs {processes}, started by torchrun with experiments.parallel; "
            f"here {'only 1 runs' if there == 1 else f'{there} run'}."
        )
    dist.barrier()


def agreed(value: Any, processes: int) -> Any:
    """The first process's value, in every process."""
    shared = [value]
    if processes > 1:
        dist.broadcast_object_list(shared)
    return shared[0]


def loss_of(network: nn.Module, criterion: nn.Module, processes: int) -> Callable[[Tensor, Tensor], Tensor]:
    """The mean loss of a batch's images and labels, or this process's part of it.

    Its gradients are averaged over the processes and equal the whole batch's, even when shares are unequal.
    """
    if processes == 1:
        return lambda images, labels: criterion(network(images), labels)
    rank = dist.get_rank()
    if next(network.parameters()).is_cuda:
        network = nn.SyncBatchNorm.convert_sync_batchnorm(network)
    spread = DistributedDataParallel(network)

    def loss(images: Tensor, labels: Tensor) -> Tensor:
        if len(images) < processes:
            raise ValueError(f"A batch of {len(images)} images cannot be shared by {processes} processes.")
        own, targets = (whole.tensor_split(processes)[rank] for whole in (images, labels))
        return criterion(spread(own), targets) * (processes * len(own) / len(images))

    return loss
