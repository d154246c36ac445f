"""`python -m timing record`: record this machine and its GPU; progress on stderr, a summary on stdout.

It needs PyTorch, scikit-learn, scikit-image, Numba and SciPy and what these bring along, and no network.
"""

import argparse
import math
import sys
import time
from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import NoReturn

from experiments.recording.files import Files
from experiments.recording.steps import Outcome, Step, Tell, do_all, sentence
from experiments.spec import Result
from settings import ROOT

MINUTES = 10.0
MOST_MINUTES = 600.0
PUBLIC_RECORD = "the authors of the recipe that it follows report 94.01 % in 3.83 s on one A100"


class Parser(argparse.ArgumentParser):
    """Reports any error in the arguments in one sentence."""

    def error(self, message: str) -> NoReturn:
        """Raise ValueError, where argparse would print two lines and exit."""
        raise ValueError(
            f"{message[:1].upper()}{message[1:]}; `python -m timing record --help` lists the valid options."
        )


def parser() -> Parser:
    """The command's options."""
    found = Parser("python -m timing record", description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    found.add_argument("--name", required=True, help="name of the recording, like one-h100")
    found.add_argument("--minutes", type=minutes, default=MINUTES, help="how long it may take; default: 10")
    found.add_argument("--device", default="cuda", help="cuda, mps, xpu, or cpu for a rehearsal; default: cuda")
    found.add_argument("--output", type=Path, default=ROOT / "recorded", help="folder to write to; default: recorded")
    found.add_argument("--commit", default="", help="this code's commit, if its folder is not a git clone")
    return found


def minutes(text: str) -> float:
    """A number of minutes above 0; argparse's error says what would be right."""
    try:
        number = float(text)
    except ValueError:
        number = math.nan
    if not 0 < number <= MOST_MINUTES:
        raise argparse.ArgumentTypeError(f"must be above 0 and at most {MOST_MINUTES:.0f}, not {text!r}")
    return number


def main(arguments: Sequence[str]) -> int:
    """Record; the exit status: 0, 1 if a step failed, 2 if the request cannot be met."""
    began = time.monotonic()
    try:
        asked = parser().parse_args(arguments)
        return record(asked, began + 60 * asked.minutes)
    except (ValueError, OSError) as problem:
        print(" ".join(str(problem).split()), file=sys.stderr)
        return 2


def record(asked: argparse.Namespace, end: float) -> int:
    """Record until the clock reads `end`, and print the summary, after Ctrl-C too."""
    files = Files(asked.name, asked.output, asked.commit)
    complaints: list[str] = []
    steps = all_steps(files, asked, complaints.append)
    outcomes: list[Outcome] = []
    try:
        outcomes.extend(do_all(steps, end, partial(print, file=sys.stderr, flush=True)))
    finally:
        print(*summary(files, steps, outcomes, complaints), sep="\n")
    return int(any(one.failed for one in outcomes))


def all_steps(files: Files, asked: argparse.Namespace, complain: Tell) -> list[Step]:
    """What is not recorded yet, most valuable first; ValueError, one sentence, if this machine lacks the device."""
    from experiments.recording.timed import FIRST, LAST, Recorder, steps  # these load torch, which takes two seconds
    from experiments.recording.trained import Trainer
    from timing.device import devices, keep_freed_memory
    from timing.provenance import machine

    found = devices([asked.device, "cpu"])
    files.check_machine({machine(one.name) for one in found})
    keep_freed_memory()
    recorders = [Recorder(files, one, asked.minutes, complain) for one in found]
    trainings = Trainer(files, found[0].name).steps()
    return [*steps(recorders, FIRST), *trainings, *steps(recorders, LAST)]


def summary(files: Files, steps: Sequence[Step], outcomes: Sequence[Outcome], complaints: Sequence[str]) -> list[str]:
    """The lines to print; `complaints` are about rows that this machine cannot measure."""
    timed, measured = files.timed(), files.measured()
    left_out = [one for one in outcomes if one.left_out or one.failed]
    broken_off = [Outcome(step.title, left_out="as the command was ended") for step in steps[len(outcomes) :]]
    return [
        f"Recorded by now under the name {files.name}: {len(timed)} timed rows and {len(measured)} results.",
        *(f"Not recorded: {one.title}: {sentence(one)}." for one in (*left_out, *broken_off)),
        *(f"Not measured: {one}" for one in dict.fromkeys(complaints)),
        *speeds(measured),
        *to_ship(files),
    ]


def speeds(measured: Sequence[Result]) -> Iterator[str]:
    """A line for each result of the recipe `speed`, and what its authors report."""
    found = [one for one in measured if one.experiment.recipe == "speed"]
    for one in found:
        with_warm_up = one.details.get("fit_seconds_with_warm_up", one.fit_seconds)
        yield (
            f"Recipe speed, seed {one.experiment.seed}: {100 * one.accuracy:.2f} % in {one.fit_seconds:.2f} s, "
            f"{with_warm_up:.2f} s with the warm-up; nothing is compiled."
        )
    if found:
        yield f"For comparison, {PUBLIC_RECORD}."


def to_ship(files: Files) -> Iterator[str]:
    """Which files to ship, and where to."""
    for path, folder in ((files.timings, "recorded/timing/"), (files.results, "recorded/")):
        if path.exists():
            yield f"To ship, in {folder}: {path}"
    yield "Run the same command again to record what is missing; then describe the files in recorded/README.md."
