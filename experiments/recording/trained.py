"""Steps that train learners and race them, on CIFAR-10 where this machine has it, otherwise on the digits."""

import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property, partial
from importlib import import_module
from typing import Any

import catalogue
from catalogue.dataset import Images
from experiments.clock import clock
from experiments.plan import plan_race
from experiments.race.budget import RACE
from experiments.recording.files import Files
from experiments.recording.steps import Step
from experiments.run import context, run
from experiments.spec import Experiment, Result, report_nothing
from models.register import Context, build

CIFAR = ("cifar10", "cifar10-jpeg")
"""Names of CIFAR-10: the download, and the copy in the folder CROSSOVER_DATA."""
NO_CIFAR = "as CIFAR-10 is not on this machine: put cifar10-jpeg.tar.xz into the folder that CROSSOVER_DATA names"
OF_CIFAR = (1_000, 10_000, 50_000)
SIZES = {"digits": (1_000, 3_500), "cifar10": OF_CIFAR, "cifar10-jpeg": OF_CIFAR}
SVM_SIZES = {1_000: 20.0, 3_500: 20.0, 10_000: 90.0}
"""Images that the SVM learns from, and the seconds to expect: its features are the processor's work."""
READING = 90.0
"""Seconds to expect for decoding an archive of 60,000 images, once per machine."""
RACE_SECONDS = 60
SCORING = 1.3
"""A race takes this many times its budget, as its clock stands still while models are scored."""
SPEED_SEEDS = 3
WIDE = 2
"""Times as long for an epoch of the recipe `thorough`."""
GUESSES = {"cpu": (6e-4, 5e-3)}
"""Seconds for one image of one epoch of the CNN, and of the recipe `speed`, until one was trained on the device."""
GPU_GUESS = (8e-5, 4e-5)


@dataclass(frozen=True)
class Trainer:
    """Trains on one device and adds the results to the files."""

    files: Files
    device: str

    @cached_property
    def dataset(self) -> str:
        """The data set: CIFAR-10, or the digits where it is missing."""
        here = {entry.name for entry in catalogue.entries() if entry.available}
        return next((name for name in CIFAR if name in here), "digits")

    @cached_property
    def asked(self) -> str:
        """The device as experiments name it: `auto` where that is this device, so that ids are those of the app."""
        found = import_module("models.network.cnn").resolved_device("auto")  # torch, which pages must not import
        return "auto" if found == self.device else self.device

    def steps(self) -> Iterator[Step]:
        """The trainings that are not recorded yet, most valuable first, and before them reading their images."""
        found = [step for step in self._trainings() if step]
        if found:
            title = f"reading {self.dataset}"
            # The number of images is known once they were decoded, perhaps by an earlier command.
            is_read = {entry.name: entry.n_train for entry in catalogue.entries()}[self.dataset] is not None
            yield Step(title, "reading", 1, 2.0 if is_read else READING, self._read)
            yield from (replace(step, after=title) for step in found)

    def _trainings(self) -> Iterator[Step | None]:
        sizes = SIZES[self.dataset]
        plain, fast = GUESSES.get(self.device, GPU_GUESS)
        for n_train in sizes:
            for recipe, times in (("quick", 1), ("thorough", WIDE)):
                work = n_train * epochs(recipe, n_train) * times
                yield self._training("cnn", n_train, recipe, kind="cnn", work=work, guess=plain)
        most, has_cifar = sizes[-1], self.dataset in CIFAR
        fast_one = {"work": most * epochs("speed", most), "guess": fast, "missing": "" if has_cifar else NO_CIFAR}
        for seed in range(SPEED_SEEDS if has_cifar else 1):
            yield self._training("cnn", most, "speed", seed, kind="speed", **fast_one)
        for learner in ("cnn", "svm"):
            yield self._race(learner)
        for n_train in sizes:
            if n_train in SVM_SIZES:
                yield self._training("svm", n_train, kind=f"svm {n_train}", work=1, guess=SVM_SIZES[n_train])

    def _read(self, left: float) -> int:  # noqa: ARG002 - decoding is not interrupted
        """Read the images, and warm the CNN up: its first seconds would spoil the forecast of the next training."""
        catalogue.load(self.dataset)
        build("cnn", Context(device=self.device))
        return 0

    def _training(
        self, learner: str, n_train: int, recipe: str = "quick", seed: int = 0, **forecast: Any
    ) -> Step | None:
        """The step that trains this and is forecast so; None if it is recorded."""
        one = Experiment(self.dataset, learner, n_train, seed, recipe, self.asked, catalogue.version(self.dataset))
        if one.id in {result.id for result in self._recorded()}:
            return None
        title = f"{learner} {recipe} on {n_train:,} images of {self.dataset}, seed {seed}"
        return Step(title, do=partial(self._run, one), **forecast)

    def _race(self, learner: str) -> Step | None:
        """A race, which needs the data set's number of images and therefore to have read it."""
        title = f"race of {learner} on {self.dataset}, {RACE_SECONDS} s"
        if (learner, RACE) in {(one.experiment.learner, one.experiment.recipe) for one in self._recorded()}:
            return None

        def do(left: float) -> int:
            (one,) = plan_race(self.dataset, catalogue.load(self.dataset), RACE_SECONDS, 1, [learner], self.asked)
            return self._run(one, left)

        return Step(title, f"race of {learner}", RACE_SECONDS, SCORING, do)

    def _recorded(self) -> list[Result]:
        return [one for one in self.files.measured() if one.experiment.dataset == self.dataset]

    def _run(self, one: Experiment, left: float) -> int:
        """Train and add the result; Stopped when the seconds are over."""
        end = time.monotonic() + left
        images = catalogue.load(one.dataset)
        warm_up = warm_up_seconds(images, one) if one.recipe == "speed" else None
        result = run(one, report_nothing, lambda: time.monotonic() > end)
        self.files.add_result(result if warm_up is None else with_warm_up(result, warm_up))
        return 1


def epochs(recipe: str, n_train: int) -> int:
    """Epochs of the CNN in a recipe."""
    recipes = import_module("models.network.recipes")  # torch, as above
    return int(recipes.RECIPES[recipe](Context(recipe, n_train)).get("epochs", recipes.CNN().epochs))


def warm_up_seconds(images: Images, one: Experiment) -> float:
    """Seconds of two first steps of the recipe `speed`, in which a GPU's libraries choose and load what they use."""
    model = build(one.learner, context(one, images), epochs=1)
    n_images = 2 * model.get_params()["batch_size"]
    with clock() as stopwatch:
        model.fit(images.X_train[:n_images], images.y_train[:n_images])
    return stopwatch.seconds


def with_warm_up(result: Result, seconds: float) -> Result:
    """The result with the warm-up's seconds in its details; `fit_seconds` stay without. Nothing is compiled."""
    more = {"compiled": False, "warm_up_seconds": seconds, "fit_seconds_with_warm_up": seconds + result.fit_seconds}
    return replace(result, details={**result.details, **more})
