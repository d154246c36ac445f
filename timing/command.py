"""The command that times single operations on this machine: progress on stderr, rows on stdout."""

import sys
from functools import partial
from typing import Annotated

import typer
from tqdm import tqdm

import command_line
from timing.provenance import provenance
from timing.rows.row import Timing
from timing.stopwatch import SECONDS

app = typer.Typer(rich_markup_mode=None, add_completion=False)


@app.command(epilog="`python -m timing record --help` tells how to record a machine with a GPU.")
def time_operations(
    device: Annotated[list[str], typer.Option(help="cpu, cuda, mps or xpu; repeat for several; default: all.")] = [],  # noqa: B006
    operation: Annotated[list[str], typer.Option(help="Only this operation; repeat for several.")] = [],  # noqa: B006
    seconds: Annotated[float, typer.Option(help="For how long each row repeats its work: 0 to 3600.")] = SECONDS,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object a line.")] = False,
) -> None:
    """Time operations at growing sizes, from a matrix product to fitting the SVM; prints a device's rows at its end."""
    command_line.check_bounds("--seconds", seconds, 0, 3_600)
    from timing.device import devices, keep_freed_memory  # these load torch, which takes two seconds
    from timing.measure import timings
    from timing.operations.register import chosen

    operations = chosen(operation)
    keep_freed_memory()
    for one in devices(device):
        rows = timings(one, operations, provenance(one.name), seconds, complain=partial(print, file=sys.stderr))
        for row in tqdm(rows, one.name, unit=" rows", file=sys.stderr, leave=False, disable=None):
            print(row.to_json() if as_json else text_line(row), flush=True)


def text_line(row: Timing) -> str:
    """The row for people: the median, and the quartiles in brackets."""
    flags = [name for name in ("channels_last", "compiled") if getattr(row, name)]
    what = " ".join([row.operation, f"{row.size}:", row.device, row.library, row.dtype, *flags])
    spread = f"{1e3 * row.low_seconds:.4g} to {1e3 * row.high_seconds:.4g}"
    return f"{what}, {row.threads} threads: {1e3 * row.median_seconds:.4g} ms ({spread}, {row.n_repeats} times)"


def main(arguments: list[str] | None = None) -> None:
    """Run the command and exit."""
    command_line.run(app, arguments)
