"""How many claims hold, in one sentence."""

from collections import Counter
from collections.abc import Sequence

from analysis.common.wording import listed
from analysis.lesson.register import CLAIMS
from analysis.lesson.verdict import Verdict, VerdictKind

KINDS: dict[VerdictKind, str] = {
    "holds": "Holds here",
    "holds, but": "Holds, but …",
    "does not hold": "Does not hold here",
    "not measured": "Not measured here",
}
"""The verdicts in words, in the order in which they are counted."""

SYMBOLS: dict[VerdictKind, str] = {"holds": "✓", "holds, but": "±", "does not hold": "✗", "not measured": "○"}
"""A sign for each verdict, so that colour is never needed."""


def tally(verdicts: Sequence[Verdict]) -> str:
    """`Of 24 claims that can be measured here, 11 hold, ...`; `verdicts` are those of all claims, in order."""
    pairs = [(claim, verdict.kind) for claim, verdict in zip(CLAIMS, verdicts, strict=True)]
    n = Counter(kind for claim, kind in pairs if claim.can_be_measured)
    parts = [
        f"{n['holds']} {_verb(n['holds'], 'hold')}",
        f"{n['holds, but']} {_verb(n['holds, but'], 'hold')} with a condition",
        f"{n['does not hold']} {'does' if n['does not hold'] == 1 else 'do'} not",
        f"{n['not measured']} {'is' if n['not measured'] == 1 else 'are'} not measured yet",
    ]
    return f"Of {sum(n.values())} claims that can be measured here, {listed(parts)}."


def _verb(n: int, verb: str) -> str:
    return f"{verb}s" if n == 1 else verb
