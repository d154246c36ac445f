"""The network's side of a race: rounds from scratch, each of about twice the work of the one before.

Work is images times passes. Starting over at each doubling wastes at most half of the time: all rounds before the
last together take less than it. The last one is as large as what is left of the budget.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from experiments.race.clock import OutOfTime, RaceClock
from experiments.race.split import Course, Tried
from models.register import Context, build
from settings import settings

FIRST_WORK = 1_000
PASSES = 10
MOST_PASSES = 200
LEAST_WIDE_PASSES = 12  # fewer do not repay a wider network and changed copies
WIDE_COST = 2  # measured: 1.8 times the seconds a pass on digits, 2.0 times on CIFAR-10
FILLING = 0.85  # of what is left goes into a last round, since no two rounds run equally fast
OTHER_SEED = 1_000


@dataclass(frozen=True)
class Effort:
    """One round: plain as the recipe `quick`, or wide and on changed copies as the recipe `thorough`."""

    n_train: int
    epochs: int
    width: int = 16
    seed: int = 0

    @property
    def recipe(self) -> str:
        """Whose augmentation and learning rate it takes."""
        return "quick" if self.width == 16 else "thorough"

    @property
    def work(self) -> float:
        """Passes of images through the narrow network that take as long."""
        return self.n_train * self.epochs * (1 if self.width == 16 else WIDE_COST)


def rounds(course: Course, context: Context, clock: RaceClock) -> Iterator[Tried]:
    """Train ever more until the clock says OutOfTime; of `context` only seed and device matter."""
    effort = first_effort(len(course.X), course.n_classes)
    while True:
        before = dict(clock.spent)
        yield played(effort, course, context, clock)
        seconds = {part: clock.spent[part] - before[part] for part in before}
        pace = seconds["fit_seconds"] / effort.work
        effort = next_effort(effort, pace, clock.left - seconds["predict_seconds"], len(course.X))


def first_effort(n_all: int, n_classes: int) -> Effort:
    """A hundred images, or one a class, or all, ten times or more."""
    n_train = min(max(FIRST_WORK // PASSES, n_classes), n_all)
    return Effort(n_train, min(max(PASSES, FIRST_WORK // n_train), most_passes()))


def most_passes() -> int:
    """More than these make a network of this size no better, or are more than the operator allows."""
    return min(MOST_PASSES, settings().max_epochs)


def next_effort(last: Effort, pace: float, left: float, n_all: int) -> Effort:
    """The round after `last`, which took `pace` seconds a work; OutOfTime when nothing as large ends in what is left.

    Twice the work, or, where no further doubling would fit after that, as much as fits.
    """
    work = 2 * last.work
    if left < (work + 2 * work / FILLING) * pace:
        work = FILLING * left / pace
    if work < last.work:
        raise OutOfTime
    if last.n_train == n_all and last.epochs >= most_passes():
        return replace(last, width=56 - last.width if last.width > 16 else 24, seed=last.seed + OTHER_SEED)
    return effort_of(work, n_all)


def effort_of(work: float, n_all: int) -> Effort:
    """Ten passes while there are images left, then more of them, then a wider network that sees changed copies.

    Fewer than ten where the operator allows no more.
    """
    passes = min(PASSES, most_passes())
    n_train = int(work / passes)
    if n_train < n_all:
        return Effort(n_train, passes)
    wide = int(work / n_all / WIDE_COST)
    if wide < LEAST_WIDE_PASSES:
        return Effort(n_all, min(int(work / n_all), most_passes()))
    return Effort(n_all, min(wide, most_passes()), width=24)


def played(effort: Effort, course: Course, context: Context, clock: RaceClock) -> Tried:
    """Train and validate one network; OutOfTime, or Stopped, within a step of the moment."""
    seeded = replace(
        context,
        recipe=effort.recipe,
        n_train=effort.n_train,
        mirrored=course.mirrored,
        seed=context.seed + effort.seed,
        on_progress=lambda *_: clock.check(),
    )
    model = build("cnn", seeded, epochs=effort.epochs, width=effort.width)
    clock.doing = f"trying {effort.n_train:,} images, {effort.epochs} passes"
    clock.check()
    with clock.counting("fit_seconds"):
        model.fit(course.X[: effort.n_train], course.y[: effort.n_train])
    with clock.counting("predict_seconds"):
        answered = model.predict(course.X_validation)
    chosen = {"epochs": effort.epochs, "width": effort.width, "augment": model.get_params()["augment"]}
    return Tried(model, effort.n_train, chosen, float((answered == course.y_validation).mean()))
