"""What all commands share: numbers have bounds; wrong input is one line on stderr and status 2, missing images 1."""

import io
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import typer
from tqdm import tqdm


def run(app: typer.Typer, arguments: list[str] | None = None, *unusable: type[Exception]) -> None:
    """Run the command and exit; ValueError, OSError and `unusable` are what a person can put right."""
    for stream in (sys.stdout, sys.stderr):  # a console may not know the letters of a class
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    wrong: tuple[type[Exception], ...] = (ValueError, OSError, typer.TyperException, *unusable)
    try:
        code = app(arguments, standalone_mode=False)
    except typer.Abort:
        code = 130
    except wrong as problem:
        print(one_line(problem), file=sys.stderr)
        code = getattr(problem, "exit_status", 2)
    sys.exit(code)


def one_line(problem: Exception) -> str:
    """What is wrong, in one line."""
    if isinstance(problem, OSError) and problem.filename:
        return f"{problem.filename} cannot be used: {problem.strerror}."
    sentence = problem.format_message() if isinstance(problem, typer.TyperException) else str(problem)
    return " ".join(sentence.split())


def check_bounds(option: str, value: float | None, least: float, most: float) -> None:
    """ValueError, one sentence, unless the value is within the bounds, or None."""
    if value is not None and not least <= value <= most:  # true of "nan" too
        raise ValueError(f"{option} must be from {least:,} to {most:,}, not {value}.")


@contextmanager
def progress_bar() -> Iterator[Callable[[float, str], None]]:
    """A bar on stderr, moved by a function of the part that is done and of what is being done."""
    shape = "{desc}|{bar}| {percentage:.0f} %"
    with tqdm(total=1, bar_format=shape, file=sys.stderr, leave=False, disable=None) as bar:

        def show(part: float, text: str) -> None:
            bar.set_description(text)
            bar.update(part - bar.n)

        yield show
