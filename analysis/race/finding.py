"""The finding of a race, in words that claim no more than its intervals allow."""

import math
from collections.abc import Sequence
from itertools import combinations

from analysis.common.learners import clause, name, shares
from analysis.common.machine import LIVE
from analysis.common.wording import NOT_ENOUGH, TOO_CLOSE, capitalised, gap, listed, moment, number, percent, points
from analysis.race.lead import Contest, Standing, ahead_since, lead_changes, standing_at, standings

ROUND = (0.1, 0.2, 0.5, 1.0, 2.0, 5.0, 10.0, 20.0, 30.0, 60.0, 120.0, 300.0, 600.0)
"""Round moments in seconds."""

NO_CONTEST = f"{NOT_ENOUGH}: two learners need races on the same images with the same budget."


def finding(race: Contest | None, asked: float | None = None) -> str:
    """`After 1 s handcrafted features lead (SVM 93 %, CNN 41 %); from about 14 s on the CNN leads (...)`.

    If the races are recorded ones whose budget is not the `asked` seconds, the sentence begins by saying so.
    """
    if race is None:
        return NO_CONTEST
    timeline = standings(race)
    changes = lead_changes(timeline)
    if changes:
        parts = [*_before_the_end(race, timeline, changes), _at_the_end(race, timeline, changes)]
    else:
        parts = [_no_lead(timeline[-1])]
    return capitalised(f"{_in_recorded_race(race, asked) or _in_one_race(race)}{'; '.join(parts)}.")


def round_moments(race: Contest) -> list[float]:
    """Round moments to choose from: the last one before anything was learned, all later ones, and the end."""
    within = [second for second in ROUND if second < race.horizon]
    n_before = sum(not any(standing_at(race, second).learned) for second in within)
    return [*within[max(0, n_before - 1) :], race.horizon]


def describe_moment(race: Contest, seconds: float) -> str:
    """Who is ahead after `seconds`, by how much, and whether the lead is clear."""
    standing = standing_at(race, seconds)
    after = f"{_in_one_race(race)}after {moment(seconds)}"
    if not any(standing.learned):
        who, they = ("neither", "both") if len(standing.learners) == 2 else ("no", "all")
        return capitalised(f"{after} {who} learner has a model yet: {they} predict the majority class for every image.")
    if standing.leader is None:
        return capitalised(f"{after} it is {_too_close(standing)}: {_difference(standing)}.{_no_model_yet(standing)}")
    ahead = clause(standing.leader, "are", "is")
    return capitalised(f"{after} {ahead} ahead of {listed(_gaps(standing))}.{_no_model_yet(standing)}")


def _before_the_end(race: Contest, timeline: Sequence[Standing], changes: Sequence[Standing]) -> list[str]:
    """Who was ahead first, unless the sentence about the end says it; how often the lead changed after that."""
    parts = []
    if changes[0].seconds != ahead_since(timeline):
        early = _early(race, changes[0], changes[1].seconds if len(changes) > 1 else race.horizon)
        parts.append(f"after {moment(early.seconds)} {_leads(early)} ({_shares(early)})")
    if len(changes) > 2:
        parts.append(f"then the lead changes {number(len(changes) - 1)} times")
    return parts


def _at_the_end(race: Contest, timeline: Sequence[Standing], changes: Sequence[Standing]) -> str:
    """Who leads at the end and since when, or that it has become too close to call."""
    last, since = timeline[-1], ahead_since(timeline)
    if since is None:
        return f"after {moment(last.seconds)} it is {_too_close(last)} ({_shares(last)})"
    end = f"(after {moment(last.seconds)} {_shares(last)})"
    start = f"from about {moment(since)} on"
    if len(changes) > 1:
        return f"{start} {_leads(last)} {end}"
    if since > changes[0].seconds:
        return f"{start} the lead stays clear until the end {end}"
    early = _early(race, changes[0], race.horizon)
    shares_then, shares_now = (f"{_shares(one)} after {moment(one.seconds)}" for one in (early, last))
    return f"{start} {_leads(last)}: {shares_then}, and {shares_now}"


def _early(race: Contest, change: Standing, until: float) -> Standing:
    """The standing at the round moment nearest to one second that has this leader, or the change itself."""
    candidates = [standing_at(race, second) for second in ROUND if change.seconds <= second < until]
    same = [standing for standing in candidates if standing.leader == change.leader]
    return min(same, key=lambda standing: abs(math.log(standing.seconds)), default=change)


def _no_lead(last: Standing) -> str:
    if not any(last.learned):
        who = "neither" if len(last.learners) == 2 else "no"
        return f"{who} learner has learned anything within {moment(last.seconds)}"
    return f"it is {TOO_CLOSE} at every moment of {moment(last.seconds)}: more seeds may decide it"


def _in_one_race(race: Contest) -> str:
    """`in this one race, ` if there is one seed, because the sentence is then about no other race."""
    return "in this one race, " if race.n_seeds == 1 else ""


def _in_recorded_race(race: Contest, asked: float | None) -> str:
    """`in the recorded race of 1 min, ` if its budget is not the one asked for, because learners plan for the end."""
    if asked in (None, race.horizon) or race.facts["origin"] == LIVE:
        return ""
    return f"in the {'one ' if race.n_seeds == 1 else ''}recorded race of {moment(race.horizon)}, "


def _too_close(standing: Standing) -> str:
    """`too close to call`, and between which learners, unless between all."""
    between = [name(standing.learners[place]) for place in standing.not_clearly_behind]
    return TOO_CLOSE if len(between) == len(standing.learners) else f"{TOO_CLOSE} between {listed(between)}"


def _gaps(standing: Standing) -> list[str]:
    """`the CNN by 5.0 points (±1.9 points)`, for each learner that is behind the leader."""
    (best,) = standing.not_clearly_behind
    found = []
    for place, learner in enumerate(standing.learners):
        if place != best:
            half = max(standing.half_widths[place], standing.half_widths[best])
            by = gap(standing.accuracies[place], standing.accuracies[best], half)
            found.append(f"{name(learner)} by {by} (±{points(standing.half_width_of_difference(place, best), half)})")
    return found


def _difference(standing: Standing) -> str:
    """All accuracies, and how large a difference chance can make between those that may be the best."""
    half = max(standing.half_widths)
    named = [
        f"{name(one)} {percent(share, half)}" for one, share in zip(standing.learners, standing.accuracies, strict=True)
    ]
    by_chance = max(standing.half_width_of_difference(*two) for two in combinations(standing.not_clearly_behind, 2))
    return f"{listed(named)}, and a difference of up to {points(by_chance, half)} may be chance"


def _no_model_yet(standing: Standing) -> str:
    """A sentence about the learners that have no model yet."""
    behind = [learner for learner, learned in zip(standing.learners, standing.learned, strict=True) if not learned]
    if not behind:
        return ""
    who = clause(behind[0], "have", "has") if len(behind) == 1 else f"{listed([*map(name, behind)])} have"
    return f" {capitalised(who)} no model yet: the majority class is predicted for every image."


def _shares(standing: Standing) -> str:
    """`SVM 93 %, CNN 41 %`, in this order whoever leads."""
    return shares(standing.learners, [percent(share, max(standing.half_widths)) for share in standing.accuracies])


def _leads(standing: Standing) -> str:
    return clause(str(standing.leader), "lead")
