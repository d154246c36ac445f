"""The same preparation without a browser: `python -m uploads my-images.zip --output prepared`."""

import sys
from pathlib import Path
from typing import Annotated

import typer
from tqdm import tqdm

from uploads.limits import UnusableUpload
from uploads.prepare import Choices, prepare
from uploads.receiving import packed, receive

app = typer.Typer(rich_markup_mode=None)


@app.command()
def main(
    brought: Annotated[list[Path], typer.Argument(help="Archives or folders with a folder for each class.")],
    output: Annotated[Path, typer.Option(help="A new folder for the prepared images.")],
    side: Annotated[int, typer.Option(help="Pixels a side that the images get; 0 leaves them as they are.")] = 64,
    together: Annotated[
        bool, typer.Option("--together/--apart", help="Keep images that show the same on one side.")
    ] = True,
    own_parts: Annotated[
        bool, typer.Option("--own-parts/--in-turns", help="Test on the brought folder `test`, or each image once.")
    ] = True,
) -> None:
    """Prepare images as the page does; `python -m experiments run --dataset OUTPUT/arrays/1` measures on them."""
    shape = "{desc}|{bar}| {percentage:.0f} %"
    try:
        if output.exists():
            raise UnusableUpload(f"{output} exists already: please name a new folder.")
        deliveries = [output / "deliveries" / str(number + 1) for number in range(len(brought))]
        with tqdm(total=1, bar_format=shape, file=sys.stderr, leave=False, disable=None) as bar:
            for path, delivery in zip(brought, deliveries, strict=True):
                delivery.parent.mkdir(parents=True, exist_ok=True)
                _receive(path, delivery, bar)
            found = prepare(output, deliveries, Choices(side, together, own_parts), lambda *told: _show(bar, *told))
    except (UnusableUpload, OSError) as problem:
        print(problem, file=sys.stderr)
        raise typer.Exit(2) from problem
    print(f"{found['n_images']:,} images, {found['n_tested']:,} tested in {found['n_folds']} turn(s): {output}")


def _receive(path: Path, delivery: Path, bar: tqdm) -> None:
    if path.is_file():
        receive(path, path.name, delivery, lambda *told: _show(bar, *told))
        return
    files = sorted(file for file in path.rglob("*") if file.is_file())
    arrived = delivery.with_name("arriving")
    try:
        packed(((file.relative_to(path.parent).as_posix(), file.open("rb")) for file in files), arrived)
        receive(arrived, path.name, delivery, lambda *told: _show(bar, *told))
    finally:
        arrived.unlink(missing_ok=True)


def _show(bar: tqdm, part: float, told: str) -> None:
    bar.set_description(told)
    bar.update(part - bar.n)


if __name__ == "__main__":
    app()
