"""The advice in words that claim no more than its intervals allow."""

from dataclasses import replace

from analysis.common.learners import name
from analysis.common.machine import kind
from analysis.common.wording import about, capitalised, count, counted, figures, listed, moment, percent, points
from analysis.decide.advice import Advice, Evidence, Option, Question, advise, way_out
from analysis.decide.measured import Candidate, Margin, Measured

UNITS = {"seconds": "to train", "milliseconds": "to predict an image", "megabytes": "of model"}
"""What comes after an amount of each cost."""


def named(candidate: Candidate) -> str:
    """`the CNN (thorough training)`; a GPU is named."""
    gpu = "" if candidate.device == "cpu" else f", {kind(candidate.device)}"
    return f"{name(candidate.learner)} ({candidate.recipe} training{gpu})"


def amount(cost: str, value: float) -> str:
    """`1.6 min`, `0.4 ms`, `41 MB`: a cost or a bound with its unit."""
    if cost == "seconds":
        return moment(value)
    return f"{figures(value)} {'ms' if cost == 'milliseconds' else 'MB'}"


def finding(advice: Advice, found: Measured) -> str:
    """What to use, and why, in one sentence for a headline and a few below it."""
    if not advice.is_near:
        return nothing_near(advice.question, found)
    if advice.winner is None:
        return nothing_meets_limits(advice)
    sentences = [_use(advice, advice.winner), _grey_zone(advice, found)]
    return " ".join(filter(None, sentences))


def _use(advice: Advice, winner: Option) -> str:
    rival, margin = advice.rival, advice.margin
    if rival is None:
        return f"Use {named(winner.candidate)}: nothing else that was measured meets your limits."
    if margin is None:
        return (
            f"Use {named(winner.candidate)}. It was not compared with {named(rival.candidate)} on the same images, "
            "so which of them is more accurate is not known."
        )
    if not advice.tie_broken_by:
        ahead = f"{points(margin.value, margin.half)} ({interval(margin)})"
        return f"Use {named(winner.candidate)}: {ahead} more accurate than {named(rival.candidate)}."
    advised = f"{named(winner.candidate)}, trained in {moment(winner.seconds)}"
    other = f"{named(rival.candidate)}, in {moment(rival.seconds)}"
    if advice.tie_broken_by == "seconds":
        return f"No difference was shown, so use the cheaper one: {advised}, rather than {other}."
    if advice.tie_broken_by == "explaining":
        return f"No difference was shown, so use the one that is easier to explain: {advised}, rather than {other}."
    return f"No difference was shown: either {advised}, or {other}."


def difference(advice: Advice) -> str:
    """A sentence for below the headline on a margin that shows no difference; empty otherwise."""
    margin, winner, rival = advice.margin, advice.winner, advice.rival
    if not advice.tie_broken_by or margin is None or winner is None or rival is None:
        return ""
    ahead, behind = (winner, rival) if margin.value >= 0 else (rival, winner)
    lead = margin if margin.value >= 0 else margin.turned
    return (
        f"{capitalised(named(ahead.candidate))}: {points(lead.value, lead.half)} ahead of {named(behind.candidate)}, "
        f"but the interval of that difference, {interval(lead)} points, includes zero, so it may be chance."
    )


def interval(margin: Margin) -> str:
    """`5.2 to 7.0`, `−1.0 to 3.4`: the ends of an interval in percentage points."""
    ends = (percent(end, margin.half).removesuffix(" %") for end in (margin.low, margin.high))
    return " to ".join(end.lstrip("-") if float(end) == 0 else end.replace("-", "−") for end in ends)


def _grey_zone(advice: Advice, found: Measured) -> str:
    """That the number of images is outside the measured ones, and where the margin is from; empty if it is inside."""
    n, largest, smallest = advice.question.n_images, max(found.sizes), min(found.sizes)
    if advice.margin and advice.margin.basis == "fitted":
        return f"{_beyond(n, largest)}: a grey zone, read from the fitted curves."
    if n > largest:
        return f"{_beyond(n, largest)}: a grey zone, where the difference is taken from the largest size measured."
    if n < smallest:
        return f"{counted(n, 'image')} are fewer than the {count(smallest)} measured: a grey zone."
    return ""


