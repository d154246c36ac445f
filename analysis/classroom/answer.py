"""What measured rows answer to a question, a number or some of the choices, and the numbers to vote for."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from analysis.common.wording import count, figures
from analysis.lesson.evidence import Place

STEPS = (1.0, 1.5, 2.0, 3.0, 5.0, 7.0)
"""Steps of a logarithmic scale within a power of ten: each is about 1.5 times the one before."""

IMAGES = (*(step * 10**power for power in range(1, 5) for step in STEPS), 100_000.0)
PERCENT = tuple(range(0, 101, 5))
TIMES = (*(step / 10 for step in STEPS), *(step * 10**power for power in range(3) for step in STEPS), 1_000.0)

SEEDS = tuple(range(11))

OPTIONS: dict[str, tuple[float, ...]] = {"images": IMAGES, "%": PERCENT, "times": TIMES, "seeds": SEEDS}
"""The numbers that may be voted for, smallest first, by unit."""

LINEAR = ("%", "seeds", "")
"""Units whose scale is not logarithmic."""


@dataclass(frozen=True)
class Answer:
    """The answer under one condition: `about` names the condition, `where` says it in words.

    A number has a `unit` and its 95 % band, `low` to `high`; otherwise `right` are the numbers of the right `choices`.
    `images` are the numbers of the test images that the choices show, one each, if they show any. `recipe`, `n_train`
    and `budget` (the seconds of a race) are empty or 0 where the rows have several values.
    """

    about: str
    where: str
    finding: str
    dataset: str = ""
    origin: str = ""
    unit: str = ""
    low: float = 0.0
    value: float = 0.0
    high: float = 0.0
    choices: tuple[str, ...] = ()
    right: tuple[int, ...] = ()
    images: tuple[int, ...] = ()
    recipe: str = ""
    n_train: int = 0
    budget: float = 0.0

    @property
    def options(self) -> tuple[float, ...]:
        """The values that a vote may have."""
        return OPTIONS[self.unit] if self.unit else tuple(map(float, range(len(self.choices))))


def answer_at(place: Place, where: str, finding: str, *, about: str = "", **facts: Any) -> Answer:
    """The answer from a place's rows; `facts` are further fields of Answer."""
    known = {"dataset": place.dataset, "origin": place.origin, "recipe": place.recipe}
    return Answer(about or f"{where} {place.origin}", where, finding, **(known | facts))


def write(value: float, unit: str) -> str:
    """`1,500 images`, `45 %`, `0.5 times`, `1 seed`."""
    if unit == "times":
        return f"{figures(value)} times"
    if unit == "seeds":
        return f"{value:g} {'seed' if value == 1 else unit}"
    return f"{count(value)} {unit}" if unit else count(value)


def on_axis(value: float, options: Sequence[float], unit: str) -> float:
    """Where a number lies on the axis whose first option is at 0, the second at 1, and so on.

    Between two options the place is interpolated, on a logarithmic scale except for percentages and seeds. A number
    outside the options lies at the nearest end.
    """
    numbers = np.array([*options, value], dtype=float)
    scaled = numbers if unit in LINEAR else np.log(numbers)
    return float(np.interp(scaled[-1], scaled[:-1], np.arange(len(options))))


def at_place(where: float, options: Sequence[float], unit: str) -> float:
    """The number at a place of the axis, which may lie half way between two options."""
    numbers = np.array(options, dtype=float)
    found = np.interp(where, np.arange(len(options)), numbers if unit in LINEAR else np.log(numbers))
    return float(found if unit in LINEAR else np.exp(found))
