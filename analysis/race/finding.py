"""What a race showed, in words that say no more than its intervals allow."""

import math
from collections.abc import Sequence

from analysis.common.wording import begun, in_words, number
from analysis.data_size.finding import NAMES, PLURAL, TOO_CLOSE
from analysis.race.lead import LIVE, Contest, Standing, ahead_since, lead_changes, moments, standing

ROUND = (0.1, 0.2, 0.5, 1.0, 2.0, 5.0, 10.0, 20.0, 30.0, 60.0, 120.0, 300.0, 600.0)
"""Moments, in seconds, that people have names for."""

NOT_ENOUGH = "Not enough measured yet: both learners must have raced on the same images for as long."


def finding(pair: Contest | None, asked: float | None = None) -> str:
    """`After 1 s features made by hand lead with 93 % against 41 %; from about 14 s on the network leads, ...`.

    It opens with what the races are where they are recorded ones of another budget than was `asked` for, in seconds.
    """
    if pair is None:
        return NOT_ENOUGH
    stood = moments(pair)
    leads = lead_changes(stood)
    parts = (
        [*_before_the_end(pair, stood, leads), _at_the_end(pair, stood, leads)] if leads else [_nobody_leads(stood[-1])]
    )
    return begun(f"{_of_another(pair, asked) or _of_one_race(pair)}{'; '.join(parts)}.")


def round_moments(pair: Contest) -> list[float]:
    """The moments to ask about: the last with a name before anybody has learnt anything, all later ones, the end."""
    within = [moment for moment in ROUND if moment < pair.horizon]
    n_before = sum(not any(standing(pair, moment).learnt) for moment in within)
    return [*within[max(0, n_before - 1) :], pair.horizon]


def told_at(pair: Contest, seconds: float) -> str:
    """Who is ahead after so many seconds, by how much, and whether it is sure."""
    stood = standing(pair, seconds)
    after = f"{_of_one_race(pair)}after {in_words(seconds)}"
    if stood.kind == "nobody has anything yet":
        return begun(f"{after} nobody has anything yet: either side still gives every image the commonest class.")
    if stood.leader is None:
        return begun(f"{after} it is {TOO_CLOSE}: {_difference(stood)}.{_nothing_yet(stood)}")
    behind = next(learner for learner in stood.learners if learner != stood.leader)
    verb = "are" if stood.leader in PLURAL else "is"
    by = f"by {_points(abs(stood.difference), stood)} points, give or take {_points(stood.half, stood)}"
    return begun(f"{after} {_name(stood.leader)} {verb} ahead of {_name(behind)}, {by}.{_nothing_yet(stood)}")


def _before_the_end(pair: Contest, stood: Sequence[Standing], leads: Sequence[Standing]) -> list[str]:
    """Who was ahead first, unless one sentence on the end says it all; how often the lead went to and fro."""
    told = []
    if leads[0].seconds != ahead_since(stood):
        early = _early(pair, leads[0], leads[1].seconds if len(leads) > 1 else pair.horizon)
        told.append(f"after {in_words(early.seconds)} {_leads(early)} with {_shares(early)}")
    if len(leads) > 2:
        told.append(f"then the lead changes {number(len(leads) - 1)} times")
    return told


def _at_the_end(pair: Contest, stood: Sequence[Standing], leads: Sequence[Standing]) -> str:
    """Who leads at the end and since when, or that it has become too close to call."""
    last, since = stood[-1], ahead_since(stood)
    if since is None:
        return f"after {in_words(last.seconds)} it is {TOO_CLOSE}, {_shares(last, ' and ')}"
    end = f"after {in_words(last.seconds)} with {_shares(last)}"
    if len(leads) > 1:
        return f"from about {in_words(since)} on {_leads(last)}, {end}"
    if since > leads[0].seconds:
        return f"from about {in_words(since)} on that lead is sure to the end, {end}"
    early = _early(pair, leads[0], pair.horizon)
    return (
        f"from about {in_words(since)} on {_leads(last)}, after {in_words(early.seconds)} with {_shares(early)}, {end}"
    )


def _early(pair: Contest, lead: Standing, until: float) -> Standing:
    """The moment nearest to one second, if one has a name, at which that lead is there; failing that its first."""
    asked = [standing(pair, moment) for moment in ROUND if lead.seconds <= moment < until]
    there = [one for one in asked if one.leader == lead.leader]
    return min(there, key=lambda one: abs(math.log(one.seconds)), default=lead)


def _nobody_leads(last: Standing) -> str:
    if not any(last.learnt):
        return f"neither side has learnt anything within {in_words(last.seconds)}"
    return f"it is {TOO_CLOSE} at every moment of {in_words(last.seconds)}: more seeds may tell"


def _of_one_race(pair: Contest) -> str:
    """One seed says nothing about luck in training, so that a sentence on it is one about this race."""
    return "in this one race, " if pair.n_seeds == 1 else ""


def _of_another(pair: Contest, asked: float | None) -> str:
    """Either side plans for the end of its race, so that a longer one is another race from its start."""
    if asked in (None, pair.horizon) or pair.first["origin"].iloc[0] == LIVE:
        return ""
    return f"in the {'one ' if pair.n_seeds == 1 else ''}recorded race of {in_words(pair.horizon)}, "


def _difference(stood: Standing) -> str:
    """The two shares, and how wide a difference chance could make."""
    named = [f"{_name(learner)} {_percent(stood.share(learner), stood)}" for learner in stood.learners]
    return f"{' and '.join(named)}, and up to {_points(stood.half, stood)} points may be chance"


def _nothing_yet(stood: Standing) -> str:
    """A sentence about the side that has no model yet."""
    if all(stood.learnt):
        return ""
    behind = stood.learners[stood.learnt.index(False)]
    have, give = ("have", "give") if behind in PLURAL else ("has", "gives")
    return f" {begun(_name(behind))} {have} nothing yet and {give} every image the commonest class."


def _shares(stood: Standing, between: str = " against ") -> str:
    """`93 % against 41 %`, the leader's first."""
    order = sorted(stood.accuracies, reverse=True)
    return between.join(_percent(share, stood) for share in order)


def _percent(share: float, stood: Standing) -> str:
    """A share with a decimal where both intervals bear one."""
    return f"{100 * share:.{1 if max(stood.halves) < 0.02 else 0}f} %"


def _points(difference: float, stood: Standing) -> str:
    """A difference in percentage points, to the decimals of the interval."""
    return f"{100 * difference:.{1 if stood.half < 0.02 else 0}f}"


def _leads(stood: Standing) -> str:
    """The leader with its verb."""
    return f"{_name(str(stood.leader))} {'lead' if stood.leader in PLURAL else 'leads'}"


def _name(learner: str) -> str:
    return NAMES.get(learner, learner)
