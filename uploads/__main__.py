"""Prepare your own images without a browser: `python -m uploads my-images.zip --output prepared`."""

import json
import sys
from dataclasses import asdict
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import IO, Annotated, Any

import typer

import command_line
from catalogue.entries import Progress
from catalogue.layout.levels import MOST_LEVELS
from catalogue.layout.report import Report
from uploads.children.arrays import make_arrays
from uploads.images import read_files
from uploads.limits import UnusableUpload
from uploads.prepare import Choices
from uploads.receive import receive

app = typer.Typer(rich_markup_mode=None)


@app.command()
def main(
    sources: Annotated[list[Path], typer.Argument(help="Archives or folders with a folder for each class.")],
    output: Annotated[Path, typer.Option(help="A new folder for the prepared images.")],
    side: Annotated[
        int, typer.Option(help="New width and height in pixels, 16 to 96; 0 leaves images as they are.")
    ] = 64,
    together: Annotated[
        bool, typer.Option("--together/--apart", help="Keep copies of an image on one side of the split.")
    ] = True,
    own_parts: Annotated[
        bool, typer.Option("--own-parts/--in-turns", help="Test on your folder `test`, or split all images.")
    ] = True,
    classes_at: Annotated[
        int | None, typer.Option(min=1, max=MOST_LEVELS, help="The folder level that names the classes, from 1.")
    ] = None,
    allow_missing: Annotated[
        bool, typer.Option("--allow-missing", help="Prepare the rest if a class or many images cannot be used.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print what was taken and left out as JSON.")] = False,
    mirror: Annotated[
        bool | None,
        typer.Option("--mirror/--no-mirror", help="Mirror images in thorough training; default: as the images show."),
    ] = None,
) -> None:
    """Prepare images as the page does; `python -m experiments run --dataset OUTPUT/arrays/1` then measures on them.

    Exit status 1: a class or many images would be missing, which --allow-missing allows; 2: it cannot be done.
    """
    output = output.expanduser()
    choices = Choices(side, together, own_parts, mirror, classes_at)
    if output.exists():
        raise UnusableUpload(f"{output} exists already: please name a new folder.")
    output.parent.mkdir(parents=True, exist_ok=True)
    with (
        TemporaryDirectory(prefix=f".{output.name}-", dir=output.parent) as temporary,
        command_line.progress_bar() as show,
    ):
        unfinished = Path(temporary) / output.name
        report = _read(sources, unfinished, classes_at, show)
        if report.losses and not allow_missing:
            _print(report, as_json, sys.stderr)
            print("Nothing was prepared: please mend this, or add --allow-missing.", file=sys.stderr)
            raise typer.Exit(1)
        made = make_arrays(unfinished, _deliveries(unfinished, sources), choices, show)
        unfinished.rename(output)
    if as_json:
        print(json.dumps(made))
    else:
        _print(report, as_json, sys.stdout)
        print(*filter(None, (made["worth"], made["mirroring"])), sep="\n", file=sys.stderr)
        print(f"Prepared {made['n_images']:,} images in {output}: {_split_in_words(made)}.")


def _read(sources: list[Path], output: Path, classes_at: int | None, show: Progress) -> Report:
    """Read all archives and folders into deliveries; returns the report. UnusableUpload names what cannot be read."""
    deliveries = _deliveries(output, sources)
    for path, delivery in zip(sources, deliveries, strict=True):
        if not path.expanduser().exists():
            raise UnusableUpload(f"There is no file or folder {path}: please check the path.")
        delivery.parent.mkdir(parents=True, exist_ok=True)
        receive(path.expanduser(), path.name, delivery, show)
    return read_files(deliveries, classes_at)[1]


def _deliveries(output: Path, sources: list[Path]) -> list[Path]:
    return [output / "deliveries" / str(number + 1) for number in range(len(sources))]


def _print(report: Report, as_json: bool, file: IO[str]) -> None:
    print(json.dumps(asdict(report)) if as_json else "\n".join(report.lines()), file=file)


def _split_in_words(made: dict[str, Any]) -> str:
    """How the images are split into training and test."""
    if made["n_folds"] > 1:
        return f"each is tested once, in {made['n_folds']} folds (cross-validation)"
    return f"{made['n_train']:,} for training and {made['n_tested']:,} for the test"


if __name__ == "__main__":
    command_line.run(app)
