"""Who loses more on average over all changes, who breaks first and under which, and what helps."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis.common.learners import clause, name, rank
from analysis.common.wording import NOT_ENOUGH, TOO_CLOSE, capitalised, gap, listed, number, percent
from analysis.robustness.losses import apart
from analysis.robustness.names import named

BREAKS = 0.25
"""A learner breaks where it has certainly lost this share of its accuracy."""

SAME = ["dataset", "data_version", "n_test", "n_train", "recipe", "learner"]
"""Models that agree in all of these are compared, wherever they were measured: accuracies do not depend on that."""
ENDS = {"accuracy": ("low", "high")}
"""The ends of an interval that are not named after its value."""


@dataclass(frozen=True)
class Break:
    """Where a learner first breaks: under this change, at this level of five."""

    learner: str
    change: str
    level: int
    amount: float

    @property
    def where(self) -> str:
        """`under noise at 20 grey levels`."""
        return f"under {named(self.change).at(self.amount)}"


def finding(means: pd.DataFrame) -> str:
    """What each learner loses on average, from `means` of one data set, size, recipe and origin."""
    known = means.drop_duplicates("learner", keep="last").set_index("learner").dropna(subset=["lost"])
    if len(known) < 2:
        return f"{NOT_ENOUGH} to compare: two learners must be tested on the same changed images."
    n = number(int(known["n_changes"].iloc[0]))
    first, *others = known.iterrows()
    losses = [f"{clause(str(first[0]), 'lose')} {share(first[1])}"]
    losses += [f"{name(str(learner))} {share(row)}" for learner, row in others]
    verdict = who_loses_more(known)
    return f"Over {n} changes {listed(losses)} of what they got right{f': {verdict}' if verdict else ''}."


def luck(n_seeds: pd.Series) -> str:
    """A sentence on what an interval leaves out, if any learner has one seed; otherwise empty."""
    return "With one seed, luck in training is not in the intervals." if (n_seeds == 1).any() else ""


def share(row: pd.Series, beside: pd.Series | None = None) -> str:
    """`31 % (30 to 32)`, with as many decimals as its interval, or a narrower one of the row `beside` it, supports."""
    value, low, high = (100 * row[name] for name in ("lost", "lost_low", "lost_high"))
    widths = [one["lost_high"] - one["lost_low"] for one in (row, beside) if one is not None]
    decimals = 0 if 100 * min(widths) >= 2 else 1
    written = f"{value:.{decimals}f} % ({low:.{decimals}f} to {high:.{decimals}f})"
    return written.replace("(-", "(−").replace("-", "−")


def who_loses_more(known: pd.DataFrame) -> str:
    """Who certainly loses the largest share or, of three learners, the smallest, as if each had its own test images.

    Empty if both are certain among three learners, because the shares already show it.
    """
    several = len(known) > 2
    ordered = known.sort_values("lost", ascending=False)
    largest, smallest = (str(ordered.index[place]) for place in (0, -1))
    most = _is_certain(ordered.iloc[0], ordered.iloc[1])
    least = several and _is_certain(ordered.iloc[-2], ordered.iloc[-1])
    if most and least:
        return ""
    if most:
        return clause(largest, "lose") + (" most" if several else " more")
    if least:
        return clause(smallest, "lose") + " least"
    return f"who loses most is {TOO_CLOSE}" if several else f"the difference is {TOO_CLOSE}"


def _is_certain(more: pd.Series, less: pd.Series) -> bool:
    by, half = difference(more, less)
    return by > half


def difference(one: pd.Series, other: pd.Series) -> tuple[float, float]:
    """How much larger the share is that `one` loses, and half the width of its interval, too wide if anything."""
    halves = [(side["lost_high"] - side["lost_low"]) / 2 for side in (one, other)]
    return float(one["lost"] - other["lost"]), float(np.hypot(*halves))


def first_break(points: pd.DataFrame, learner: str) -> Break | None:
    """The change that costs a learner most at the lowest level at which it breaks under any change."""
    broken = points[(points["learner"] == learner) & (points["lost_low"] >= BREAKS)]
    if broken.empty:
        return None
    first = broken[broken["level"] == broken["level"].min()]
    worst = first.loc[first["lost"].idxmax()]
    return Break(learner, str(worst["change"]), int(worst["level"]), float(worst["amount"]))


def who_breaks_first(points: pd.DataFrame) -> str:
    """The learners that break at the lowest level, then the others, and under which changes."""
    learners = sorted(points["learner"].unique(), key=rank)
    found = [one for learner in learners if (one := first_break(points, learner))]
    if not found:
        none = "None" if len(learners) > 2 else "Neither"
        return f"{none} certainly loses a quarter of its accuracy under any change."
    lowest = min(one.level for one in found)
    first = [one for one in found if one.level == lowest]
    return "; ".join([_opening(first, len(learners)), *_later(found, lowest), *_kept(learners, found)]) + "."


def _opening(first: list[Break], n_learners: int) -> str:
    """Who breaks at the lowest level."""
    one, *others = first
    if not others:
        opening = f"{capitalised(clause(one.learner, 'break'))} first"
        return f"{opening}: a quarter of the accuracy is gone {one.where}, step {one.level} of 5"
    who = capitalised(listed([name(broken.learner) for broken in first])) if len(first) < n_learners else "All"
    where = listed([f"{name(broken.learner)} {broken.where}" for broken in first])
    return (
        f"{'Both' if n_learners == 2 else who} first lose a quarter of their accuracy at step {one.level} of 5: {where}"
    )


def _later(found: list[Break], lowest: int) -> list[str]:
    """Who breaks at a higher level."""
    later = sorted((one for one in found if one.level > lowest), key=lambda one: one.level)
    return [f"for {name(one.learner)} only {one.where}, step {one.level}" for one in later]


def _kept(learners: list[str], found: list[Break]) -> list[str]:
    """Who breaks nowhere."""
    broken = {one.learner for one in found}
    kept = [clause(learner, "keep") for learner in learners if learner not in broken]
    return [f"{listed(kept)} more than three quarters under every change"] if kept else []


def breaks_table(points: pd.DataFrame) -> pd.DataFrame:
    """One row per learner, the first to break on top: `learner`, and in words the `change` and `step` that break it."""
    learners = sorted(points["learner"].unique(), key=rank)
    found = [(learner, first_break(points, learner)) for learner in learners]
    ordered = sorted(found, key=lambda one: one[1].level if one[1] else np.inf)
    return pd.DataFrame(
        {
            "learner": capitalised(name(learner)),
            "change": capitalised(one.where.removeprefix("under ")) if one else "None",
            "step": f"{one.level} of 5" if one else "–",
        }
        for learner, one in ordered
    )


def at_last_step(points: pd.DataFrame, change: str) -> str:
    """How many test images each learner still gets right at the last step of one change."""
    last = points[(points["change"] == change) & (points["level"] == points["level"].max())]
    clauses = [
        f"{clause(row['learner'], 'get')} {100 * row['accuracy']:.0f} % of the test images right instead of "
        f"{100 * row['before']:.0f} %"
        for _, row in last.iterrows()
    ]
    amount = float(last["amount"].iloc[0])
    return f"With {named(change).at(amount)}, the last of five steps, {listed(clauses)}."


def what_helps(means: pd.DataFrame) -> str:
    """Whether thorough training lowers the share lost, for each learner that was measured with both recipes."""
    clauses, helps = [], []
    for learner, rows in means.groupby("learner", sort=False):
        by_recipe = rows.drop_duplicates("recipe", keep="last").set_index("recipe")
        if {"quick", "thorough"} <= set(by_recipe.index):
            quick, thorough = by_recipe.loc["quick"], by_recipe.loc["thorough"]
            by, half = difference(quick, thorough)
            verdict = TOO_CLOSE if abs(by) <= half else "less" if by > 0 else "more"
            now, before = share(thorough, beside=quick), share(quick, beside=thorough)
            lose = clause(str(learner), "lose")
            same = verdict == TOO_CLOSE and now.partition(" (")[0] == before.partition(" (")[0]
            clauses.append(f"{lose} as much, {now}" if same else f"{lose} {now} instead of {before}, {verdict}")
            helps.append(by > half)
    if not clauses:
        return ""
    opening = "helps" if all(helps) else "helps some, not all," if any(helps) else "does not clearly help here"
    return f"Thorough training {opening} on average: with it {'; '.join(clauses)}."


def what_training_on_it_does(ordinary: pd.DataFrame, trained: pd.DataFrame, change: str) -> list[str]:
    """A sentence for each learner that was trained both ways; `trained` are rows of models trained on this change."""
    trained = trained[trained["trained_on"] == change]
    if ordinary.empty or trained.empty:
        return []
    both = _latest(ordinary, change).merge(_latest(trained, change), on=SAME, suffixes=("", "_trained"))
    sentences = [_sentence(row, change) for _, row in both.iterrows()]
    return [*filter(None, [*sentences, luck(both[["n_seeds", "n_seeds_trained"]].min(axis=1))])]


def _latest(rows: pd.DataFrame, change: str) -> pd.DataFrame:
    """One curve for each learner: the curve with the most seeds or, of several, the one that was measured last."""
    return apart(rows, change).sort_values(["n_seeds", "measured_last"]).drop_duplicates(SAME, keep="last")


def _sentence(row: pd.Series, change: str) -> str:
    """What one learner loses and keeps."""
    what, others = named(change).clause, int(row["n_changes"]) - 1
    under = f"{_instead(row, 'lost')} of the accuracy under {what} {_how_sure(row, 'lost')}"
    elsewhere = (
        f"{_instead(row, 'others')} under the {f'{number(others)} other changes' if others > 1 else 'other change'}"
    )
    elsewhere += f" {_how_sure(row, 'others')}"
    before, now = (percent(row[f"accuracy{end}"], _half(row, "accuracy")) for end in ("", "_trained"))
    price = f"of unchanged test images {now} are right instead of {before} "
    price += _how_sure(row, "accuracy", "fewer")
    return f"Trained on images with {what}, {clause(row['learner'], 'lose')} {under} and {elsewhere}; {price}."


def _instead(row: pd.Series, what: str) -> str:
    """`3 % instead of 19 %`."""
    half = _half(row, what)
    return f"{_signed(row[f'{what}_trained'], half)} instead of {_signed(row[what], half)}"


def _signed(share: float, half: float) -> str:
    """A share with its sign, unless it rounds to nothing."""
    written = percent(abs(share), half)
    is_nothing = not written.strip("0. %")  # `0 %`, `0.0 %`
    return f"−{written}" if share < 0 and not is_nothing else written


def _how_sure(row: pd.Series, what: str, less: str = "less") -> str:
    """`(16 points less, 14 to 18)`, or that it is too close to call."""
    before, now, half = row[what], row[f"{what}_trained"], _half(row, what)
    if abs(before - now) <= half:
        return f"({TOO_CLOSE})"
    low, high = (percent(abs(before - now) + end, half).removesuffix(" %") for end in (-half, half))
    return f"({gap(before, now, half)} {less if now < before else 'more'}, {low} to {high})"


def _half(row: pd.Series, what: str) -> float:
    """Half the width of the difference's interval, too wide if anything."""
    low, high = ENDS.get(what, (f"{what}_low", f"{what}_high"))
    return float(np.hypot(*((row[f"{high}{end}"] - row[f"{low}{end}"]) / 2 for end in ("", "_trained"))))
