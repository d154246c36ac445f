"""Numbers and lists as they are written in a sentence."""

from collections.abc import Sequence

NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")


def number(n: int) -> str:
    """A small number as a word."""
    return NUMBERS[n] if n < len(NUMBERS) else f"{n:,}"


def listed(parts: Sequence[str]) -> str:
    """`a`, `a and b`, `a, b and c`."""
    return " and ".join(filter(None, (", ".join(parts[:-1]), *parts[-1:])))


def begun(clause: str) -> str:
    """A clause as the beginning of a sentence."""
    return clause[:1].upper() + clause[1:]


def in_words(seconds: float) -> str:
    """A moment of the race as people say it: 0.2 s, 14 s, 1 min."""
    if round(seconds, 1) < 60:
        return f"{float(f'{seconds:.2g}'):g} s"
    return f"{float(f'{seconds / 60:.2g}'):g} min"
