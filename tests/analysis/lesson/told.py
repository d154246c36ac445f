"""Evidence made by hand, in the columns of the real rows, for each verdict both ways."""

import json
from collections.abc import Callable, Mapping
from dataclasses import asdict, replace

import numpy as np
import pandas as pd

from analysis.lesson.evidence import Evidence
from tests.analysis.synthetic import row, rows
from tests.analysis.timing import timed
from tests.bundle.deployment.test_row import ROW

SIZES = (100, 400, 1600, 6400, 25600)
N_TEST = 4000
NO_RESULTS = rows(sizes=(100,), n_seeds=1, n_test=8)[:0]
NO_TIMES = timed.frame(timed.row())[:0]
NO_MODELS = pd.DataFrame([asdict(ROW) | {"origin": "here"}])[:0]


def evidence(
    *results: pd.DataFrame,
    timings: pd.DataFrame | None = None,
    deployed: pd.DataFrame | None = None,
    changed: pd.DataFrame | None = None,
) -> Evidence:
    """All that is known; nothing of what is not given."""
    return Evidence(
        pd.concat(results) if results else NO_RESULTS,
        NO_TIMES if timings is None else timings,
        NO_MODELS if deployed is None else deployed,
        {"cifar10": "CIFAR-10", "mnist": "MNIST"},
        changed=pd.DataFrame() if changed is None else changed,
    )


def law(floor: float, first: float, alpha: float) -> Callable[[int], float]:
    """The accuracy under error = floor + rest, where the error with 100 images is `first`."""
    return lambda n: 1 - floor - (first - floor) * (n / 100) ** -alpha


def curve(learner: str, accuracy: Callable[[int], float], **changed: object) -> pd.DataFrame:
    """Three seeds of one learner's curve; `changed` are columns, or arguments of `synthetic.rows`."""
    usual = {"sizes": SIZES, "n_test": N_TEST, "seed_spread": 0.001, "settings": "{}"}
    recipe = str(changed.pop("recipe", "quick"))
    made = rows({(learner, recipe): accuracy}, **{**usual, **changed})
    return made.assign(id=made["dataset"] + made["settings"] + made["id"])


def right(learner: str, share: float, dataset: str, **changed: object) -> pd.DataFrame:
    """Three seeds with exactly this share right, of learners that agree on which images are hard."""
    correct = np.arange(N_TEST) < round(share * N_TEST)
    settings = changed.pop("settings", {})
    told = {"dataset": dataset, "settings": json.dumps(settings), **changed}
    made = [row(learner, "quick", 1000, seed, correct) | told for seed in range(3)]
    return pd.DataFrame(made).assign(id=lambda table: table["dataset"] + table["settings"] + table["id"])


def families(dataset: str, shares: Mapping[str, float]) -> pd.DataFrame:
    """All families together, and each alone."""
    alone = [right("svm", share, dataset, settings={"only": family}) for family, share in shares.items()]
    return pd.concat([right("svm", 0.9, dataset), *alone])


def models(**libraries: tuple[str, float, int, float]) -> pd.DataFrame:
    """Kept models at work, each as library, accuracy, bytes and milliseconds."""
    made = []
    for name, (library, accuracy, n_bytes, milliseconds) in libraries.items():
        learner = name.rstrip("0123456789")
        times = {"latency_p50": milliseconds / 1e3, "latency_p95": 1.2 * milliseconds / 1e3}
        changed = replace(ROW, learner=learner, library=library, accuracy=accuracy, n_bytes=n_bytes, **times)
        made.append(asdict(replace(changed, n_test=10_000)) | {"origin": "here"})
    return pd.DataFrame(made)
