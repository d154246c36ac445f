"""A verdict on a claim: what each measured condition says, and what they say together."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

from analysis.common.wording import capitalised, listed, number

VerdictKind = Literal["holds", "holds, but", "only in part", "does not hold", "too close", "not measured", "cited"]

Answer = Literal["yes", "partly", "no", "open"]
"""What one condition says; `open` where its interval is too wide to decide."""

NO_ROWS = "Nothing that could decide this has been measured here yet."

TOO_CLOSE = "Measured, but too close to call: more seeds may decide it."


@dataclass(frozen=True)
class Condition:
    """One measured condition: where, what it says, and the measured values, with their interval, that say so."""

    where: str  # `MNIST, quick training`
    answer: Answer
    measured: str  # a clause: `with 100 images the CNN is 3 points ahead (2 to 4)`
    weight: float = 1.0  # the heaviest condition that agrees decides: mostly the one with most training images
    source: str = ""  # `recorded on AMD EPYC, 2 cores`
    dataset: str = ""
    origin: str = ""
    n_train: int = 0  # the number of training images that it quotes; 0 where there is none

    @property
    def sentence(self) -> str:
        """Where and what: `MNIST, quick training: with 100 images the CNN is 3 points ahead (2 to 4)`."""
        return capitalised(f"{f'{self.where}: ' if self.where else ''}{self.measured}")


@dataclass(frozen=True)
class Verdict:
    """What the rows say about a claim; `condition` is the one that decides, `conditions` are all of them."""

    kind: VerdictKind
    why: str
    condition: Condition | None = None
    conditions: tuple[Condition, ...] = field(default=())

    @property
    def measured(self) -> str:
        """What the deciding condition measured, with its interval, and where; empty if nothing was."""
        return self.condition.sentence if self.condition else ""

    def adding(self, sentence: str) -> "Verdict":
        """The same verdict with one more sentence on why; unchanged where nothing is measured."""
        return replace(self, why=f"{self.why} {sentence}".strip()) if self.conditions else self


def judge(conditions: Sequence[Condition], partly: str = "it holds in part") -> Verdict:
    """The verdict of all conditions together: it holds only if none speaks against it; `partly` is a clause."""
    if not conditions:
        return Verdict("not measured", NO_ROWS)
    n = Counter(one.answer for one in conditions)
    if n["open"] == len(conditions):
        return _verdict("too close", conditions, "open", TOO_CLOSE)
    if not n["no"] and not n["partly"]:
        return _verdict("holds", conditions, "yes", f"So {_in(n['yes'], conditions)}{_open(n)}.")
    if n["yes"]:
        return _verdict("holds, but", conditions, "yes", _but(conditions, n, partly))
    if not n["no"]:
        return _verdict("only in part", conditions, "partly", _count(conditions, n, [_partly(conditions, n, partly)]))
    if not n["partly"]:
        return _verdict("does not hold", conditions, "no", f"Not so {_in(n['no'], conditions)}{_open(n)}.")
    said = [f"in {number(n['no'])} it does not hold", _partly(conditions, n, partly)]
    return _verdict("does not hold", conditions, "no", _count(conditions, n, said))


def _verdict(kind: VerdictKind, conditions: Sequence[Condition], deciding: Answer, why: str) -> Verdict:
    """The condition with the most weight among those that agree with the verdict decides."""
    agreeing = [one for one in conditions if one.answer == deciding]
    return Verdict(kind, why, max(agreeing, key=lambda one: one.weight), tuple(conditions))


def _but(conditions: Sequence[Condition], n: Counter[Answer], partly: str) -> str:
    """How many conditions say what, and the one that contradicts most."""
    said = [f"it holds in {number(n['yes'])}"]
    said += [_partly(conditions, n, partly)] if n["partly"] else []
    said += [f"in {number(n['no'])} it does not"] if n["no"] else []
    against = [one for one in conditions if one.answer == ("no" if n["no"] else "partly")]
    most = max(against, key=lambda one: one.weight)
    return f"{_count(conditions, n, said)} But {most.where or 'here'}: {most.measured}."


def _count(conditions: Sequence[Condition], n: Counter[Answer], said: Sequence[str]) -> str:
    """How many conditions say what, as a sentence."""
    of = f"of {number(len(conditions))} conditions measured, " if len(conditions) > 1 else ""
    return capitalised(f"{of}{listed(said)}{_open(n)}.")


def _partly(conditions: Sequence[Condition], n: Counter[Answer], partly: str) -> str:
    return f"in {number(n['partly'])} {partly}" if len(conditions) > 1 else partly


def _in(n: int, conditions: Sequence[Condition]) -> str:
    if len(conditions) == 1:
        return "in the only condition measured"
    every = "both" if n == 2 else f"all {number(n)}"
    return f"in {every if n == len(conditions) else f'{number(n)} of {number(len(conditions))}'} conditions measured"


def _open(n: Counter[Answer]) -> str:
    return f"; in {number(n['open'])} it is too close to call" if n["open"] else ""
