"""The command lines that measure the same as a page."""

import shlex

import pandas as pd

from catalogue.sources.local import TITLES
from experiments.race.budget import USUAL


def start(verb: str, dataset: str) -> str:
    """The first words of a command line, up to the data set; a data set that is read from a folder needs the folder."""
    folder = "CROSSOVER_DATA=your-folder " if dataset in TITLES else ""
    return f"{folder}python -m experiments {verb} --dataset {shlex.quote(dataset)}"


def to_run(experiments: pd.DataFrame, *more: str, verb: str = "run") -> str:
    """The command line with these experiments, one per row, measured or not, and with `more` options."""
    return " ".join([start(verb, str(experiments["dataset"].iloc[0])), options(experiments), *more, "--json"])


def options(experiments: pd.DataFrame) -> str:
    """The options that choose the learners, recipes, numbers of images and seeds of these rows."""
    words = [f"--learner {learner}" for learner in experiments["learner"].unique()]
    words += [f"--recipe {recipe}" for recipe in experiments["recipe"].unique()]
    words += [f"--n-train {n}" for n in sorted(experiments["n_train"].unique())]
    return " ".join([*words, f"--seeds {experiments['seed'].max() + 1}"])


def to_race(races: pd.DataFrame, budget: int) -> str:
    """The command line that runs the same races; `races` has one per row."""
    words = [start("race", str(races["dataset"].iloc[0]))]
    learners = races["learner"].unique()
    if set(learners) != set(USUAL):
        words += [f"--learner {learner}" for learner in learners]
    return " ".join([*words, f"--budget {budget}", f"--seeds {races['seed'].max() + 1}", "--json"])
