"""The finding of the learning curves in a few sentences that claim no more than the intervals allow."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import combinations, groupby
from operator import itemgetter

import pandas as pd

from analysis.common.learners import clause, name, rank
from analysis.common.machine import LIVE, load_note
from analysis.common.wording import NOT_ENOUGH, TOO_CLOSE, about, capitalised, count, listed, percent
from analysis.data_size.crossover import Crossover, crossovers

SAME = 1.1
"""Ratios of seconds below this are called the same time."""
VARIES = 1.5
"""Ratios of seconds below this may be chance."""
SPREAD = ("seconds_low", "seconds", "seconds_high")
"""The seconds of the quickest seed, the mean of all seeds, and the seconds of the slowest."""


def preferred(crossings: Sequence[Crossover]) -> list[Crossover]:
    """The crossovers measured here or, without any, those of one recorded origin: origins are never mixed."""
    known = [crossing for crossing in crossings if crossing.kind != "not enough measured"]
    origin = min((crossing.origin for crossing in known), key=lambda origin: (origin != LIVE, origin), default=None)
    return [crossing for crossing in known if crossing.origin == origin]


def finding(crossings: Sequence[Crossover], summary: pd.DataFrame | None = None, opening: str | None = None) -> str:
    """One sentence for each recipe's crossover, with how many times as long the second takes where it leads.

    `crossings` are of one data set and one origin; `summary` (from `summarise`) adds the time. `opening` takes the
    place of the recipe's name.
    """
    known = [crossing for crossing in crossings if crossing.kind != "not enough measured"]
    if not known:
        return f"{NOT_ENOUGH}: both learners need results with the same images."
    prices = [_price(one, summary) for one in known]
    sentences = [
        capitalised(f"{_opening(one) if opening is None else opening}{_says(one)}{price}.")
        for one, price in zip(known, prices, strict=True)
    ]
    load = [load_note(summary["other_cores"])] if summary is not None and any(prices) else []
    return " ".join(filter(None, [*sentences, *load]))


def _opening(crossing: Crossover) -> str:
    return f"with {crossing.recipe} training, " if crossing.recipe else ""


def _says(crossing: Crossover) -> str:
    """The kind of crossover in words."""
    largest = count(crossing.largest)
    if crossing.kind in ("crosses", "crosses back"):
        behind, ahead = crossing.first, crossing.second
        if crossing.kind == "crosses back":
            behind, ahead = ahead, behind
        but = f", but at {largest} it is {TOO_CLOSE}" if crossing.signs[-1] == 0 else ""
        return f"{clause(ahead, 'overtake')} {name(behind)} {_band(crossing)}{but}"
    if crossing.kind == "crosses more than once":
        return f"the lead changes more than once between {count(crossing.smallest)} and {largest} images"
    if crossing.kind == "undecided":
        where = f"with {largest} images" if len(crossing.sizes) == 1 else "at every size measured"
        return f"it is {TOO_CLOSE} {where}: more seeds may decide it"
    return _one_leads(crossing)


def _one_leads(crossing: Crossover) -> str:
    """Where the only learner that is ever clearly ahead leads, and where it is too close to call."""
    leader = crossing.first if min(crossing.signs) < 0 else crossing.second
    close = f"; {where_too_close(crossing)}" if 0 in crossing.signs else ""
    return f"{clause(leader, 'lead')} {where_ahead(crossing)}{close}"


def where_ahead(crossing: Crossover) -> str:
    """`up to 5,000 images`: the sizes at which a learner is clearly ahead."""
    clear = [sign != 0 for sign in crossing.signs]
    if len(clear) == 1:
        return f"with {count(crossing.largest)} images, the only size measured"
    if all(clear):
        return f"at every size measured, from {count(crossing.smallest)} to {count(crossing.largest)} images"
    if sum(clear) > 1 and clear == sorted(clear):
        return f"from {count(crossing.sizes[clear.index(True)])} images on"
    if sum(clear) > 1 and clear == sorted(clear, reverse=True):
        return f"up to {count(crossing.sizes[sum(clear) - 1])} images"
    return f"at {_sizes_in_words(crossing, clear)} images"


def where_too_close(crossing: Crossover) -> str:
    """`with more it is too close to call`: the sizes at which no learner is clearly ahead."""
    close = [sign == 0 for sign in crossing.signs]
    if sum(close) > 1 and close == sorted(close):
        return f"with more it is {TOO_CLOSE}"
    if close == sorted(close, reverse=True):
        return f"with fewer it is {TOO_CLOSE}"
    return f"at {_sizes_in_words(crossing, close)} it is {TOO_CLOSE}"


def _sizes_in_words(crossing: Crossover, chosen: Sequence[bool]) -> str:
    """`100, 500 to 2,000 and 10,000`: the chosen sizes, with three or more neighbours as a range."""
    parts: list[str] = []
    for is_chosen, run in groupby(zip(crossing.sizes, chosen, strict=True), key=itemgetter(1)):
        sizes = [count(size) for size, _ in run] if is_chosen else []
        parts += sizes if len(sizes) < 3 else [f"{sizes[0]} to {sizes[-1]}"]
    return listed(parts)


def _band(crossing: Crossover) -> str:
    """`between 1,400 and 2,900 images`, or the end that is known."""
    low, high = (None if end is None else about(end) for end in (crossing.low, crossing.high))
    if low and high:
        return f"at about {low} images" if low == high else f"between {low} and {high} images"
    if high:
        return f"with fewer than {high} images"
    return f"with more than {low} images" if low else "somewhere in the measured range"


def _price(crossing: Crossover, summary: pd.DataFrame | None) -> str:
    """`; at 500 images the CNN takes about 15 times as long, test included. At 10,000 images the CNN takes ...`.

    It quotes the first and the last size at which the second leads: the ratio mostly falls with more images, so the
    last alone would flatter the second.
    """
    ratios = None if summary is None else _ratios(crossing, summary)
    if ratios is None or ratios.empty:
        return ""
    begins, *ends = (
        f"at {count(ratios.index[at])} images {_takes(crossing, *ratios.iloc[at].tolist())}"
        for at in sorted({0, len(ratios) - 1})
    )
    return ". ".join([f"; {begins}, test included", *map(capitalised, ends)])


def _ratios(crossing: Crossover, summary: pd.DataFrame) -> pd.DataFrame | None:
    """How many times as long the second takes where it leads, by size, on one machine, with its range over seeds."""
    same = summary[(summary["origin"] == crossing.origin) & (summary["recipe"] == crossing.recipe)]
    first, second = (
        same[same["learner"] == learner].set_index(["machine", "device", "n_train"])[[*SPREAD]].sort_index()
        for learner in (crossing.first, crossing.second)
    )
    # The lowest ratio is that of the second's quickest seed to the first's slowest.
    ratios = (second / first[[*reversed(SPREAD)]].set_axis([*SPREAD], axis=1)).dropna()
    if ratios.empty or crossing.second_leads_from is None:
        return None
    ratios = ratios.loc[ratios.index[-1][:2]]  # of one machine and device, the last by name
    return ratios[ratios.index >= min(crossing.second_leads_from, ratios.index[-1])]


def _takes(crossing: Crossover, low: float, ratio: float, high: float) -> str:
    """Who takes longer, and how many times as long, from the ratio and its range over seeds."""
    if max(ratio, 1 / ratio) < SAME:
        return "both take about the same time"
    slower, ratio, least = (crossing.second, ratio, low) if ratio > 1 else (crossing.first, 1 / ratio, 1 / high)
    # One machine's seconds vary by about a third from day to day, and more where it was busy: who is slower may change.
    return f"{clause(slower, 'take')} {'about' if least >= VARIES else 'perhaps'} {_roughly(ratio)} times as long"


def _roughly(ratio: float) -> str:
    """`2.3`, `6`, `14`, `300`: no more figures than seconds that vary by a third support."""
    if ratio >= 30:
        return count(float(f"{ratio:.1g}"))
    return f"{ratio:.1f}" if ratio < 3 else f"{ratio:.0f}"


def finding_of_all(rows: pd.DataFrame, summary: pd.DataFrame) -> str:
    """The finding, which names the best of all learners first where more than the SVM and the CNN were measured.

    `rows` are of one data set, and `summary` is made from them.
    """
    two = preferred(crossovers(rows))
    learners = sorted(rows["learner"].unique(), key=rank)
    pairs = [one for pair in combinations(learners, 2) for one in crossovers(rows, *pair)]
    recipes = sorted({one.recipe for one in two})
    by_recipe = [[one for one in preferred(pairs) if one.recipe == recipe] for recipe in recipes]
    complete = [found for found in by_recipe if len(found) == len(learners) * (len(learners) - 1) / 2]
    if len(learners) < 3 or not complete:
        return finding(two, summary)
    others = listed([name(learner) for learner in learners if learner not in (two[0].first, two[0].second)])
    rest = finding(two, summary, f"without {others}, " if len(two) == 1 else None)
    return " ".join([*(_best(found, learners, rows) for found in complete), rest])


def _best(pairs: Sequence[Crossover], learners: Sequence[str], rows: pd.DataFrame) -> str:
    """One sentence: where each learner is clearly ahead of all others, or who is the most accurate."""
    sizes = sorted(set.intersection(*(set(one.sizes) for one in pairs)))
    if not sizes:
        return ""
    leaders = [_leader(pairs, learners, n) for n in sizes]
    common = replace(pairs[0], sizes=tuple(sizes))
    # A crossover only carries sizes and signs here: 1 where a learner is ahead of all others.
    leads = {one: replace(common, signs=tuple(int(leader == one) for leader in leaders)) for one in leaders if one}
    says = ", ".join(f"{clause(leader, 'lead')} {where_ahead(lead)}" for leader, lead in leads.items())
    if not says:
        says = _most_accurate(pairs, rows, sizes[-1])
    elif None in leaders:
        says += f"; {where_too_close(replace(common, signs=tuple(int(bool(leader)) for leader in leaders)))}"
    return capitalised(f"with {common.recipe} training, {says}.")


def _leader(pairs: Sequence[Crossover], learners: Sequence[str], n: int) -> str | None:
    """The learner that is clearly ahead of every other at this size, if there is one."""
    wins = [_winner(one, n) for one in pairs]
    return next((learner for learner in learners if wins.count(learner) == len(learners) - 1), None)


def _winner(pair: Crossover, n: int) -> str | None:
    sign = pair.signs[pair.sizes.index(n)]
    return {1: pair.second, -1: pair.first}.get(sign)


def _most_accurate(pairs: Sequence[Crossover], rows: pd.DataFrame, n: int) -> str:
    """The learner with the highest accuracy at the largest size, and who is not clearly behind it."""
    same = rows[(rows["n_train"] == n) & (rows["recipe"] == pairs[0].recipe) & (rows["origin"] == pairs[0].origin)]
    accuracy = same.groupby("learner")["accuracy"].mean()
    best = str(accuracy.idxmax())
    close = [one for one in pairs if best in (one.first, one.second) and _winner(one, n) != best]
    rivals = listed([name(one.second if one.first == best else one.first) for one in close])
    are = clause(best, "are", "is")
    return f"{are} most accurate with {count(n)} images ({percent(accuracy[best])}), but {TOO_CLOSE} against {rivals}"


def saving(summary: pd.DataFrame) -> str:
    """How far the fewest images go with pretrained features, and where the CNN is surely better than that.

    `summary` is of one data set, from `summarise`; the sentence is empty without rows of both, and where nothing can
    surely be better because the fewest images reach 100 %. Surely means that the 95 % bands do not touch, which is more
    careful than a paired test.
    """
    pretrained, cnn = (summary[summary["learner"] == learner] for learner in ("pretrained", "cnn"))
    if pretrained.empty or cnn.empty:
        return ""
    few = pretrained.sort_values(["n_train", "accuracy"], ascending=[True, False]).iloc[0]
    if few["accuracy"] == 1:
        return ""
    opening = f"With features learned on other images, {count(few['n_train'])} images reach {percent(few['accuracy'])}"
    above = cnn[cnn["low"] > few["high"]].sort_values(["n_train", "accuracy"], ascending=[True, False])
    if above.empty:
        return f"{opening}; at no size measured is the CNN surely above that."
    first = above.iloc[0]
    needs = f"{count(first['n_train'])} images ({first['recipe']} training)"
    return f"{opening}; the first size at which the CNN is surely above that is {needs}."
