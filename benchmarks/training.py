"""Images per second of the CNN's own training loop and of the plain loop that one would write first, in one run.

`[CROSSOVER_DATA=...] python -m benchmarks.training [--images 3000] [--epochs 10] [--seeds 3] [--dtype float32]`. Both
train the same network on the same images, in this process and with its threads; the plain loop uses float32, a
DataLoader and torch's usual memory order, and reads the loss at each step. The last line is everything as JSON.
"""

import json
import statistics
import time
from functools import partial
from typing import Annotated, Any, Literal

import numpy as np
import torch
import typer
from numpy.typing import NDArray
from torch import nn
from torch.utils.data import DataLoader, TensorDataset

import catalogue
from catalogue.dataset import Images
from experiments.clock import clock
from models.network.architecture import Network
from models.network.cnn import CNN, resolved_dtype
from models.network.recipes import warm
from timing.provenance import processor, versions

CIFAR = "cifar10-jpeg"
BATCH, RATE, DECAY, SMOOTHING, WIDTH = 64, 0.05, 5e-4, 0.1, 16
ImageArrays = NDArray[np.uint8]
Labels = NDArray[np.int64]


def tensor(X: ImageArrays) -> torch.Tensor:
    """The images as (n, channels, height, width), in torch's usual memory order."""
    return torch.from_numpy(np.ascontiguousarray(X.transpose(0, 3, 1, 2)))


def ours(X: ImageArrays, y: Labels, X_test: ImageArrays, epochs: int, seed: int, dtype: str) -> tuple[float, Labels]:
    """Seconds of the training, and the predictions for the test images."""
    model = CNN(epochs, BATCH, RATE, DECAY, SMOOTHING, WIDTH, seed=seed, device="cpu", dtype=dtype)
    with clock() as stopwatch:
        model.fit(X, y)
    return stopwatch.seconds, model.predict(X_test)


def plain(X: ImageArrays, y: Labels, X_test: ImageArrays, epochs: int, seed: int) -> tuple[float, Labels]:
    """The same for the loop that one would write first."""
    start = time.perf_counter()
    torch.manual_seed(seed)
    images = tensor(X)
    loader = DataLoader(TensorDataset(images, torch.from_numpy(y)), BATCH, shuffle=True)
    network = Network(X.shape[3], int(y.max()) + 1, WIDTH)
    network.standardise.learn(images)
    optimiser = torch.optim.SGD(network.parameters(), RATE, momentum=0.9, nesterov=True, weight_decay=DECAY)
    schedule = torch.optim.lr_scheduler.OneCycleLR(
        optimiser, RATE, epochs * len(loader), pct_start=0.25, div_factor=10, cycle_momentum=False
    )
    criterion = nn.CrossEntropyLoss(label_smoothing=SMOOTHING)
    for _ in range(epochs):
        total = 0.0
        for batch, labels in loader:
            optimiser.zero_grad()
            loss = criterion(network(batch), labels)
            loss.backward()
            optimiser.step()
            schedule.step()
            total += loss.item()
    seconds = time.perf_counter() - start
    network.eval()
    with torch.inference_mode():
        return seconds, torch.cat([network(batch).argmax(1) for batch in tensor(X_test).split(500)]).numpy()


def measured(images: Images, n: int, epochs: int, n_seeds: int, dtype: str = "auto") -> dict[str, Any]:
    """Rates and accuracies of both loops in turns, so that a busy moment slows down both."""
    chosen = catalogue.subset(images, n, seed=0)
    X, y = images.X_train[chosen], images.y_train[chosen]
    warm("cpu")  # as `models.network.recipes.make` does, before any clock runs
    rates: dict[str, list[float]] = {"ours": [], "plain": []}
    accuracy: dict[str, list[float]] = {"ours": [], "plain": []}
    for seed in range(n_seeds):
        for name, loop in (("ours", partial(ours, dtype=dtype)), ("plain", plain)):
            seconds, predicted = loop(X, y, images.X_test, epochs, seed)
            rates[name].append(epochs * n / seconds)
            accuracy[name].append(float(np.mean(predicted == images.y_test)))
    ratios = [one / other for one, other in zip(rates["ours"], rates["plain"], strict=True)]
    return {
        "data": images.title,
        "n_train": n,
        "n_test": len(images.y_test),
        "epochs": epochs,
        "images_a_second": rates,
        "accuracy": accuracy,
        "ratio": statistics.median(ratios),
        "dtype": str(resolved_dtype(dtype, "cpu")).removeprefix("torch."),
        "threads": torch.get_num_threads(),
        "machine": processor(),
        "versions": versions(),
    }


def main(
    images: int = 3_000,
    epochs: int = 10,
    seeds: int = 3,
    dtype: Annotated[Literal["auto", "float32", "bfloat16"], typer.Option(help="Of our own loop.")] = "auto",
) -> None:
    """Measure, and print for people and for programs."""
    name = CIFAR if CIFAR in {entry.name for entry in catalogue.entries()} else "digits"
    report = measured(catalogue.load(name), images, epochs, seeds, dtype)
    print(f"{report['data']}, {images} images, {epochs} epochs, {report['threads']} threads")
    print(f"{report['machine']}; {report['versions']}")
    for loop, rates in report["images_a_second"].items():
        kind = report["dtype"] if loop == "ours" else "float32"
        correct = 100 * statistics.mean(report["accuracy"][loop])
        print(f"{loop:6} {statistics.median(rates):7.0f} images/s in {kind}, {correct:.1f} % correct")
    print(f"ratio {report['ratio']:.2f}")
    print(json.dumps(report))


if __name__ == "__main__":
    main.__doc__ = __doc__  # what --help prints
    typer.run(main)
