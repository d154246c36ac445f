"""Seconds and errors of our small network, beside scikit-learn's `MLPRegressor` with as many units.

`OMP_NUM_THREADS=1 python -m benchmarks.approximation [--target zigzag] [--repeats 3]`. Both get the same points
and seed; `MLPRegressor` trains with Adam, a learning rate of 0.01 and up to 2,000 passes, as one would write it first.
"""

import statistics
import time
import warnings
from functools import partial

import numpy as np
import typer
from sklearn.exceptions import ConvergenceWarning
from sklearn.neural_network import MLPRegressor

from experiments.approximation.measure import SIZES, Problem
from models.approximation import MOST_DEPTH, SmallNetwork, widths
from timing.provenance import processor


def measured(model: SmallNetwork | MLPRegressor, problem: Problem) -> tuple[float, float]:
    """Seconds of the training on one thread's processor time, and the error between the points."""
    start = time.process_time()
    model.fit(problem.X, problem.y)
    seconds = time.process_time() - start
    return seconds, float(np.sqrt(np.mean((model.predict(problem.X_test) - problem.y_test) ** 2)))


def main(target: str = "zigzag", repeats: int = 3) -> None:
    """Measure and print."""
    warnings.simplefilter("ignore", ConvergenceWarning)
    problem = Problem(target)
    print(f"{target}, {processor()}: processor seconds (error), median of {repeats} seeds")
    for depth in range(1, MOST_DEPTH + 1):
        for units in (size for size in SIZES if size >= depth):
            seeds = range(repeats)
            ours = [measured(SmallNetwork(units, depth, seed), problem) for seed in seeds]
            layers = tuple(widths(units, depth))
            by_adam = partial(MLPRegressor, hidden_layer_sizes=layers, learning_rate_init=0.01, max_iter=2_000)
            plain = [measured(by_adam(random_state=seed), problem) for seed in seeds]
            (a, e), (b, f) = (map(statistics.median, zip(*found, strict=True)) for found in (ours, plain))
            print(
                f"depth {depth}, {units:3} units: ours {a:.3f} s ({e:.2g}), MLPRegressor {b:.3f} s ({f:.2g}), ", end=""
            )
            print(f"{b / a:.1f} times the seconds, {f / e:.1f} times the error", flush=True)


if __name__ == "__main__":
    main.__doc__ = __doc__  # what --help prints
    typer.run(main)
