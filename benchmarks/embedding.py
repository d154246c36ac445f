"""Images per second through the frozen network on one thread: ours against the straightforward loop, in one run.

`python -m benchmarks.embedding`. The straightforward loop is the network as published, in float32, over the
same batches of the same enlarged images. Both are timed in CPU seconds, in turns, so that other programs hurt neither
more; the last column is the share of the fastest matrix product of this processor in float32, also on one thread.
"""

import json
import os
import statistics
import time
from collections.abc import Callable
from copy import deepcopy
from typing import Any

os.environ.setdefault("OMP_NUM_THREADS", "1")

import numpy as np
import torch
import typer
from numpy.typing import NDArray
from torch import nn

from models.pretrained.backbones import BACKBONES, PooledStages, with_weights
from models.pretrained.embedding import AT_ONCE, Embedding
from timing.operations.network import counted
from timing.provenance import processor, versions

NAME = "efficientnet-lite0"


def straightforward(X: NDArray[np.uint8], side: int, published: nn.Module) -> NDArray[np.float32]:
    """What anybody would write: batch after batch is enlarged, scaled, and given to the network."""
    parts = []
    with torch.inference_mode():
        for start in range(0, len(X), AT_ONCE):
            batch = torch.from_numpy(X[start : start + AT_ONCE]).permute(0, 3, 1, 2).float()
            batch = nn.functional.interpolate(batch, size=(side, side), mode="bilinear", antialias=True)
            parts.append(published(((batch - 127) / 128).contiguous()).numpy())
    return np.concatenate(parts)


def seconds(work: Callable[[], object]) -> float:
    """CPU seconds of one call."""
    start = time.process_time()
    work()
    return time.process_time() - start


def measured(n: int, side: int, repeats: int) -> dict[str, Any]:
    """Everything that is printed."""
    torch.set_num_threads(1)
    backbone = BACKBONES[NAME]
    published = with_weights(backbone, backbone.weights.read_checked()).eval()
    embedding = Embedding(NAME, side)
    published = PooledStages(backbone.stages(published), embedding.centre)
    work, _ = counted(deepcopy(published).to("meta"), torch.empty(1, 3, side, side, device="meta"), itemsize=4)
    X = np.random.default_rng(0).integers(0, 256, (n, 32, 32, 3), dtype=np.uint8)
    difference = float(np.abs(embedding.transform(X[:64]) - straightforward(X[:64], side, published)).max())
    square = torch.rand(1024, 1024)
    turns = [
        (
            seconds(lambda: embedding.transform(X)),
            seconds(lambda: straightforward(X, side, published)),
            seconds(lambda: square @ square),
        )
        for _ in range(repeats)
    ]
    ours, theirs, square_seconds = (statistics.median(column) for column in zip(*turns, strict=True))
    peak = 2 * 1024**3 / min(turn[2] for turn in turns)
    return {
        "machine": processor(),
        "versions": versions(),
        "side": side,
        "images": n,
        "ours": n / ours,
        "straightforward": n / theirs,
        "ratio": theirs / ours,
        "ratios": sorted(theirs / ours for ours, theirs, _ in turns),
        "share_of_limit": work * n / ours / peak,
        "limit_gflops": peak / 1e9,
        "difference": difference,
        "matrix_product_seconds": square_seconds,
    }


def main(images: int = 256, side: int = Embedding().side, repeats: int = 5) -> None:
    """Measure, and print for people and for programs."""
    found = measured(images, side, repeats)
    print(
        f"{found['machine']}, one thread, {found['side']} px: ours {found['ours']:.0f} images/s, straightforward "
        f"{found['straightforward']:.0f}, ratio {found['ratio']:.2f} ({found['ratios'][0]:.2f} to "
        f"{found['ratios'][-1]:.2f}). Ours reaches {100 * found['share_of_limit']:.0f} % of the fastest float32 matrix "
        f"product ({found['limit_gflops']:.0f} GFLOP/s). Features differ by at most {found['difference']:.0e}."
    )
    print(json.dumps(found))


if __name__ == "__main__":
    main.__doc__ = __doc__  # what --help prints
    typer.run(main)
