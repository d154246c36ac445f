"""The whole chart, by us and by the straightforward script, in one run: seconds of each side, accuracy at each size.

`CROSSOVER_DATA=... python -m benchmarks.chart [--seeds 3]`, on a quiet machine; three seeds take twenty minutes on two
cores. Both train on the same subsets and predict the same 10,000 test images; our seconds run from the request
until the last row is in the table, and include the start of the worker processes.
"""

import json
import sys
import tempfile

import numpy as np
import pandas as pd
import typer

import catalogue
from benchmarks.straightforward import handcrafted, learned
from catalogue.dataset import Images
from experiments.clock import clock
from experiments.plan import plan
from experiments.store.results import Store
from experiments.watch import measure
from timing.provenance import processor, versions

SIZES = (100, 500, 1_000, 2_000, 5_000, 10_000)
SIDES = {"svm": "handcrafted", "cnn": "learned"}


def ours(images: Images, n_seeds: int) -> tuple[dict[str, float], pd.DataFrame]:
    """Seconds of each side by the engine with one worker per core, and the rows."""
    seconds = {}
    with tempfile.TemporaryDirectory() as folder:
        store = Store(f"sqlite:///{folder}/results.sqlite")
        for learner in SIDES:
            experiments = plan(images.name, images, [learner], SIZES, n_seeds)
            with clock() as stopwatch:
                measure(store, "local", experiments, None)
            seconds[learner] = stopwatch.seconds
        rows = store.rows()
        store.close()
    return seconds, rows[["learner", "n_train", "seed", "accuracy"]]


def straightforward(images: Images, n_seeds: int) -> tuple[dict[str, float], pd.DataFrame]:
    """Seconds of each side of the script, which uses all cores for one model at a time, and the rows."""
    seconds, rows = dict.fromkeys(SIDES, 0.0), []
    for n_train in SIZES:
        for seed in range(n_seeds):
            chosen = catalogue.subset(images, n_train, seed)
            X, y = images.X_train[chosen], images.y_train[chosen]
            for learner in SIDES:
                with clock() as stopwatch:
                    cnn = learner == "cnn"
                    predicted = learned(X, y, images.X_test, seed) if cnn else handcrafted(X, y, images.X_test)
                seconds[learner] += stopwatch.seconds
                rows.append((learner, n_train, seed, float(np.mean(predicted == images.y_test))))
        print(f"script: {n_train} done", file=sys.stderr, flush=True)
    return seconds, pd.DataFrame(rows, columns=["learner", "n_train", "seed", "accuracy"])


def report(mine: dict[str, float], script: dict[str, float], accuracy: pd.DataFrame, n_seeds: int) -> None:
    """The tables for people, and one line of JSON for programs."""
    print(f"CIFAR-10 (JPEG copy), sizes {SIZES}, {n_seeds} seeds, 10,000 test images")
    print(f"{processor()}; {versions()}\n")
    for learner, side in SIDES.items():
        ratio = script[learner] / mine[learner]
        print(f"{side:12} script {script[learner]:7.1f} s   ours {mine[learner]:7.1f} s   {ratio:5.1f} times")
    whole = sum(script.values()), sum(mine.values())
    print(f"{'whole chart':12} script {whole[0]:7.1f} s   ours {whole[1]:7.1f} s   {whole[0] / whole[1]:5.1f} times\n")
    print((100 * accuracy).round(2).to_string())
    print(json.dumps({"script": script, "ours": mine, "accuracy": accuracy.reset_index().to_dict("records")}))


def main(seeds: int = 3) -> None:
    """Run both and print."""
    images = catalogue.load("cifar10-jpeg")
    mine, my_rows = ours(images, seeds)
    script, script_rows = straightforward(images, seeds)
    both = pd.concat([my_rows.assign(by="ours"), script_rows.assign(by="script")])
    accuracy = both.pivot_table("accuracy", ["learner", "n_train"], "by")
    accuracy["difference"] = accuracy["ours"] - accuracy["script"]
    report(mine, script, accuracy, seeds)


if __name__ == "__main__":
    main.__doc__ = __doc__  # what --help prints
    typer.run(main)
