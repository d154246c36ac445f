"""A room at one moment, as everybody in it may know it: no vote is part of it, only how many there are."""

from dataclasses import dataclass

from experiments.classroom.question import NEXT, Question, Refused, Step

LIFE_SECONDS = 86_400
MOST_ROOMS = 500
MOST_QUESTIONS = 20


class NoRoom(ValueError):  # noqa: N818  (the name says what is wrong)
    """There is no room with this code, or none any more."""

    def __init__(self, code: str) -> None:
        super().__init__(f"There is no room {code}. Rooms end after a day; please ask your teacher for today's code.")


class NotTheTeacher(ValueError):  # noqa: N818  (the name says what is wrong)
    """The key is not the one that opened the room."""

    def __init__(self) -> None:
        super().__init__("This is not the teacher's address of this room; it must be copied in full.")


@dataclass(frozen=True)
class Room:
    """`n_seats` browsers have joined; `n_voted` of them in the present round of the current question."""

    code: str
    ends_at: float
    questions: tuple[Question, ...]
    steps: tuple[Step, ...]
    n_seats: int = 0
    n_voted: int = 0

    @property
    def current(self) -> int | None:
        """The number of the question that the class is at, from 0; None before the first."""
        begun = [number for number, step in enumerate(self.steps) if step != "waiting"]
        return begun[-1] if begun else None

    @property
    def step(self) -> Step:
        """The step of the current question."""
        return "waiting" if self.current is None else self.steps[self.current]


def check_step(steps: list[Step], number: int, to: Step) -> None:
    """Refused unless the question may take this step now: questions come one after the other."""
    if not 0 <= number < len(steps):
        raise Refused(f"This room has no question {number + 1}; it has {len(steps)}.")
    if to not in NEXT[steps[number]]:
        raise Refused(f"Question {number + 1} cannot go from “{steps[number]}” to “{to}”; the page shows what is next.")
    unfinished = [other for other, step in enumerate(steps[:number]) if step not in ("reveal", "closed")]
    if unfinished:
        raise Refused(f"Please reveal question {unfinished[0] + 1} first.")
