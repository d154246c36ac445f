"""`python -m bundle`: how large, how fast and how accurate the kept models are, in each format they can run in."""

import sys
from functools import partial
from typing import Annotated

import typer

import catalogue
import command_line
from bundle.deployment.row import Deployed, keep
from catalogue.sources.own import is_own

app = typer.Typer(rich_markup_mode=None, add_completion=False)


@app.command()
def measure(
    dataset: Annotated[str, typer.Option(help="Name or path of a data set whose models are kept.")],
    learner: Annotated[
        list[str],
        typer.Option(help="svm, cnn or pretrained; repeat for several; default: svm, cnn, and pretrained if kept."),
    ] = [],  # noqa: B006
    n_train: Annotated[int | None, typer.Option(help="Training images of the model; default: the most.")] = None,
    seconds: Annotated[
        float, typer.Option(help="For how long each format predicts single images, and batches: 0 to 3600.")
    ] = 3.0,
    threads: Annotated[
        int | None, typer.Option(help="Threads of every format, 1 to 1024; default: one per core.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object a line.")] = False,
) -> None:
    """Measure the kept models in every format, print a row for each, and keep the rows for the page."""
    if is_own(dataset):
        raise ValueError("A visitor's own images cannot be timed, as the rows would stay when the images are deleted.")
    command_line.check_bounds("--n-train", n_train, 1, 10**9)
    command_line.check_bounds("--seconds", seconds, 0, 3_600)
    command_line.check_bounds("--threads", threads, 1, 1_024)
    from bundle.deployment.measure import kept_models, measure_formats  # these load torch, which takes two seconds
    from timing.device import keep_freed_memory

    models = kept_models(dataset, learner, n_train)
    keep_freed_memory()
    for row in measure_formats(models, seconds, partial(print, file=sys.stderr), threads):
        print(row.to_json() if as_json else text_line(row), flush=True)
        keep(row)


def text_line(row: Deployed) -> str:
    """The row as a line of text."""
    single = f"{1e3 * row.latency_p50:.3g} ms an image ({1e3 * row.latency_p95:.3g} ms for 95 of 100)"
    batches = f"{row.images_per_second:,.0f} images per second in batches of {row.batch_size}"
    correct = f"{100 * row.accuracy:.2f} % of {row.n_test} test images correct"
    return f"{row.learner} {row.library} on {row.device}: {row.n_bytes / 1e6:.2f} MB, {single}, {batches}, {correct}"


def main() -> None:
    """Run the command and exit."""
    command_line.run(app, None, catalogue.DownloadFailed)


if __name__ == "__main__":
    main()
