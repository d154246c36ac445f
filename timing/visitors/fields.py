"""Reads single fields of a report: each as it should be, else ValueError says in one sentence what would be right."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

MOST_LETTERS = 60


@dataclass(frozen=True)
class Fields:
    """A JSON object that anybody may have written; `where` names it in a sentence. Other fields are not looked at."""

    where: str
    values: dict[str, Any]

    @classmethod
    def of(cls, where: str, value: object) -> "Fields":
        """The fields of what must be an object."""
        if not isinstance(value, dict):
            raise ValueError(f"{where} must be an object with named fields.")
        return cls(where, value)

    def text(self, name: str) -> str:
        """Text such as a vendor's name; it may be empty."""
        value = self.values.get(name)
        if not isinstance(value, str) or len(value) > MOST_LETTERS or not value.isprintable():
            raise self.refused(name, f"at most {MOST_LETTERS} printable letters")
        if value and not value[0].isalnum():  # a spreadsheet would run "=..." from a downloaded table
            raise self.refused(name, "a name that begins with a letter or a digit")
        return value

    def yes_or_no(self, name: str) -> bool:
        """A truth value, which no number stands for."""
        value = self.values.get(name)
        if not isinstance(value, bool):
            raise self.refused(name, "true or false")
        return value

    def one_of(self, name: str, known: Collection[str]) -> str:
        """One of the known words."""
        value = self.values.get(name)
        if not isinstance(value, str) or value not in known:
            raise self.refused(name, f"one of {', '.join(known)}")
        return value

    def whole(self, name: str, allowed: range | tuple[int, ...]) -> int:
        """A whole number that is allowed."""
        value = self.values.get(name)
        if not isinstance(value, int) or isinstance(value, bool) or value not in allowed:
            several = isinstance(allowed, range) or len(allowed) > 10
            right = f"from {allowed[0]:,} to {allowed[-1]:,}" if several else "one of " + ", ".join(map(str, allowed))
            raise self.refused(name, f"a whole number {right}")
        return value

    def number(self, name: str, most: float, *, zero: bool = False) -> float:
        """A number above 0 (or 0, where that may be) and at most `most`."""
        value = self.values.get(name)
        is_number = isinstance(value, int | float) and not isinstance(value, bool)
        # NaN and the infinities fail these comparisons, and whole numbers of a thousand digits are no trouble.
        if not is_number or not (0 < value <= most or (zero and value == 0)):  # type: ignore[operator]
            raise self.refused(
                name, f"a number {'from' if zero else 'above'} 0 {'to' if zero else 'and at most'} {most:g}"
            )
        return float(value)  # type: ignore[arg-type]

    def number_or_none(self, name: str, most: float) -> float | None:
        """A number, or null for what was not measured."""
        return None if self.values.get(name) is None else self.number(name, most)

    def refused(self, name: str, right: str) -> ValueError:
        """The problem of one field, which says what would be right and repeats nothing that was sent."""
        return ValueError(f"{self.where}: {name} must be {right}.")
