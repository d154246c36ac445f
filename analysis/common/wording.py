"""Numbers, durations, shares and lists as they are written in sentences, labels and tables."""

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import pandas as pd

TOO_CLOSE = "too close to call"
NOT_ENOUGH = "Not enough measured yet"

NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
UNITS = (("h", 3600.0), ("min", 60.0), ("s", 1.0), ("ms", 1e-3), ("µs", 1e-6))


def listed(parts: Sequence[str]) -> str:
    """`a`, `a and b`, `a, b and c`."""
    return " and ".join(filter(None, (", ".join(parts[:-1]), *parts[-1:])))


def capitalised(clause: str) -> str:
    """A clause as the beginning of a sentence."""
    return clause[:1].upper() + clause[1:]


def uncapitalised(sentence: str) -> str:
    """A sentence or a label as a clause."""
    return sentence[:1].lower() + sentence[1:]


def cut(name: str, most: int = 24) -> str:
    """A name of at most this many letters."""
    return name if len(name) <= most else f"{name[: most - 1]}…"


def number(n: int) -> str:
    """A small number as a word."""
    return NUMBERS[n] if n < len(NUMBERS) else f"{n:,}"


def count(value: float) -> str:
    """`10,000`: a whole number, with its thousands separated."""
    return f"{value:,.0f}"


def counted(n: int, noun: str) -> str:
    """`1 image`, `1,500 images`."""
    return f"{count(n)} {noun if n == 1 else f'{noun}s'}"


def about(value: float) -> str:
    """`1,400`: a whole number to two figures, for what is not known more exactly."""
    return count(float(f"{value:.2g}"))


def figures(value: float) -> str:
    """`0.68`, `7.9`, `43`, `196`: two figures, or all of those before the decimal point."""
    return f"{value:,.0f}" if value >= 99.5 else f"{float(f'{value:.2g}'):g}"


def times(ratio: float) -> str:
    """`2.3 times`, `43 times`."""
    return f"{figures(ratio)} times"


def span(low: Any, high: Any, write: Callable[[Any], str] = count) -> str:
    """`100 to 10,000`, or one value where both are written the same."""
    first, last = write(low), write(high)
    return first if first == last else f"{first} to {last}"


def range_of(values: Any, write: Callable[[Any], str] = count) -> str:
    """`100 to 10,000`: the smallest and the largest of these values, or one where both are written the same."""
    known = pd.Series(values)
    return span(known.min(), known.max(), write)


def mean_of(seeds: Any, noun: str = "seed") -> str:
    """`one seed`, `mean of three seeds`, `mean of one to three seeds`: from their number, or from several numbers."""
    fewest, most = int(np.min(seeds)), int(np.max(seeds))
    return f"one {noun}" if most == 1 else f"mean of {span(fewest, most, number)} {noun}s"


def duration(seconds: float, smallest: str = "ms") -> str:
    """`12 ms`, `1.5 min`: the largest unit that does not exceed the duration, but never one below `smallest`."""
    unit, size = next((unit, size) for unit, size in UNITS if seconds >= 0.9995 * size or unit == smallest)
    return f"{figures(seconds / size)} {unit}"


def moment(seconds: float) -> str:
    """`0.2 s`, `1.5 min`: a moment of a race, which is never in milliseconds."""
    return duration(seconds, smallest="s")


def percent(share: float, half_width: float = 1.0) -> str:
    """A share as a percentage, with the decimals that an interval of this half width supports."""
    return f"{100 * share:.{_decimals(half_width)}f} %"


def percents(share: float, low: float, high: float) -> list[str]:
    """A share and the ends of its interval as percentages."""
    return [percent(value, (high - low) / 2) for value in (share, low, high)]


def points(difference: float, half_width: float) -> str:
    """A difference of two shares in percentage points, with the decimals that its interval supports; no sign."""
    return _in_points(100 * abs(difference), _decimals(half_width))


def gap(one: float, other: float, half_width: float) -> str:
    """The difference in points between two shares as `percent` writes them, so that readers can check it; no sign."""
    decimals = _decimals(half_width)
    return _in_points(abs(round(100 * one, decimals) - round(100 * other, decimals)), decimals)


def _in_points(value: float, decimals: int) -> str:
    return "1 point" if (written := f"{value:.{decimals}f}") == "1" else f"{written} points"


def signed(value: float, decimals: int = 1) -> str:
    """`+0.4`, `−1.2`, `0.0`: a change, with a real minus sign and no negative zero."""
    written = f"{value:+,.{decimals}f}"
    return written[1:] if float(written.replace(",", "")) == 0 else written.replace("-", "−")


def megabytes(n_bytes: float) -> str:
    """`6.8 MB`."""
    return f"{figures(n_bytes / 1e6)} MB"


def _decimals(half_width: float) -> int:
    return 0 if half_width >= 0.0195 else 1 if half_width >= 0.001 else 2
