"""Rows of times in files: those that are shipped with this copy, and those that were measured here."""

from pathlib import Path

from settings import ROOT, settings
from timing.rows.row import Timing, from_json

RECORDED = ROOT / "recorded" / "timing"


def here() -> Path:
    """The folder of what was timed on this machine."""
    return settings().home / "timing"


def read(folder: Path) -> list[Timing]:
    """All rows of the folder's `*.jsonl`, in the order of their names.

    A row that was measured again on the same machine takes the earlier one's place. Lines that were cut short, or timed
    under another protocol, are left out.
    """
    found = {(*row.what, row.machine): row for path in sorted(folder.glob("*.jsonl")) for row in read_file(path)}
    return list(found.values())


def read_file(path: Path) -> list[Timing]:
    """The whole rows of one file, also of one that is still being written; none where it was just named otherwise."""
    try:
        lines = path.read_text(encoding="utf-8", errors="replace").splitlines()
    except FileNotFoundError:
        return []
    rows = []
    for line in lines:
        try:
            rows.append(from_json(line))
        except ValueError:
            continue
    return rows
