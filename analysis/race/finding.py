"""The finding of a race, in words that claim no more than its intervals allow."""

import math
from collections.abc import Sequence
from itertools import combinations

from analysis.common.learners import clause, name, shares
from analysis.common.machine import LIVE
from analysis.common.wording import NOT_ENOUGH, TOO_CLOSE, capitalised, gap, listed, moment, number, percent, points
from analysis.race.lead import Contest, Lead, ahead_since, lead_at, lead_changes, leads

ROUND = (0.1, 0.2, 0.5, 1.0, 2.0, 5.0, 10.0, 20.0, 30.0, 60.0, 120.0, 300.0, 600.0)
"""Round moments in seconds."""

NO_CONTEST = f"{NOT_ENOUGH}: two learners need races on the same images with the same budget."


def finding(pair: Contest | None, asked: float | None = None) -> str:
    """`After 1 s handcrafted features lead (SVM 93 %, CNN 41 %); from about 14 s on the CNN leads, ...`.

    If the races are recorded ones whose budget is not the `asked` seconds, the sentence begins by saying so.
    """
    if pair is None:
        return NO_CONTEST
    each = leads(pair)
    changes = lead_changes(each)
    parts = (
        [*_before_the_end(pair, each, changes), _at_the_end(pair, each, changes)] if changes else [_no_lead(each[-1])]
    )
    return capitalised(f"{_of_another(pair, asked) or _of_one_race(pair)}{'; '.join(parts)}.")


def round_moments(pair: Contest) -> list[float]:
    """Round moments to choose from: the last one before anything was learnt, all later ones, and the end."""
    within = [moment for moment in ROUND if moment < pair.horizon]
    n_before = sum(not any(lead_at(pair, moment).learnt) for moment in within)
    return [*within[max(0, n_before - 1) :], pair.horizon]


def describe_moment(pair: Contest, seconds: float) -> str:
    """Who is ahead after so many seconds, by how much, and whether the lead is clear."""
    lead = lead_at(pair, seconds)
    after = f"{_of_one_race(pair)}after {moment(seconds)}"
    if not any(lead.learnt):
        who, they = ("neither", "both") if len(lead.learners) == 2 else ("no", "all")
        return capitalised(f"{after} {who} learner has a model yet: {they} predict the majority class for every image.")
    if lead.leader is None:
        return capitalised(f"{after} it is {_too_close(lead)}: {_difference(lead)}.{_no_model_yet(lead)}")
    ahead = clause(lead.leader, "are", "is")
    return capitalised(f"{after} {ahead} ahead of {listed(_behind(lead))}.{_no_model_yet(lead)}")


def _before_the_end(pair: Contest, each: Sequence[Lead], changes: Sequence[Lead]) -> list[str]:
    """Who was ahead first, unless the sentence about the end says it; how often the lead changed after that."""
    parts = []
    if changes[0].seconds != ahead_since(each):
        early = _early(pair, changes[0], changes[1].seconds if len(changes) > 1 else pair.horizon)
        parts.append(f"after {moment(early.seconds)} {_leads(early)} ({_shares(early)})")
    if len(changes) > 2:
        parts.append(f"then the lead changes {number(len(changes) - 1)} times")
    return parts


def _at_the_end(pair: Contest, each: Sequence[Lead], changes: Sequence[Lead]) -> str:
    """Who leads at the end and since when, or that it has become too close to call."""
    last, since = each[-1], ahead_since(each)
    if since is None:
        return f"after {moment(last.seconds)} it is {_too_close(last)} ({_shares(last)})"
    end = f"after {moment(last.seconds)} ({_shares(last)})"
    start = f"from about {moment(since)} on"
    if len(changes) > 1:
        return f"{start} {_leads(last)}, {end}"
    if since > changes[0].seconds:
        return f"{start} that lead lasts until the end, {end}"
    early = _early(pair, changes[0], pair.horizon)
    return f"{start} {_leads(last)}, after {moment(early.seconds)} ({_shares(early)}), {end}"


def _early(pair: Contest, change: Lead, until: float) -> Lead:
    """The lead at the round moment nearest to one second that has this leader, or the change itself."""
    candidates = [lead_at(pair, moment) for moment in ROUND if change.seconds <= moment < until]
    same = [lead for lead in candidates if lead.leader == change.leader]
    return min(same, key=lambda lead: abs(math.log(lead.seconds)), default=change)


def _no_lead(last: Lead) -> str:
    if not any(last.learnt):
        who = "neither" if len(last.learners) == 2 else "no"
        return f"{who} learner has learnt anything within {moment(last.seconds)}"
    return f"it is {TOO_CLOSE} at every moment of {moment(last.seconds)}: more seeds may decide it"


def _of_one_race(pair: Contest) -> str:
    """With one seed, a sentence is about this race only."""
    return "in this one race, " if pair.n_seeds == 1 else ""


def _of_another(pair: Contest, asked: float | None) -> str:
    """`in the recorded race of 1 min, ` if its budget is not the one asked for: learners plan for the end of a race."""
    if asked in (None, pair.horizon) or pair.first["origin"] == LIVE:
        return ""
    return f"in the {'one ' if pair.n_seeds == 1 else ''}recorded race of {moment(pair.horizon)}, "


def _too_close(lead: Lead) -> str:
    """`too close to call`, and between whom if that is not all."""
    between = [name(lead.learners[one]) for one in lead.first]
    return TOO_CLOSE if len(between) == len(lead.learners) else f"{TOO_CLOSE} between {listed(between)}"


def _behind(lead: Lead) -> list[str]:
    """`the CNN by 5.0 points (±1.9 points)` of each that the leader is ahead of."""
    (best,) = lead.first
    found = []
    for one, learner in enumerate(lead.learners):
        if one != best:
            half = max(lead.halves[one], lead.halves[best])
            by = gap(lead.accuracies[one], lead.accuracies[best], half)
            found.append(f"{name(learner)} by {by} (±{points(lead.gap(one, best), half)})")
    return found


def _difference(lead: Lead) -> str:
    """All accuracies, and how large a difference between the first of them chance could make."""
    half = max(lead.halves)
    named = [f"{name(one)} {percent(share, half)}" for one, share in zip(lead.learners, lead.accuracies, strict=True)]
    by_chance = max(lead.gap(one, other) for one, other in combinations(lead.first, 2))
    return f"{listed(named)}, and a difference of up to {points(by_chance, half)} may be chance"


def _no_model_yet(lead: Lead) -> str:
    """A sentence about the learners that have no model yet."""
    behind = [learner for learner, learnt in zip(lead.learners, lead.learnt, strict=True) if not learnt]
    if not behind:
        return ""
    who = clause(behind[0], "have", "has") if len(behind) == 1 else f"{listed([*map(name, behind)])} have"
    return f" {capitalised(who)} no model yet: the majority class is predicted for every image."


def _shares(lead: Lead) -> str:
    """`SVM 93 %, CNN 41 %`, in this order whoever leads."""
    return shares(lead.learners, [percent(share, max(lead.halves)) for share in lead.accuracies])


def _leads(lead: Lead) -> str:
    return clause(str(lead.leader), "lead")
