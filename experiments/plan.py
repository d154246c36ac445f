"""Turns a visitor's choices into a list of experiments, or says in one sentence what is wrong with them."""

from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from numbers import Real
from pathlib import Path
from typing import TYPE_CHECKING

import catalogue
from catalogue.dataset import Images
from experiments.race.budget import RACE, USUAL, checked, require_racer
from experiments.spec import Experiment, Setting, sweep
from models.register import Context, build, require
from settings import settings

if TYPE_CHECKING:
    from sklearn.base import BaseEstimator

MOST_SEEDS = 1_000
DEVICES = ("auto", "cpu", "cuda", "mps", "xpu")


def plan(
    dataset: str,
    images: Images,
    learners: Sequence[str],
    sizes: Iterable[int],
    n_seeds: int,
    recipes: Sequence[str] = ("quick",),
    device: str = "auto",
    chosen: Mapping[str, Mapping[str, Setting]] | None = None,
) -> list[Experiment]:
    """The sweep over every combination, with the `chosen` settings of each learner.

    ValueError, one sentence, when part of it cannot be measured.
    """
    chosen = {learner: dict(values) for learner, values in (chosen or {}).items()}
    sizes = list(sizes)
    if not (learners and sizes and recipes):
        raise ValueError("Name at least one learner, one number of training images and one recipe.")
    check_seeds_and_device(n_seeds, device)
    for recipe in recipes:
        for learner in {*learners, *chosen}:
            require(learner, recipe)
    for learner, values in chosen.items():
        if learner not in learners:
            raise ValueError(f"Settings are given for {learner!r}, which is not among the learners to measure.")
        for recipe in recipes:
            chosen[learner] = _as_declared(build(learner, Context(recipe), **values), values)
    for n_train in sizes:
        catalogue.check_size(images, n_train)
    return sweep(dataset, learners, sizes, n_seeds, recipes, device, images.version, chosen)


def _as_declared(model: "BaseEstimator", values: Mapping[str, Setting]) -> dict[str, Setting]:
    """The settings, with 125 as 125.0 where the model takes any number, so that both are the same experiment."""
    real = set()
    for part in [model, *model.get_params().values()]:
        for name, kinds in getattr(part, "_parameter_constraints", {}).items():
            if any(getattr(kind, "type", None) is Real for kind in kinds):
                real.add(name)
    return {name: float(value) if name in real and type(value) is int else value for name, value in values.items()}


def check_seeds_and_device(n_seeds: int, device: str) -> None:
    """ValueError, one sentence, unless there are 1 to 1,000 seeds and the device is known."""
    if not 1 <= n_seeds <= MOST_SEEDS:
        raise ValueError(f"The number of seeds must be from 1 to {MOST_SEEDS:,}, not {n_seeds}.")
    if device not in DEVICES:
        raise ValueError(f"There is no device {device!r}; there are {', '.join(DEVICES)}.")


def plan_race(
    dataset: str,
    images: Images,
    budget_seconds: int,
    n_seeds: int,
    learners: Sequence[str] = USUAL,
    device: str = "auto",
) -> list[Experiment]:
    """Each learner's race from each seed, on as many training images as there are and are allowed.

    The races of a seed are neighbours, so that two workers run them at the same time. ValueError, one sentence, when
    part of it cannot be run.
    """
    for learner in learners:
        require_racer(learner)
    if not learners:
        raise ValueError("Name at least one learner.")
    check_seeds_and_device(n_seeds, device)
    n_train = min(len(images.X_train), settings().max_images)
    least = 2 * len(images.classes)
    if n_train < least:
        raise ValueError(f"A race on {images.name} needs {least} training images, two per class, not {n_train}.")
    chosen = {learner: {"budget_seconds": checked(budget_seconds)} for learner in learners}
    return sweep(dataset, learners, [n_train], n_seeds, [RACE], device, images.version, chosen)


def usual_sizes(images: Images, smallest: int = 100) -> list[int]:
    """1, 2 and 5 times powers of ten, from 100 (or one image a class if that is more) to all there are."""
    n_all, n_classes = len(images.X_train), len(images.classes)
    steps = [digit * 10**power for power in range(1, 8) for digit in (1, 2, 5)]
    return [n for n in steps if max(smallest, n_classes) <= n < n_all] + [n_all]


def parse_settings(assignments: Iterable[str]) -> dict[str, dict[str, Setting]]:
    """`cnn.epochs=10` as {"cnn": {"epochs": 10}}; ValueError, one sentence, for anything else."""
    found: dict[str, dict[str, Setting]] = {}
    for assignment in assignments:
        name, equals, value = assignment.partition("=")
        learner, dot, setting = name.partition(".")
        if not (equals and dot and learner and setting):
            raise ValueError(f"A setting is written as learner.name=value, like cnn.epochs=10, not {assignment!r}.")
        found.setdefault(learner, {})[setting] = parse_value(value)
    return found


def parse_value(text: str) -> Setting:
    """A whole number, a number, true or false, or else the text itself."""
    if text in ("true", "false"):
        return text == "true"
    for kind in (int, float):
        with suppress(ValueError):
            return kind(text)
    return text


def parse_size(text: str) -> int:
    """A whole number of images; ValueError, one sentence, otherwise."""
    try:
        return int(text.replace(",", "").replace("_", ""))
    except ValueError:
        raise ValueError(f"The number of training images must be a whole number, not {text!r}.") from None


def dataset_name(name_or_path: str, classes_at: int | None = None) -> str:
    """The data set's name if it is listed, also when given by its path; any other path as an absolute one.

    With the level of its class folders it ends in @ and the level.
    """
    if classes_at:
        return f"{dataset_name(name_or_path)}@{classes_at}"
    if name_or_path in {entry.name for entry in catalogue.entries()}:
        return name_or_path
    path = Path(name_or_path).expanduser()
    return (catalogue.name_at(path) or str(path.resolve())) if name_or_path and path.exists() else name_or_path
