"""The files of timed rows: those that are shipped with this copy, and those measured on this machine."""

from pathlib import Path

from settings import ROOT, settings
from timing.rows.row import Timing

RECORDED = ROOT / "recorded" / "timing"


def here() -> Path:
    """The folder of the rows that were measured on this machine."""
    return settings().home / "timing"


def read(folder: Path) -> list[Timing]:
    """The rows of all `*.jsonl` in the folder, by file name; later rows of a machine replace earlier ones."""
    rows = (row for path in sorted(folder.glob("*.jsonl")) for row in Timing.read(path))
    return list({(*row.what, row.machine): row for row in rows}.values())
