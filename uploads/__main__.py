"""Prepare your own images without a browser: `python -m uploads my-images.zip --output prepared`."""

import sys
from functools import partial
from pathlib import Path
from typing import Annotated, Any

import typer
from tqdm import tqdm

import command_line
from uploads.children.arrays import make_arrays
from uploads.limits import UnusableUpload
from uploads.prepare import Choices
from uploads.receive import receive, receive_files

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
    mirror: Annotated[
        bool | None,
        typer.Option("--mirror/--no-mirror", help="Mirror images in thorough training; default: as the images show."),
    ] = None,
) -> None:
    """Prepare images as the page does; `python -m experiments run --dataset OUTPUT/arrays/1` measures on them."""
    shape = "{desc}|{bar}| {percentage:.0f} %"
    try:
        choices = Choices(side, together, own_parts, mirror)
        if output.exists():
            raise UnusableUpload(f"{output} exists already: please name a new folder.")
        deliveries = [output / "deliveries" / str(number + 1) for number in range(len(sources))]
        with tqdm(total=1, bar_format=shape, file=sys.stderr, leave=False, disable=None) as bar:
            for path, delivery in zip(sources, deliveries, strict=True):
                delivery.parent.mkdir(parents=True, exist_ok=True)
                _receive(path, delivery, bar)
            made = make_arrays(output, deliveries, choices, partial(_show, bar))
    except (UnusableUpload, OSError) as problem:
        print(problem, file=sys.stderr)
        raise typer.Exit(2) from problem
    print(*filter(None, (made["worth"], made["mirroring"])), sep="\n", file=sys.stderr)
    print(f"Prepared {made['n_images']:,} images in {output}: {_tested(made)}.")


def _tested(made: dict[str, Any]) -> str:
    """How many images are tested, in words."""
    if made["n_folds"] > 1:
        return f"each is tested once, in {made['n_folds']} folds (cross-validation)"
    return f"{made['n_train']:,} for training and {made['n_tested']:,} for the test"


def _receive(path: Path, delivery: Path, bar: tqdm) -> None:
    if path.is_file():
        receive(path, path.name, delivery, partial(_show, bar))
    else:
        places = sorted(file for file in path.rglob("*") if file.is_file())
        files = ((file.relative_to(path.parent).as_posix(), file.open("rb")) for file in places)
        receive_files(files, path.name, delivery, partial(_show, bar))


def _show(bar: tqdm, part: float, text: str) -> None:
    bar.set_description(text)
    bar.update(part - bar.n)


if __name__ == "__main__":
    command_line.run(app)
