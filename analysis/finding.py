"""The finding in one or two sentences, written from the rows, saying no more than the intervals allow."""

from collections.abc import Mapping, Sequence

import pandas as pd

from analysis.crossover import Crossover

NAMES = {
    "svm": "features made by hand",
    "cnn": "the network",
    "raw_svm": "the SVM on raw pixels",
    "majority": "guessing",
}
"""What the sentence calls a learner; plural or not, it must go with "leads" or "lead" below."""

PLURAL = {"svm"}


def finding(crossovers: Sequence[Crossover], summary: pd.DataFrame | None = None) -> str:
    """One sentence for each recipe's crossover, with how many times the seconds the second takes where it leads.

    `crossovers` are of one data set and one origin; `summary` (from `summarise`) adds the seconds.
    """
    known = [crossing for crossing in crossovers if crossing.kind != "not enough measured"]
    if not known:
        return (
            "Not enough measured yet: features made by hand and the network are both needed at two sizes or more, "
            "with the same seeds."
        )
    sentences = []
    for crossing in known:
        sentence = _opening(crossing) + _says(crossing) + _price(crossing, summary)
        sentences.append(f"{sentence[0].upper()}{sentence[1:]}.")
    return " ".join(sentences)


def _opening(crossing: Crossover) -> str:
    """`With quick training `, or nothing when there is no recipe to name."""
    return f"with {crossing.recipe} training, " if crossing.recipe else ""


def _says(crossing: Crossover) -> str:
    """The kind of crossover in words."""
    first, second = _leads(crossing.first), _leads(crossing.second)
    kind: str = crossing.kind
    if kind in ("crosses", "second pulls ahead") and crossing.second_leads_from is None:
        kind = f"{kind}, then undecided"
    return _SENTENCES[kind].format(
        first=NAMES.get(crossing.first, crossing.first),
        first_leads=first,
        second=NAMES.get(crossing.second, crossing.second),
        second_leads=second,
        first_overtakes=_overtakes(crossing.first),
        second_overtakes=_overtakes(crossing.second),
        band=_band(crossing),
        first_to=_count(crossing.first_leads_to),
        second_from=_count(crossing.second_leads_from),
        smallest=_count(crossing.smallest),
        largest=_count(crossing.largest),
    )


_SENTENCES: Mapping[str, str] = {
    "crosses": "{second_overtakes} {first} {band}",
    "second ahead from the first size": "{second_leads} at every size measured, from {smallest} pictures on",
    "second pulls ahead": (
        "{second_leads} from {second_from} pictures on; with fewer the difference is too small to call"
    ),
    "crosses, then undecided": ("{second_overtakes} {first} {band}, but at {largest} it is too close to call"),
    "second pulls ahead, then undecided": (
        "{second_leads} at some sizes, but at {largest} pictures the difference is too small to call"
    ),
    "first ahead throughout": "{first_leads} at every size measured, up to {largest} pictures",
    "no crossover in the measured range": (
        "{first_leads}, surely so at {first_to} pictures, and {second} is not surely ahead at any size up to {largest}"
    ),
    "crosses back": "{first_overtakes} {second} {band}",
    "crosses more than once": "the lead changes more than once between {smallest} and {largest} pictures",
    "undecided": "neither is surely ahead at any size from {smallest} to {largest} pictures: more seeds may tell",
}


def _leads(learner: str) -> str:
    """The learner with its verb."""
    return f"{NAMES.get(learner, learner)} {'lead' if learner in PLURAL else 'leads'}"


def _overtakes(learner: str) -> str:
    """The learner with its verb, as the one who comes from behind."""
    return f"{NAMES.get(learner, learner)} {'overtake' if learner in PLURAL else 'overtakes'}"


def _band(crossing: Crossover) -> str:
    """`between 1,400 and 2,900 pictures`, or how far an open band is known."""
    low, high = _count(crossing.low), _count(crossing.high)
    if low and high:
        return f"at about {low} pictures" if low == high else f"between {low} and {high} pictures"
    if high:
        return f"with fewer than {high} pictures"
    return f"with more than {low} pictures" if low else "somewhere in the measured range"


def _count(n: float | None) -> str:
    """A number of pictures: measured sizes as they are, crossings to two figures."""
    if n is None:
        return ""
    return f"{n:,}" if isinstance(n, int) else f"{float(f'{n:.2g}'):,.0f}"


def _price(crossing: Crossover, summary: pd.DataFrame | None) -> str:
    """`, and takes about 100 times the seconds` at the largest size that both have, on one machine."""
    if summary is None or crossing.second_leads_from is None:
        return ""
    same = summary[(summary["origin"] == crossing.origin) & (summary["recipe"] == crossing.recipe)]
    seconds = same.pivot_table("seconds", ["machine", "device", "n_train"], "learner", sort=True)
    if not {crossing.first, crossing.second} <= set(seconds.columns):
        return ""
    ratios = (seconds[crossing.second] / seconds[crossing.first]).dropna()
    if ratios.empty:
        return ""
    times = float(ratios.iloc[-1])
    n = _count(int(ratios.index[-1][-1]))
    # Seconds of one machine vary by a third or so from day to day: a smaller ratio is no finding.
    if 2 / 3 < times < 1.5:
        return f"; at {n} pictures both take about the same time"
    much = (
        f"{float(f'{max(times, 1 / times):.1g}'):,.0f}"
        if max(times, 1 / times) >= 3
        else f"{max(times, 1 / times):.1f}"
    )
    if times > 1:
        return f"; at {n} pictures {NAMES.get(crossing.second, crossing.second)} takes about {much} times the seconds"
    verb = "take" if crossing.first in PLURAL else "takes"
    return f"; at {n} pictures {NAMES.get(crossing.first, crossing.first)} {verb} about {much} times the seconds"
