"""Who is the best of all the learners measured on the same images, and what pretrained features save, in words."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import combinations

import pandas as pd

from analysis.common.learners import clause, name, rank
from analysis.common.wording import TOO_CLOSE, capitalised, count, listed, percent
from analysis.data_size.crossover import Crossover, crossovers
from analysis.data_size.finding import finding, preferred, where_ahead, where_too_close


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
