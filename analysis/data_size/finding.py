"""The finding in one or two sentences, written from the rows, saying no more than the intervals allow."""

from collections.abc import Mapping, Sequence
from itertools import groupby
from operator import itemgetter

import pandas as pd

from analysis.data_size.crossover import Crossover

NAMES = {
    "svm": "features made by hand",
    "cnn": "the network",
    "raw_svm": "the SVM on raw pixels",
    "majority": "guessing",
}
"""What the sentence calls a learner; plural or not, it must go with "leads" or "lead" below."""

PLURAL = {"svm"}


def preferred(crossovers: Sequence[Crossover]) -> list[Crossover]:
    """What is known of what was measured here, or failing that of one recorded origin: a sentence mixes no two."""
    known = [crossing for crossing in crossovers if crossing.kind != "not enough measured"]
    origins = sorted({crossing.origin for crossing in known}, key=lambda origin: (origin != "live", origin))
    return [crossing for crossing in known if crossing.origin in origins[:1]]


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
    if crossing.kind not in _SENTENCES:
        return _one_leads(crossing)
    return _SENTENCES[crossing.kind].format(
        first=NAMES.get(crossing.first, crossing.first),
        second=NAMES.get(crossing.second, crossing.second),
        first_overtakes=_overtakes(crossing.first),
        second_overtakes=_overtakes(crossing.second),
        band=_band(crossing),
        but=f", but at {_count(crossing.largest)} it is {TOO_CLOSE}" if crossing.signs[-1] == 0 else "",
        smallest=_count(crossing.smallest),
        largest=_count(crossing.largest),
    )


TOO_CLOSE = "too close to call"

_SENTENCES: Mapping[str, str] = {
    "crosses": "{second_overtakes} {first} {band}{but}",
    "crosses back": "{first_overtakes} {second} {band}{but}",
    "crosses more than once": "the lead changes more than once between {smallest} and {largest} images",
    "undecided": f"it is {TOO_CLOSE} at every size measured: more seeds may tell",
}
"""All kinds but those in which one and the same learner has every sure lead."""


def _one_leads(crossing: Crossover) -> str:
    """Where the only one who is ever surely ahead is so, and where it is too close to call."""
    leader = crossing.first if min(crossing.signs) < 0 else crossing.second
    close = f"; {_too_close(crossing)}" if 0 in crossing.signs else ""
    return f"{_leads(leader)} {_where(crossing)}{close}"


def _where(crossing: Crossover) -> str:
    """`up to 5,000 images`: the sizes at which somebody is surely ahead."""
    sure = [sign != 0 for sign in crossing.signs]
    if all(sure):
        return f"at every size measured, from {_count(crossing.smallest)} to {_count(crossing.largest)} images"
    if sum(sure) > 1 and sure == sorted(sure):
        return f"from {_count(crossing.sizes[sure.index(True)])} images on"
    if sum(sure) > 1 and sure == sorted(sure, reverse=True):
        return f"up to {_count(crossing.sizes[sum(sure) - 1])} images"
    return f"at {_listed(crossing, sure)} images"


def _too_close(crossing: Crossover) -> str:
    """`with more it is too close to call`: where nobody is surely ahead."""
    level = [sign == 0 for sign in crossing.signs]
    if sum(level) > 1 and level == sorted(level):
        return f"with more it is {TOO_CLOSE}"
    if level == sorted(level, reverse=True):
        return f"with fewer it is {TOO_CLOSE}"
    return f"at {_listed(crossing, level)} it is {TOO_CLOSE}"


def _listed(crossing: Crossover, chosen: Sequence[bool]) -> str:
    """`100, 500 to 2,000 and 10,000`: the chosen sizes, three or more neighbours as a stretch."""
    parts: list[str] = []
    for taken, stretch in groupby(zip(crossing.sizes, chosen, strict=True), key=itemgetter(1)):
        sizes = [_count(size) for size, _ in stretch] if taken else []
        parts += sizes if len(sizes) < 3 else [f"{sizes[0]} to {sizes[-1]}"]
    return " and ".join(filter(None, (", ".join(parts[:-1]), parts[-1])))


def _leads(learner: str) -> str:
    """The learner with its verb."""
    return f"{NAMES.get(learner, learner)} {'lead' if learner in PLURAL else 'leads'}"


def _overtakes(learner: str) -> str:
    """The learner with its verb, as the one who comes from behind."""
    return f"{NAMES.get(learner, learner)} {'overtake' if learner in PLURAL else 'overtakes'}"


def _band(crossing: Crossover) -> str:
    """`between 1,400 and 2,900 images`, or how far an open band is known."""
    low, high = _count(crossing.low), _count(crossing.high)
    if low and high:
        return f"at about {low} images" if low == high else f"between {low} and {high} images"
    if high:
        return f"with fewer than {high} images"
    return f"with more than {low} images" if low else "somewhere in the measured range"


def _count(n: float | None) -> str:
    """A number of images: measured sizes as they are, crossings to two figures."""
    if n is None:
        return ""
    return f"{n:,}" if isinstance(n, int) else f"{float(f'{n:.2g}'):,.0f}"


def _price(crossing: Crossover, summary: pd.DataFrame | None) -> str:
    """`; at 10,000 the network takes about 14 times the seconds`: the largest size that both have, on one machine."""
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
        return f"; at {n} both take about the same time"
    slower = crossing.second if times > 1 else crossing.first
    verb = "take" if slower in PLURAL else "takes"
    return f"; at {n} {NAMES.get(slower, slower)} {verb} about {_times(max(times, 1 / times))} times the seconds"


def _times(ratio: float) -> str:
    """A ratio of seconds with no more figures than seconds bear: 2.3, 6, 14, 300."""
    if ratio >= 30:
        return f"{float(f'{ratio:.1g}'):,.0f}"
    return f"{ratio:.1f}" if ratio < 3 else f"{ratio:.0f}"
