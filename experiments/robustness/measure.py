"""Train a model once and ask it about all changed test sets."""

import time
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.base import BaseEstimator

from catalogue.dataset import Images
from catalogue.images.changes import CHANGES, Change
from experiments import clock
from experiments.robustness.row import CHANGED, Robustness, add, row_of, unchanged, under_changes
from experiments.run import load, train
from experiments.spec import Experiment, Progress, Report, Result, ShouldStop, Stopped, never, report_nothing

Right = NDArray[np.bool_]

TRAINING = 0.1
"""The share done when training ends; what is left is told by the seconds that each changed test set takes."""


def robustness(experiment: Experiment, report: Report = report_nothing, should_stop: ShouldStop = never) -> Robustness:
    """The row of one model; errors and `should_stop` as of `experiments.run.run`."""
    return row_of(run_under_changes(under_changes(experiment), report, should_stop))


def run_under_changes(
    experiment: Experiment, report: Report = report_nothing, should_stop: ShouldStop = never
) -> Result:
    """The result of an experiment under changes: what its model does with changed images is in the details.

    The seconds of changing and predicting these images count as predicting.
    """

    def report_training(progress: Progress) -> None:
        report(Progress(TRAINING * progress.fraction, progress.note))

    began = time.monotonic()
    result, model = train(unchanged(experiment), report_training, should_stop)
    images = load(experiment.dataset, experiment.data_version)
    with clock.clock() as stopwatch:
        changed = under_all_changes(model, images, right_unchanged(result), began, report, should_stop)
    details = {**result.details, CHANGED: {**changed, "seconds": round(stopwatch.seconds, 3)}}
    seconds = result.predict_seconds + stopwatch.seconds
    return replace(result, experiment=experiment, predict_seconds=seconds, details=details)


def under_all_changes(
    model: BaseEstimator, images: Images, right: Right, began: float, report: Report, should_stop: ShouldStop
) -> dict[str, Any]:
    """What a row says of a model under every change.

    Its training `began` then, `right` marks the test images that it gets right unchanged. An image's balance is what it
    costs on average over all changes and amounts.
    """
    evaluating = time.monotonic()
    amounts = {change.name: [float(amount) for amount in change.levels] for change in changes_of(images)}
    pairs = [(change, amount) for change in changes_of(images) for amount in change.levels]
    lost: dict[str, list[int]] = {name: [] for name in amounts}
    won: dict[str, list[int]] = {name: [] for name in amounts}
    balance = np.zeros(len(right))
    for number, (change, amount) in enumerate(pairs):
        if should_stop():
            raise Stopped
        now = time.monotonic()
        left = (now - evaluating) / number * (len(pairs) - number) if number else float("inf")
        done = max(TRAINING, (now - began) / (now - began + left))
        report(Progress(done, f"{change.label.lower()} {amount:g}"))
        still = right_under(model, images, change, amount)
        lost[change.name].append(int((right & ~still).sum()))
        won[change.name].append(int((still & ~right).sum()))
        balance += (right.astype(float) - still) / len(pairs)
    averages = {"mean_lost": float(balance.mean()), "variance": float(balance.var())}
    return {"amounts": amounts, "lost": lost, "won": won, **averages}


def right_unchanged(result: Result) -> Right:
    """Which of the unchanged test images the model gets right."""
    return np.unpackbits(np.frombuffer(result.correct, np.uint8), count=result.n_test).astype(bool)


def changes_of(images: Images) -> list[Change]:
    """The changes that act on these images: those of colour do not act on grey ones."""
    return [change for change in CHANGES.values() if change.acts_on(images.shape[2])]


def right_under(model: BaseEstimator, images: Images, change: Change, amount: float) -> Right:
    """Which test images the model gets right when all are changed, each with its place as the seed."""
    changed = change.apply_to_all(images.X_test, amount, range(len(images.X_test)))
    return model.predict(changed) == images.y_test


def rows(experiments: Sequence[Experiment], path: Path, report: Report = report_nothing) -> Iterator[Robustness]:
    """The row of each experiment: those that the file holds, then the others, added to it as soon as they are there."""
    held = {row.id: row for row in Robustness.read(path)}
    yield from (held[one.id] for one in experiments if one.id in held)
    for one in experiments:
        if one.id not in held:
            row = robustness(one, report)
            add(path, row)
            yield row
