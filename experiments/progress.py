"""What a running measurement tells, and how it hears that it is to stop."""

from dataclasses import dataclass


class Stopped(Exception):  # noqa: N818  (it is a request that was heard, not an error)
    """The experiment was told to stop and did."""


@dataclass(frozen=True)
class Progress:
    """How much of a running experiment is done, 0 to 1, what it is at, and what it has found so far (JSON text)."""

    fraction: float
    note: str
    found: str = ""


def ignore(progress: Progress) -> None:
    """Report to nobody."""


def never() -> bool:
    """Let it run to its end."""
    return False
