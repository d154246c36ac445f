"""The CNN in a race: trials from scratch, each with about twice the work of the one before.

Work is images times passes; where small batches take longer per image, `Pace` adds to it. Starting over at each
doubling wastes at most half of the time, because all trials before the last together take less time than the last. The
last one fills what is left of the budget.
"""

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, replace

from experiments.race.clock import OutOfTime, RaceClock
from experiments.race.split import Split, Trial
from models.network.pace import NARROW, PROCESSOR, WIDE, Pace, pace_on
from models.register import Context, build
from settings import settings

FIRST_WORK = 1_000
PASSES = 10
MOST_PASSES = 200
LEAST_WIDE_PASSES = 12  # with fewer, a wider CNN and augmentation do not pay off
FILLING = 0.85  # share of the seconds left that a last trial may plan for, since no two trials run equally fast
OTHER_WIDTH = {NARROW: WIDE, WIDE: 32, 32: WIDE}
"""The width of the next trial, by that of the last, when neither images nor passes can become more."""
OTHER_SEED = 1_000
"""What is then added to the seed of the last trial."""


@dataclass(frozen=True)
class Effort:
    """The size of one trial: narrow as the recipe `quick`, or wide with augmentation as the recipe `thorough`."""

    n_train: int
    epochs: int
    width: int = NARROW
    seed: int = 0

    @property
    def recipe(self) -> str:
        """The recipe whose augmentation and learning rate it takes."""
        return "quick" if self.width == NARROW else "thorough"

    def work_at(self, pace: Pace) -> float:
        """The images times passes that a narrow CNN would do in the same time."""
        return pace.work(self.n_train, self.epochs, self.width)


def trials(split: Split, context: Context, clock: RaceClock) -> Iterator[Trial]:
    """Train with more and more work until the clock says OutOfTime; of `context` only seed and device matter."""
    effort = first_effort(len(split.X), split.n_classes)
    pace = pace_on(context.device)
    while True:
        before = dict(clock.spent)
        yield run_trial(effort, split, context, clock)
        seconds = {part: clock.spent[part] - before[part] for part in before}
        each = seconds["fit_seconds"] / effort.work_at(pace)
        effort = next_effort(effort, each, clock.left - seconds["predict_seconds"], len(split.X), pace)


def first_effort(n_all: int, n_classes: int) -> Effort:
    """A hundred images, or one of each class if that is more, or all there are; ten passes or more."""
    n_train = min(max(FIRST_WORK // PASSES, n_classes), n_all)
    return Effort(n_train, min(max(PASSES, FIRST_WORK // n_train), most_passes()))


def most_passes() -> int:
    """The most passes of a trial: more do not improve a CNN of this size, or the operator does not allow them."""
    return min(MOST_PASSES, settings().max_epochs)


def next_effort(last: Effort, each: float, left: float, n_all: int, pace: Pace = PROCESSOR) -> Effort:
    """The trial after `last`: twice its work, or as much as fits if no further doubling would fit after that.

    `last` took `each` seconds per unit of work. OutOfTime when nothing as large as `last` would end in time.
    """
    before = last.work_at(pace)
    work = 2 * before
    if left < (work + 2 * work / FILLING) * each:
        work = FILLING * left / each
    if work < before:
        raise OutOfTime
    if last.n_train == n_all and last.epochs >= most_passes():
        return replace(last, width=OTHER_WIDTH[last.width], seed=last.seed + OTHER_SEED)
    return effort_of(work, n_all, pace)


def effort_of(work: float, n_all: int, pace: Pace) -> Effort:
    """More images at ten passes (or as many as the operator allows), then more passes, then a wider CNN."""
    passes = min(PASSES, most_passes())
    n_train = bisect_right(range(n_all + 1), work, key=lambda n: pace.work(n, passes)) - 1
    if n_train < n_all:
        return Effort(n_train, passes)
    wide = int(work / pace.work(n_all, 1, WIDE))
    if wide < LEAST_WIDE_PASSES:
        return Effort(n_all, min(int(work / pace.work(n_all, 1)), most_passes()))
    return Effort(n_all, min(wide, most_passes()), width=WIDE)


def run_trial(effort: Effort, split: Split, context: Context, clock: RaceClock) -> Trial:
    """Train and validate one CNN; OutOfTime or Stopped at most one training step late."""
    seeded = replace(
        context,
        recipe=effort.recipe,
        n_train=effort.n_train,
        mirrored=split.mirrored,
        seed=context.seed + effort.seed,
        on_progress=lambda *_: clock.check(),
    )
    model = build("cnn", seeded, epochs=effort.epochs, width=effort.width)
    clock.doing = f"trying {effort.n_train:,} images, {effort.epochs} passes"
    clock.check()
    with clock.counting("fit_seconds"):
        model.fit(split.X[: effort.n_train], split.y[: effort.n_train])
    with clock.counting("predict_seconds"):
        predicted = model.predict(split.X_validation)
    chosen = {"epochs": effort.epochs, "width": effort.width, "augment": model.get_params()["augment"]}
    return Trial(model, effort.n_train, chosen, split.validate(predicted))
