"""The finding in words: who gets how many images right that the other misses, and whether it may be chance."""

from analysis.common.paired import Gap
from analysis.common.wording import capitalised, count, counted, listed, number, percents, points
from analysis.errors.disagreement import CHANCE, Disagreement


def finding(found: Disagreement) -> str:
    """Who gets how many right that the other misses, whether that may be chance, and the difference over all seeds."""
    n_test = found.matched.scored.n_test
    if found.matched.is_same:
        return "A learner compared with itself never disagrees: choose another one on either side."
    if not found.table[["first", "second"]].to_numpy().any():
        return f"Both are right and wrong on exactly the same {count(n_test)} test images."
    return f"{_counts(found)} {_difference(found)} {_tests(found)}".strip()


def _counts(found: Disagreement) -> str:
    """The headline; the side that is ahead comes first."""
    one, other = found.matched.names
    only_one, only_other = found.mean["first"], found.mean["second"]
    if only_other > only_one:
        one, other, only_one, only_other = other, one, only_other, only_one
    seeds = f" (mean of {number(len(found.table))} seeds)" if len(found.table) > 1 else ""
    return (
        f"Only {one} is right on {count(only_one)} of {count(found.matched.scored.n_test)} test images, and only "
        f"{other} on {count(only_other)}{seeds}: {_chance(found)}."
    )


def _chance(found: Disagreement) -> str:
    return "this is unlikely to be chance" if found.is_real else "this may be chance"


def _difference(found: Disagreement) -> str:
    """The paired difference with its interval."""
    first, second = found.matched.names
    ahead, gap = (second, found.gap) if found.gap.value >= 0 else (first, found.gap.turned)
    over = (
        "over seeds and test images"
        if len(found.table) > 1
        else "over test images: one seed says nothing about luck in training"
    )
    return f"{capitalised(ahead)} is {_by(gap)} ahead ({ends(gap)}; 95 % interval {over})."


def ends(gap: Gap) -> str:
    """`−0.7 to 1.8`: the ends of a difference in points."""
    low, high = (text.removesuffix(" %").replace("-", "−") for text in percents(gap.value, gap.low, gap.high)[1:])
    return f"{low} to {high}"


def _tests(found: Disagreement) -> str:
    """In how many seeds McNemar's exact test finds more than chance, and in whose favour."""
    table, k = found.table, len(found.table)
    if k == 1:
        return f"McNemar's exact test: p = {p_value(float(table['p'].iloc[0]))}."
    unlikely = table[table["p"] < CHANCE]
    if unlikely.empty:
        return f"McNemar's exact test finds more than chance in none of the {number(k)} seeds."
    first, second = found.matched.names
    sides = [(second, int((unlikely["gap"] > 0).sum())), (first, int((unlikely["gap"] < 0).sum()))]
    for_whom = " and ".join(f"{number(n)} in favour of {name}" for name, n in sides if n)
    return f"McNemar's exact test finds more than chance in {number(len(unlikely))} of {number(k)} seeds: {for_whom}."


def p_value(p: float) -> str:
    """`0.27`, `0.003`, `less than 0.001`."""
    return "less than 0.001" if p < 0.001 else f"{p:.2g}"


def one_seed(found: Disagreement, seed: int) -> str:
    """Who would seem to be ahead, and by how much, if only this seed had been measured."""
    place = found.matched.seeds.index(seed)
    gap, p = found.gaps[place], float(found.table["p"].iloc[place])
    if not gap.value:
        return f"With seed {seed} alone both are equally accurate."
    ahead, gap = (found.matched.names[1], gap) if gap.value > 0 else (found.matched.names[0], gap.turned)
    proof = "which would pass for a clear result" if p < CHANCE else "which may be chance"
    return f"With seed {seed} alone {ahead} is {_by(gap)} ahead ({ends(gap)}), {proof}."


def all_seeds(found: Disagreement) -> str:
    """Who is ahead in how many seeds and who on average, and whether that is luck."""
    first, second = found.matched.names
    ahead = [(second, int((found.table["gap"] > 0).sum())), (first, int((found.table["gap"] < 0).sum()))]
    both = all(n for _, n in ahead)
    verdict = (
        "and this is unlikely to be chance"
        if found.is_real
        else "so the seed decides who seems better"
        if both
        else "but this may be chance"
    )
    said = listed([f"{name} is ahead in {number(n)}" for name, n in ahead])
    return f"Of {counted(len(found.table), 'seed')}, {said}; {_mean(found)}, {verdict}."


def _mean(found: Disagreement) -> str:
    first, second = found.matched.names
    ahead, gap = (second, found.gap) if found.gap.value >= 0 else (first, found.gap.turned)
    return f"over all of them {ahead} is {_by(gap)} ahead ({ends(gap)})"


def _by(gap: Gap) -> str:
    return points(gap.value, gap.half)
