"""The verdict on pretrained features: whether they win with few images of one's own."""

from collections.abc import Mapping

from analysis.common.learners import name
from analysis.common.wording import count, listed
from analysis.data_size.crossover import Crossover
from analysis.lesson.evidence import FEW, Evidence
from analysis.lesson.verdict import Answer, Verdict, judge
from analysis.lesson.words import between

THIRD = "Features that were first trained on other images lead"


def pretrained(evidence: Evidence) -> Verdict:
    """Whether pretrained features are ahead of both sides at every size below 1,000 images, at the same effort."""
    answered = [(place, few, _answer(few)) for place, few in evidence.overtaken]
    conditions = [place.condition(said, _measured(few, said), 0, few[0].largest) for place, few, said in answered]
    return judge(conditions, "they are ahead of one side or at some sizes only")


def third_choice(evidence: Evidence) -> str:
    """Whether pretrained features lead both sides with few images, for a verdict on the sides; empty without rows."""
    return on_heaviest(pretrained(evidence), THIRD, {"yes": "both", "no": "neither"})


def on_heaviest(verdict: Verdict, opening: str, says: Mapping[Answer, str]) -> str:
    """A sentence on the heaviest condition of each of these answers; empty where there is none."""
    parts = []
    for answer, words in says.items():
        clear = [one for one in verdict.conditions if one.answer == answer]
        if clear:
            most = max(clear, key=lambda one: one.weight)
            parts.append(f"{words} on {most.where}: {most.measured}")
    return f"{opening} {'; '.join(parts)}." if parts else ""


def _answer(pairs: list[Crossover]) -> Answer:
    """Below 1,000 images: `yes` if ahead of both, never behind; `no` if only behind; `partly` if mixed; else `open`."""
    signs = [{sign for n, sign in zip(one.sizes, one.signs, strict=True) if n < FEW} - {0} for one in pairs]
    if all(one == {1} for one in signs):
        return "yes"
    seen = set().union(*signs)
    return "partly" if len(seen) > 1 else "no" if seen == {-1} else "open"


def _measured(pairs: list[Crossover], answer: Answer) -> str:
    """The gap to each side with the fewest images at which it decides; with the fewest of all if the answer is open."""
    wanted = {"yes": {1}, "no": {-1}, "partly": {1, -1}, "open": {1, 0, -1}}[answer]
    by_size: dict[int, list[str]] = {}
    for one in pairs:
        found = next((at for at, sign in enumerate(one.signs) if sign in wanted and one.sizes[at] < FEW), None)
        if found is not None:
            by_size.setdefault(one.sizes[found], []).append(_gap(one, found))
    each = [f"with {count(n)} images pretrained features are {listed(gaps)}" for n, gaps in sorted(by_size.items())]
    return "; ".join(each)


def _gap(one: Crossover, place: int) -> str:
    """`3.1 points (2.0 to 4.2) ahead of the CNN`."""
    gap = one.gaps[place]
    if gap.value < 0:
        return f"{between(gap.turned, 'points')} behind {name(one.first)}"
    return f"{between(gap, 'points')} ahead of {name(one.first)}"
