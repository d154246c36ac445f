"""A question of a room: what may be voted, which steps it goes through, and when its votes may be seen."""

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


class Refused(ValueError):  # noqa: N818  (the name says what happened)
    """A vote, a step or a question cannot be accepted; one sentence says why."""


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


def _line(text: str) -> str:
    """One line without control characters."""
    return " ".join("".join(letter if letter.isprintable() else " " for letter in text).split())
