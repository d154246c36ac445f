"""Numbers with their intervals, as verdicts write them."""

from analysis.common.wording import figures, times
from analysis.data_size.crossover import Gap


def signed(value: float, decimals: int = 1) -> str:
    """`+0.4`, `−1.2`, `0.0`: a change, with a real minus sign and no negative zero."""
    written = f"{value:+.{decimals}f}"
    return written[1:] if float(written) == 0 else written.replace("-", "−")


def minus(text: str) -> str:
    """Hyphens before digits as minus signs."""
    return text.replace("(-", "(−").replace(" -", " −")


def ratio(value: float) -> str:
    """`1.24`, `31`: a ratio, with two decimals while it is small."""
    return f"{value:.2f}" if value < 10 else figures(value)


def as_much(value: float, what: str) -> str:
    """`2.3 times as long`, and `as long` for a ratio of one."""
    return f"as {what}" if figures(value) == "1" else f"{times(value)} as {what}"


def between(share: float, low: float, high: float, what: str) -> str:
    """`3.2 points ahead (2.1 to 4.3)`, from shares."""
    return minus(f"{100 * share:.1f} {what} ({100 * low:.1f} to {100 * high:.1f})")


def who_leads(gap: Gap) -> str:
    """`the CNN is 3.1 points ahead (2.0 to 4.2)`."""
    if gap.value < 0:
        return f"handcrafted features are {between(-gap.value, -gap.high, -gap.low, 'points ahead')}"
    return f"the CNN is {between(gap.value, gap.low, gap.high, 'points ahead')}"
