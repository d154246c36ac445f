"""What a recording says at its end: what is recorded, what is not and why, and which files to ship."""

from collections.abc import Iterator, Sequence

from experiments.recording.files import Files
from experiments.recording.steps import Outcome, Step, sentence
from experiments.spec import Result

PUBLIC_RECORD = "the authors of the recipe that it follows report 94.01 % in 3.83 s on one A100"


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
