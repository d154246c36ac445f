"""How many claims hold, in one sentence."""

from collections import Counter
from collections.abc import Sequence

from analysis.common.wording import listed
from analysis.lesson.verdict import Verdict, VerdictKind

KINDS: dict[VerdictKind, str] = {
    "holds": "Holds here",
    "holds, but": "Holds, but …",
    "mostly not": "Mostly not here",
    "only in part": "Only in part",
    "does not hold": "Does not hold here",
    "too close": "Too close to call",
    "not measured": "Not measured here",
    "cited": "Rests on a source",
}
"""The verdicts in words, in the order in which they are counted."""

SYMBOLS: dict[VerdictKind, str] = {
    "holds": "✓",
    "holds, but": "±",
    "mostly not": "◔",
    "only in part": "◐",
    "does not hold": "✗",
    "too close": "≈",
    "not measured": "○",
    "cited": "†",
}
"""A sign for each verdict, so that colour is never needed."""

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


def tally(verdicts: Sequence[Verdict]) -> str:
    """`Of 22 claims that can be measured here, 6 hold, ...; 7 more rest on a source.`: only verdicts that occur."""
    n = Counter(verdict.kind for verdict in verdicts)
    parts = [f"{n[kind]} {one if n[kind] == 1 else several}" for kind, (one, several) in COUNTED.items() if n[kind]]
    cited = f"; {n['cited']} more {'rests' if n['cited'] == 1 else 'rest'} on a source" if n["cited"] else ""
    return f"Of {n.total() - n['cited']} claims that can be measured here, {listed(parts)}{cited}."
