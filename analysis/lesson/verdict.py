"""A verdict on a claim: what each measured condition says, and what they say together."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

from analysis.common.wording import capitalised, listed, number

Kind = Literal["holds", "holds, but", "does not hold", "not measured"]

Answer = Literal["yes", "partly", "no", "open"]
"""What one condition says; `open` where its interval is too wide to decide."""

NO_ROWS = "Nothing that could decide this has been measured here yet."


@dataclass(frozen=True)
class Case:
    """One measured condition: where, what it says, and the number with its interval that says so."""

    where: str  # `MNIST, quick training`
    answer: Answer
    number: str  # within a sentence
    weight: float = 1.0  # the heaviest condition that agrees decides: mostly the one with most training images
    source: str = ""  # `recorded on AMD EPYC, 2 cores`
    dataset: str = ""
    origin: str = ""

    @property
    def sentence(self) -> str:
        """The number after its condition: `MNIST, quick training: the number`."""
        return capitalised(f"{f'{self.where}: ' if self.where else ''}{self.number}")


@dataclass(frozen=True)
class Verdict:
    """What the rows say about a claim; `case` is the condition that decides, `cases` are all of them."""

    kind: Kind
    why: str
    case: Case | None = None
    cases: tuple[Case, ...] = field(default=())

    @property
    def number(self) -> str:
        """The deciding number with its interval, and where it was measured; empty if nothing was."""
        return self.case.sentence if self.case else ""


def judge(cases: Sequence[Case], partly: str = "it holds in part") -> Verdict:
    """The verdict of all conditions together: it holds only if none speaks against it; `partly` is a clause."""
    if not cases:
        return Verdict("not measured", NO_ROWS)
    n = Counter(case.answer for case in cases)
    if n["open"] == len(cases):
        return _verdict("not measured", cases, ("open",), "Measured, but too close to call: more seeds may decide it.")
    if not n["no"] and not n["partly"]:
        return _verdict("holds", cases, ("yes",), f"So {_in(n['yes'], cases)}{_open(n)}.")
    if not n["yes"] and not n["partly"]:
        return _verdict("does not hold", cases, ("no",), f"Not so {_in(n['no'], cases)}{_open(n)}.")
    return _verdict("holds, but", cases, ("yes",) if n["yes"] else ("partly",), _but(cases, n, partly))


def _verdict(kind: Kind, cases: Sequence[Case], deciding: tuple[Answer, ...], why: str) -> Verdict:
    """The condition with the most weight among those that agree with the verdict decides."""
    agreeing = [case for case in cases if case.answer in deciding]
    return Verdict(kind, why, max(agreeing, key=lambda case: case.weight), tuple(cases))


def _but(cases: Sequence[Case], n: Counter[Answer], partly: str) -> str:
    """How many conditions say what, and the one that contradicts most."""
    parts = [f"it holds in {number(n['yes'])}"] if n["yes"] else []
    parts += [f"in {number(n['partly'])} {partly}"] if n["partly"] else []
    parts += [f"in {number(n['no'])} it does not"] if n["no"] else []
    if not n["yes"] and not n["no"]:
        return capitalised(f"{_of(cases)}{partly}{_open(n)}.")
    against = [case for case in cases if case.answer == ("no" if n["no"] else "partly")]
    most = max(against, key=lambda case: case.weight)
    return capitalised(f"{_of(cases)}{listed(parts)}{_open(n)}. But {most.where or 'here'}: {most.number}.")


def _of(cases: Sequence[Case]) -> str:
    return f"of {number(len(cases))} conditions measured, " if len(cases) > 1 else ""


def _in(n: int, cases: Sequence[Case]) -> str:
    if len(cases) == 1:
        return "in the only condition measured"
    every = "both" if n == 2 else f"all {number(n)}"
    return f"in {every if n == len(cases) else f'{number(n)} of {number(len(cases))}'} conditions measured"


def _open(n: Counter[Answer]) -> str:
    return f"; in {number(n['open'])} it is too close to call" if n["open"] else ""
