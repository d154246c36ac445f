"""Numbers with their intervals, as verdicts write them."""

from analysis.common.paired import Gap
from analysis.common.wording import figures, times

ONE_SEED = "; one seed: luck in training is not in it"
"""What follows a number whose interval covers the test images only."""


def ratio(value: float) -> str:
    """`1.24`, `31`: a ratio, with two decimals while it is small."""
    return f"{value:.2f}" if value < 10 else figures(value)


def as_much(value: float, what: str) -> str:
    """`2.3 times as long`, and `as long` for a ratio of one."""
    return f"as {what}" if figures(value) == "1" else f"{times(value)} as {what}"


def between(gap: Gap, what: str) -> str:
    """`3.2 points ahead (2.1 to 4.3)`, and that it rests on one seed, whose luck the interval does not cover."""
    one_seed = "; one seed" if gap.n_seeds == 1 else ""
    value, low, high = (f"{100 * one:.1f}".replace("-", "−") for one in (gap.value, gap.low, gap.high))
    return f"{value} {what} ({low} to {high}{one_seed})"


def who_leads(gap: Gap) -> str:
    """`the CNN is 3.1 points ahead (2.0 to 4.2)`."""
    if gap.value < 0:
        return f"handcrafted features are {between(gap.turned, 'points ahead')}"
    return f"the CNN is {between(gap, 'points ahead')}"
