"""A verb that only waits: results, failures and crashes by name, so that engines can be tested without learning."""

import json
import os
import signal
import time
from pathlib import Path
from typing import Any

from experiments.spec import Experiment, Progress, Report, Result, ShouldStop


def result(experiment: Experiment, **changes: Any) -> Result:
    """A result made up of round numbers."""
    values: dict[str, Any] = {
        "accuracy": 0.5,
        "n_test": 8,
        "correct": b"\xaa",
        "predictions": b"\x00\x01",
        "feature_seconds": 0.25,
        "fit_seconds": 0.5,
        "predict_seconds": 0.125,
        "n_parameters": 3,
        "model_bytes": 24,
        "device": "cpu",
        "machine": "toy",
        "threads": 1,
        "versions": {"toy": "1"},
        "commit": "abc",
        "measured_at": "2026-01-01T00:00:00+00:00",
        "details": {"steps": 4},
    }
    return Result(experiment, **{**values, **changes})


def run(experiment: Experiment, report: Report, should_stop: ShouldStop) -> Result:
    """Wait `settings["milliseconds"]` in steps of ten, leaving a line per start in the file `settings["log"]`.

    While a file `settings["taken"]` is there, which another one made, it fails.
    """
    settings = dict(experiment.settings)
    if "log" in settings:
        with Path(str(settings["log"])).open("a") as log:
            log.write(f"{experiment.n_train} {os.getpid()}\n")
    if "taken" in settings:
        Path(str(settings["taken"])).touch(exist_ok=False)
    if experiment.learner == "wrong":
        raise ValueError("No such learner.")
    if experiment.learner == "deadly":
        os.kill(os.getpid(), signal.SIGSEGV)
    if experiment.learner == "deaf":
        time.sleep(60)
    n_steps = int(settings.get("milliseconds", 10)) // 10
    for step in range(n_steps):
        time.sleep(0.01)
        report(Progress(step / n_steps, f"step {step} of {n_steps}", json.dumps(list(range(step)))))
        if should_stop():
            raise RuntimeError("stopped")
    if "taken" in settings:
        Path(str(settings["taken"])).unlink()
    return result(experiment, threads=int(os.environ.get("OMP_NUM_THREADS", "0")))