def _beyond(n: int, largest: int) -> str:
    return f"{counted(n, 'image')} are more than the {count(largest)} measured"


def nothing_near(question: Question, found: Measured) -> str:
    """That nothing was measured near the number of images asked about, and what was."""
    return (
        f"Nothing was measured near {counted(question.n_images, 'image')}: the rows reach from "
        f"{count(min(found.sizes))} to {count(max(found.sizes))}, and advice is given from half the smallest to twice "
        "the largest."
    )


def at_nearest(advice: Advice, found: Measured) -> str:
    """The advice for the nearest measured size, when a question is about far fewer or far more images."""
    sizes, n = found.sizes, advice.question.n_images
    nearest = advise(found, replace(advice.question, n_images=sizes[0] if n < sizes[0] else sizes[-1]))
    said = finding(nearest, found)
    winner = nearest.winner
    right = f" The advised one gets {percent(winner.accuracy.value)} right there." if winner else ""
    where = f"The nearest size that was measured is {counted(nearest.question.n_images, 'image')}"
    return f"{where}. For that many: {said[:1].lower()}{said[1:]}{right}"


def nothing_meets_limits(advice: Advice) -> str:
    """That nothing meets the limits, and the cheapest way out."""
    option = way_out(advice)
    if option is None:
        return (
            "Your choices exclude every learner that was measured near this number of images: allow pretrained models, "
            "or measure another learner."
        )
    broken = [cost for cost in UNITS if cost in option.out]
    allow = listed([_broken(cost, option, advice.question, " instead of") for cost in broken])
    fewer = f", or train on at most {about(option.most_images)} images" if option.most_images else ""
    return (
        f"Nothing measured meets your limits. The cheapest way out is {named(option.candidate)}: allow {allow}{fewer}."
    )


def _broken(cost: str, option: Option, question: Question, than: str) -> str:
    """`12 s to train instead of 1 s`: a cost and the bound that it breaks."""
    return f"{amount(cost, option.need(cost))} {UNITS[cost]}{than} {amount(cost, question.bounds[cost])}"


def verdict(option: Option, advice: Advice) -> str:
    """What became of an option, for the table: advised, or out and why."""
    if option is advice.winner:
        return "advised"
    if not option.out:
        role = "runner-up" if option is advice.runner_up else "meets your limits"
        return f"{role}; compared above" if option is advice.rival else role
    reasons = [_reason(reason, option, advice.question) for reason in option.out]
    fewer = f"; in time with at most {about(option.most_images)} images" if option.most_images else ""
    return f"out: {listed(reasons)}{fewer}"


def _reason(reason: str, option: Option, question: Question) -> str:
    if reason in UNITS:
        return _broken(reason, option, question, ", over")
    return "a pretrained model" if reason == "pretrained" else "not measured near so many images"


def describe_evidence(evidence: Evidence) -> str:
    """What a measured comparison says."""
    margin = evidence.margin
    ahead, behind, lead = evidence.one, evidence.other, margin
    if margin.value < 0:
        ahead, behind, lead = behind, ahead, margin.turned
    chance = "" if margin.sign else " It may be chance."
    out = f" It takes {moment(evidence.seconds)} to train there, over your limit." if evidence.is_out else ""
    return (
        f"With {counted(evidence.n_train, 'image')}: {named(ahead)} {points(lead.value, lead.half)} ahead of "
        f"{named(behind)} ({interval(lead)}).{chance}{out}"
    )


def pretrained_note(question: Question, found: Measured) -> str:
    """What is known of pretrained models here."""
    names = sorted({name(one.learner) for one in found.curves if one.is_pretrained})
    if not names:
        return "Pretrained models have not been measured on these images, so the advice knows nothing of them."
    if question.pretrained:
        return f"Pretrained models take part, as you chose: {listed(names)}."
    return f"Pretrained models were measured, and are left out as you chose: {listed(names)}."
