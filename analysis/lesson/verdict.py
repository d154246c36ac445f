"""A verdict on a claim: what each measured condition says, what they say together, and how many claims hold."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from analysis.common.wording import capitalised, listed, number

VerdictKind = Literal[
    "holds", "holds, but", "mostly not", "only in part", "does not hold", "too close", "not measured", "cited"
]

Answer = Literal["yes", "partly", "no", "open"]
"""What one condition says; `open` where its interval is too wide to decide."""

NO_ROWS = "Nothing that could decide this has been measured here yet."

TOO_CLOSE = "Measured, but too close to call: more seeds may decide it."

KINDS: dict[VerdictKind, str] = {
    "holds": "✓ Holds here",
    "holds, but": "± Holds, but …",
    "mostly not": "◔ Mostly not here",
    "only in part": "◐ Only in part",
    "does not hold": "✗ Does not hold here",
    "too close": "≈ Too close to call",
    "not measured": "○ Not measured here",
    "cited": "† Rests on a source",
}
"""The verdicts in words, each with a sign so that colour is never needed, in the order in which they are counted."""

COUNTED: dict[VerdictKind, tuple[str, str]] = {
    "holds": ("holds", "hold"),
    "holds, but": ("holds with exceptions", "hold with exceptions"),
    "mostly not": ("mostly does not", "mostly do not"),
    "only in part": ("holds only in part", "hold only in part"),
    "does not hold": ("does not", "do not"),
    "too close": ("is too close to call", "are too close to call"),
    "not measured": ("is not measured yet", "are not measured yet"),
}
"""What one claim does, and what several do, by verdict; without "cited", which nothing measured here could change."""


@dataclass(frozen=True)
class Condition:
    """One measured condition: where, whether it agrees with the claim, and the values with intervals that show it."""

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
    conditions: tuple[Condition, ...] = ()

    @property
    def measured(self) -> str:
        """What the deciding condition measured, with its interval, and where; empty if nothing was."""
        return self.condition.sentence if self.condition else ""

    @property
    def agreeing(self) -> str:
        """`agrees in 3 of 10, 7 too close to call`; empty for one condition, or where no condition decides."""
        n = Counter(one.answer for one in self.conditions)
        if n.total() < 2 or self.kind == "too close":
            return ""
        in_part = " in part" if self.kind == "only in part" and n["partly"] else ""
        agreeing = n["partly"] if in_part else n["yes"]
        undecided = f", {n['open']} too close to call" if n["open"] else ""
        return f"agrees{in_part} in {agreeing or 'none'} of {n.total()}{undecided}"

    def adding(self, sentence: str) -> "Verdict":
        """The same verdict with one more sentence on why; unchanged where nothing is measured."""
        return replace(self, why=f"{self.why} {sentence}".strip()) if self.conditions else self

    def quoting(self, opening: str, says: Mapping[Answer, str]) -> str:
        """A sentence on the heaviest condition of each of these answers; empty where there is none."""
        answered = {one.answer for one in self.conditions}
        most = [(words, _heaviest(self.conditions, answer)) for answer, words in says.items() if answer in answered]
        parts = [f"{words} on {one.where}: {one.measured}" for words, one in most]
        return f"{opening} {'; '.join(parts)}." if parts else ""


def judge(measured: Iterable[Condition | None], partly: str = "it holds in part") -> Verdict:
    """The verdict of all measured conditions together, by how many that decide agree; `partly` is a clause."""
    conditions = _told_apart([one for one in measured if one])
    if not conditions:
        return Verdict("not measured", NO_ROWS)
    n = Counter(one.answer for one in conditions)
    kind = _kind(n)
    against: Answer = "no" if n["no"] else "partly"
    # For each kind, the answer whose heaviest condition is quoted, and the one, if any, whose heaviest follows "But".
    sides: dict[VerdictKind, tuple[Answer, Answer | None]] = {
        "too close": ("open", None),
        "holds": ("yes", None),
        "holds, but": ("yes", against),
        "mostly not": (against, "yes"),
        "only in part": ("partly", None),
        "does not hold": ("no", None),
    }
    quoted, but = sides[kind]
    if kind == "too close":
        why = TOO_CLOSE
    elif kind == "holds":
        why = f"So {_in(n['yes'], conditions)}{_open(n)}."
    elif kind == "does not hold" and not n["partly"]:
        why = f"Not so {_in(n['no'], conditions)}{_open(n)}."
    else:
        why = _mixed(conditions, n, partly, but)
    return Verdict(kind, why, _heaviest(conditions, quoted), tuple(conditions))


def _kind(n: Counter[Answer]) -> VerdictKind:
    """Conditions that are too close to call count for nothing; one that agrees in part does not agree."""
    decided = n["yes"] + n["partly"] + n["no"]
    if not decided:
        return "too close"
    if n["yes"]:
        return "holds" if n["yes"] == decided else "holds, but" if 2 * n["yes"] >= decided else "mostly not"
    return "does not hold" if n["no"] else "only in part"


def _told_apart(named: list[Condition]) -> list[Condition]:
    """The conditions; those that share a `where` get their source added to it and, if still needed, their origin."""
    for what in ("source", "origin"):
        found: dict[str, set[str]] = {}
        for one in named:
            found.setdefault(one.where, set()).add(getattr(one, what))
        named = [
            replace(one, where=f"{one.where}, {getattr(one, what)}") if one.where and len(found[one.where]) > 1 else one
            for one in named
        ]
    return named


def _heaviest(conditions: Sequence[Condition], answer: Answer) -> Condition:
    return max((one for one in conditions if one.answer == answer), key=lambda one: one.weight)


def _mixed(conditions: Sequence[Condition], n: Counter[Answer], partly: str, other: Answer | None) -> str:
    """How many conditions say what, and the heaviest one on the other side, if there is one."""
    several = len(conditions) > 1
    of = f"of {number(len(conditions))} conditions measured, " if several else ""
    holds = [f"it holds in {number(n['yes'])}"] if n["yes"] else []
    in_part = [f"in {number(n['partly'])} {partly}" if several else partly] if n["partly"] else []
    against = [f"in {number(n['no'])} it does not{'' if n['yes'] else ' hold'}"] if n["no"] else []
    said = [*holds, *in_part, *against] if n["yes"] else [*against, *in_part]
    counted = capitalised(f"{of}{listed(said)}{_open(n)}.")
    if not other:
        return counted
    most = _heaviest(conditions, other)
    return f"{counted} But {most.where or 'here'}: {most.measured}."


def _in(n: int, conditions: Sequence[Condition]) -> str:
    if len(conditions) == 1:
        return "in the only condition measured"
    every = "both" if n == 2 else f"all {number(n)}"
    return f"in {every if n == len(conditions) else f'{number(n)} of {number(len(conditions))}'} conditions measured"


def _open(n: Counter[Answer]) -> str:
    return f"; in {number(n['open'])} it is too close to call" if n["open"] else ""


def tally(verdicts: Sequence[Verdict]) -> str:
    """`Of 22 claims that can be measured here, 6 hold, ...; 7 more rest on a source.`: only verdicts that occur."""
    n = Counter(verdict.kind for verdict in verdicts)
    parts = [f"{n[kind]} {one if n[kind] == 1 else several}" for kind, (one, several) in COUNTED.items() if n[kind]]
    cited = f"; {n['cited']} more {'rests' if n['cited'] == 1 else 'rest'} on a source" if n["cited"] else ""
    return f"Of {n.total() - n['cited']} claims that can be measured here, {listed(parts)}{cited}."
