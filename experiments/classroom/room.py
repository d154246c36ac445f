"""A room as everybody in it may know it, and its questions: what may be voted when, and when votes may be seen.

No vote is part of a room, only how many there are.
"""

from dataclasses import dataclass
from typing import Literal

Step = Literal["waiting", "open", "discuss", "again", "reveal", "closed"]

NEXT: dict[Step, tuple[Step, ...]] = {
    "waiting": ("open",),
    "open": ("discuss", "reveal"),
    "discuss": ("again", "reveal"),
    "again": ("reveal",),
    "reveal": ("closed",),
    "closed": (),
}
"""The steps that a teacher may take from each step."""

ROUNDS: dict[Step, int] = {"open": 1, "again": 2}
"""The steps in which students vote: the first vote and, after a discussion, the second."""

SHOWN: tuple[Step, ...] = ("reveal", "closed")
"""The steps in which anybody may see how the class voted."""

FREE = "free"
"""The kind of a question that a teacher wrote; the others are in the register of questions."""

MOST_LETTERS = 200
MOST_LETTERS_OF_A_CHOICE = 80
FEWEST_CHOICES, MOST_CHOICES = 2, 6
LIFE_SECONDS = 86_400
MOST_ROOMS = 500
MOST_QUESTIONS = 20


class Refused(ValueError):  # noqa: N818  (the name says what happened)
    """A vote, a step or a question cannot be accepted; one sentence says why."""


class NoRoom(ValueError):  # noqa: N818  (the name says what is wrong)
    """There is no room with this code, or none any more."""

    def __init__(self, code: str) -> None:
        super().__init__(f"There is no room {code}. Rooms end after a day; please ask your teacher for today's code.")


class NotTheTeacher(ValueError):  # noqa: N818  (the name says what is wrong)
    """The key is not the one that opened the room."""

    def __init__(self) -> None:
        super().__init__("This is not the teacher's address of this room; it must be copied in full.")


@dataclass(frozen=True)
class Question:
    """A question as the room keeps it: `options` are the votes that count, `choices` what each of them says.

    `kind` and `about` name what answers it in the register; `where` says on which data. Numbers have a `unit`
    and no choices.
    """

    kind: str
    about: str
    prompt: str
    options: tuple[float, ...]
    unit: str = ""
    choices: tuple[str, ...] = ()
    where: str = ""

    @property
    def whole(self) -> str:
        """The question with its condition, in one line."""
        return f"{self.prompt} ({self.where})" if self.where else self.prompt


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


def free(prompt: str, choices: list[str]) -> Question:
    """A teacher's own question; Refused with what would be right."""
    prompt, written = _line(prompt), [line for line in map(_line, choices) if line]
    if not 1 <= len(prompt) <= MOST_LETTERS:
        raise Refused(f"A question has 1 to {MOST_LETTERS} letters; this one has {len(prompt)}.")
    if not FEWEST_CHOICES <= len(written) <= MOST_CHOICES:
        raise Refused(
            f"A question has {FEWEST_CHOICES} to {MOST_CHOICES} choices, one a line; this one has {len(written)}."
        )
    if len(set(written)) < len(written):
        raise Refused("Two choices are the same; each must be different.")
    longest = max(map(len, written))
    if longest > MOST_LETTERS_OF_A_CHOICE:
        raise Refused(f"A choice has at most {MOST_LETTERS_OF_A_CHOICE} letters; the longest here has {longest}.")
    return Question(FREE, "", prompt, tuple(map(float, range(len(written)))), choices=tuple(written))


def check_vote(question: Question, step: Step, value: float) -> int:
    """The round in which this vote counts; Refused if voting is closed, or if the value is not one of the options."""
    if step == "waiting":
        raise Refused("This question is not open yet; please wait for your teacher.")
    if step == "discuss":
        raise Refused("The first vote has ended; discuss now, the second vote comes next.")
    if step not in ROUNDS:
        raise Refused("Voting on this question has ended.")
    if value not in question.options:
        raise Refused("This vote is none of the choices; please choose one that the page offers.")
    return ROUNDS[step]


def check_step(steps: list[Step], number: int, to: Step) -> None:
    """Refused unless the question may take this step now: questions come one after the other."""
    if not 0 <= number < len(steps):
        raise Refused(f"This room has no question {number + 1}; it has {len(steps)}.")
    if to not in NEXT[steps[number]]:
        raise Refused(f"Question {number + 1} cannot go from “{steps[number]}” to “{to}”; the page shows what is next.")
    unfinished = [other for other, step in enumerate(steps[:number]) if step not in SHOWN]
    if unfinished:
        raise Refused(f"Please reveal question {unfinished[0] + 1} first.")


def _line(text: str) -> str:
    """One line without control characters."""
    return " ".join("".join(letter if letter.isprintable() else " " for letter in text).split())
