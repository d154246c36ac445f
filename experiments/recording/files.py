"""The two files of a recording, in the form in which `recorded/` ships them; a killed process leaves whole lines."""

import os
import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypeVar

from experiments.spec import Result, readable, to_json
from timing.rows.row import Timing

Row = TypeVar("Row", Timing, Result)
NAME = r"[A-Za-z0-9]+(-[A-Za-z0-9]+)*"
LONGEST_NAME = 40
RESERVED = ("live", "here")
"""What the app calls rows that were measured on its own machine."""


@dataclass(frozen=True)
class Files:
    """The files of a recording of this name below the folder `output`; ValueError, one sentence, for a wrong name.

    The rows get the commit, if one is given, because a copy of this code may not know its own.
    """

    name: str
    output: Path
    commit: str = ""

    def __post_init__(self) -> None:
        if self.name in RESERVED:
            raise ValueError(
                f"The name {self.name!r} is reserved for rows measured on the app's own machine: choose another one."
            )
        if not re.fullmatch(NAME, self.name) or len(self.name) > LONGEST_NAME:
            raise ValueError(
                f"The name must be at most {LONGEST_NAME} letters, digits and hyphens between them, like one-h100, "
                f"not {self.name[: 2 * LONGEST_NAME]!r}."
            )

    @property
    def timings(self) -> Path:
        """The file of timed operations."""
        return self.output / "timing" / f"{self.name}.jsonl"

    @property
    def results(self) -> Path:
        """The file of trained models' results."""
        return self.output / f"{self.name}.jsonl"

    def timed(self) -> list[Timing]:
        """The operations that are recorded."""
        return Timing.read(self.timings)

    def measured(self) -> list[Result]:
        """The results that are recorded; those of another protocol are left out."""
        return list(readable(self.results.read_text(encoding="utf-8").splitlines())) if self.results.exists() else []

    def add_timings(self, rows: list[Timing]) -> None:
        """Add rows to the file."""
        _append(self.timings, [self._stamped(row).to_json() for row in rows])

    def add_result(self, result: Result) -> None:
        """Add a result to the file."""
        _append(self.results, [to_json(self._stamped(result))])

    def check_machine(self, machines: set[str]) -> None:
        """ValueError, one sentence, if the files hold rows of a machine that is not among these."""
        known = {row.machine for row in self.timed()} | {result.machine for result in self.measured()}
        if other := sorted(known - machines):
            raise ValueError(f"{self.name!r} holds rows of another machine, {other[0]}: please choose another name.")

    def _stamped(self, row: Row) -> Row:
        return replace(row, commit=self.commit) if self.commit else row


def _append(path: Path, lines: Iterable[str]) -> None:
    """Add lines to a file, all or none of them even if the process is killed meanwhile."""
    path.parent.mkdir(parents=True, exist_ok=True)
    before = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
    partial = path.with_name(f"{path.name}.partial")
    with partial.open("w", encoding="utf-8") as file:
        file.writelines(f"{line}\n" for line in (*before, *lines))
        file.flush()
        os.fsync(file.fileno())
    partial.replace(path)
