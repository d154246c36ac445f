"""All rows by which claims are judged, and what several verdicts need of them, each computed once."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analysis.common.machine import device_name, measured_here
from analysis.common.summary import summarise
from analysis.common.variants import RACE, settings_of, without_settings
from analysis.common.wording import listed
from analysis.data_size.crossover import Crossover, crossovers
from analysis.data_size.learning_curve import PowerLaw, power_laws
from analysis.features.ablation import Ablation, ablate
from analysis.lesson.verdict import Answer, Condition
from analysis.race.curve import curves
from analysis.race.lead import Contest, contest

IMAGES = ["dataset", "data_version", "n_test"]
"""Rows that agree in all of these were scored on the same test images."""

CURVE = [*IMAGES, "recipe", "origin"]
"""Rows that agree in all of these belong to the curves of one place, one for each learner."""

CONDITION = [*IMAGES, "n_train", "recipe", "origin"]
"""Rows that agree in all of these were measured under one condition."""

ONE_CUE = "shapes-"
"""Prefix of the data sets whose classes differ in one cue only."""

FEWEST_FAMILIES = 3
"""With fewer families than this, their order is not worth comparing."""

SIDES = ("svm", "cnn")

PRETRAINED = "pretrained"
"""The learner that starts from features learned on other images, unlike both sides."""

FEW = 1_000
"""The lesson calls a number of images below this "few"."""


@dataclass(frozen=True)
class Place:
    """Where something was measured: on which images, how, and by which machine."""

    dataset: str
    origin: str
    where: str  # `MNIST, quick training`
    source: str  # `recorded on AMD EPYC, 2 cores`
    recipe: str = ""

    def condition(self, answer: Answer, measured: str, n_train: int, weight: float | None = None) -> Condition:
        """The condition measured here with this many images, whose number is its weight unless another is given."""
        weight = float(n_train if weight is None else weight)
        return Condition(self.where, answer, measured, weight, self.source, self.dataset, self.origin, n_train)


def no_classes(_dataset: str, _version: str) -> None:
    """None, for test images whose classes are not known."""


@dataclass(frozen=True, eq=False)
class Evidence:
    """Everything that claims are judged by."""

    results: pd.DataFrame  # rows of the store
    timings: pd.DataFrame  # of single operations
    deployed: pd.DataFrame  # of models in use
    names: Mapping[str, str]  # titles of data sets and labels of feature families, for sentences
    crossovers_of: Callable[[pd.DataFrame], list[Crossover]] = crossovers  # of one data set's rows; may be cached
    laws_of: Callable[[pd.DataFrame], list[PowerLaw]] = power_laws  # likewise
    probes: pd.DataFrame = field(default_factory=pd.DataFrame)  # rows of what each layer holds
    changed: pd.DataFrame = field(default_factory=pd.DataFrame)  # rows of changed test images
    approximated: pd.DataFrame = field(default_factory=pd.DataFrame)  # rows of approximated functions
    test_classes: Callable[[str, str], NDArray[np.int64] | None] = no_classes  # of a data set in a version, if known
    class_gpus: pd.DataFrame = field(default_factory=pd.DataFrame)  # rows of visitors' GPUs

    @cached_property
    def curve_rows(self) -> pd.DataFrame:
        """The rows of both learners under unchanged recipes, without races."""
        return self._unchanged(SIDES)

    @cached_property
    def crossings(self) -> list[tuple[Place, Crossover]]:
        """Where the two curves cross, for each data set, recipe and origin that has both."""
        return [
            (self.place(group[(group["origin"] == one.origin) & (group["recipe"] == one.recipe)]), one)
            for group in _groups(self.curve_rows)
            for one in self.crossovers_of(group)
            if one.sizes
        ]

    @cached_property
    def laws(self) -> list[tuple[Place, PowerLaw]]:
        """The law of each curve that has enough sizes."""
        keys = ["recipe", "origin", "learner"]
        return [
            (self.place(group[(group[keys] == [law.recipe, law.origin, law.learner]).all(axis=1)]), law)
            for group in _groups(self.curve_rows)
            for law in self.laws_of(group)
        ]

    @cached_property
    def contests(self) -> list[tuple[Place, Contest]]:
        """The two curves of each data set's races."""
        found = []
        for group in _groups(self.results[self.results["recipe"] == RACE]):
            pair = contest(curves(group))
            if pair is not None:
                found.append((self.place(group[group["origin"] == pair.facts["origin"]]), pair))
        return found

    @cached_property
    def summaries(self) -> list[tuple[Place, pd.DataFrame]]:
        """Mean, band and seconds of each curve and size, for each data set, recipe and origin."""
        if self.curve_rows.empty:
            return []
        return list(self.each(summarise(self.curve_rows), CURVE))

    @cached_property
    def pretrained(self) -> pd.DataFrame:
        """The rows of all learners under unchanged recipes, without races, where there are pretrained features."""
        rows = self._unchanged((PRETRAINED, *SIDES))
        return rows.merge(rows.loc[rows["learner"] == PRETRAINED, CURVE].drop_duplicates(), on=CURVE)

    @cached_property
    def overtaken(self) -> list[tuple[Place, list[Crossover]]]:
        """How pretrained features overtake each of the sides, where all three are measured with few images."""
        found = []
        for place, group in self.each(self.pretrained, CURVE):
            pairs = [one for other in SIDES for one in crossovers(group, other, PRETRAINED) if one.sizes]
            few = [one for one in pairs if one.smallest < FEW]
            if len(few) == len(SIDES):
                found.append((place, few))
        return found

    @cached_property
    def ablations(self) -> list[tuple[Place, Ablation]]:
        """For each data set, the ablation with the most families alone and, among equals, the most images."""
        rows = self.results[(self.results["learner"] == "svm") & ~self.results["dataset"].str.startswith(ONE_CUE)]
        found = []
        for _, of_images in rows.groupby("dataset", sort=True):
            groups = list(self.each(of_images, [*IMAGES, "origin", "recipe", "n_train"]))
            place, best = max(groups, key=lambda one: (len(families_alone(one[1])), one[1]["n_train"].iloc[0]))
            families = sorted(families_alone(best))
            if len(families) >= FEWEST_FAMILIES:
                found.append((place, ablate(best, families)))
        return found

    def _unchanged(self, learners: Sequence[str]) -> pd.DataFrame:
        """The rows of these learners under unchanged recipes, without races."""
        return without_settings(self.results[self.results["learner"].isin(learners) & (self.results["recipe"] != RACE)])

    def each(self, rows: pd.DataFrame, keys: list[str]) -> Iterator[tuple[Place, pd.DataFrame]]:
        """Each group of rows that agree in these columns, after its place; none where nothing was measured."""
        if len(rows):
            yield from ((self.place(group), group) for _, group in rows.groupby(keys, sort=True))

    def name(self, key: str) -> str:
        """The title of a data set, or the label of a feature family."""
        return self.names.get(key, key)

    def place(self, rows: pd.DataFrame) -> Place:
        """Where these rows, of one data set, recipe and origin, were measured."""
        first = rows.iloc[0]
        dataset, origin, recipe = str(first["dataset"]), str(first["origin"]), str(first["recipe"])
        how = "" if recipe in ("", RACE) else f", {recipe} training"
        return Place(dataset, origin, f"{self.name(dataset)}{how}", source_of(rows), recipe)


def source_of(rows: pd.DataFrame) -> str:
    """`recorded on AMD EPYC, 2 cores`: whether rows of one origin were measured here, and their CPUs or GPUs."""
    pairs = set(zip(rows["machine"].tolist(), rows["device"].tolist(), strict=True))
    machines = sorted({device_name(str(machine), str(device)) for machine, device in pairs})
    return f"{'measured here' if measured_here(str(rows['origin'].iloc[0])) else 'recorded'} on {listed(machines)}"


def _groups(rows: pd.DataFrame) -> Iterator[pd.DataFrame]:
    """The rows grouped by test images, because accuracies on different ones are never compared."""
    yield from (group for _, group in rows.groupby(IMAGES, sort=True))


def families_alone(rows: pd.DataFrame) -> set[str]:
    """The families measured alone."""
    return {family for text in rows["settings"].unique() if (family := family_alone(text))}


def family_alone(settings: str) -> str:
    """The family that a row with these settings used alone; empty for any other row."""
    chosen = settings_of(settings)
    return str(chosen["only"]) if list(chosen) == ["only"] else ""
