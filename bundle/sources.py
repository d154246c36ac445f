"""Which of our own files a script needs, found by following its imports: nobody keeps a list that may be wrong."""

import ast
from collections.abc import Iterator
from pathlib import Path

from settings import ROOT


def needed(script: Path) -> dict[str, Path]:
    """Our files that the script imports, and that those import: places below its folder, and where each lies here.

    A package's own `__init__` is among them only where the package itself is imported; without it, its modules are
    found all the same.
    """
    found: dict[str, Path] = {}
    waiting = list(_ours(script))
    while waiting:
        path = waiting.pop()
        place = path.relative_to(ROOT).as_posix()
        if place not in found:
            found[place] = path
            waiting += _ours(path)
    return dict(sorted(found.items()))


def _ours(path: Path) -> Iterator[Path]:
    """The files of ours that one file imports."""
    for module in imported(path):
        below = ROOT.joinpath(*module.split("."))
        for candidate in (below.with_suffix(".py"), below / "__init__.py"):
            if candidate.is_file():
                yield candidate


def imported(path: Path) -> Iterator[str]:
    """The dotted name of all that a file imports anywhere, be it a module or a name in one."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"), str(path))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from (str(node.module), *(f"{node.module}.{alias.name}" for alias in node.names))
