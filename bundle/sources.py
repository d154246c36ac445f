"""Which of our own files a script needs, found by following its imports, so that no list can be wrong."""

import ast
from collections.abc import Iterator
from pathlib import Path

from settings import ROOT


def needed_files(script: Path) -> dict[str, Path]:
    """Our files that the script imports, directly or not: their paths on this machine, by their paths below the root.

    A package's `__init__` is among them only if the package itself is imported; its modules work without it.
    """
    files: dict[str, Path] = {}
    waiting = list(_ours(script))
    while waiting:
        path = waiting.pop()
        name = path.relative_to(ROOT).as_posix()
        if name not in files:
            files[name] = path
            waiting += _ours(path)
    return dict(sorted(files.items()))


def _ours(path: Path) -> Iterator[Path]:
    """Our files that one file imports."""
    for module in imported(path):
        below = ROOT.joinpath(*module.split("."))
        for candidate in (below.with_suffix(".py"), below / "__init__.py"):
            if candidate.is_file():
                yield candidate


def imported(path: Path) -> Iterator[str]:
    """The dotted names of all modules, and names in modules, that a file imports anywhere."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"), str(path))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from (str(node.module), *(f"{node.module}.{alias.name}" for alias in node.names))
