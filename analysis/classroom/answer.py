"""What measured rows answer to a question: a number with its band, or one or several of the choices."""

from dataclasses import dataclass
from typing import Any

from analysis.classroom.scale import OPTIONS
from analysis.lesson.evidence import Place


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
