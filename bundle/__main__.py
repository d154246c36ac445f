"""`python -m bundle`: how large, how fast and how right the kept models are in every way to put them to work."""

import argparse
import sys
from functools import partial

import catalogue
from bundle.deployment.row import Deployed, keep, to_json
from catalogue.sources.own import is_own


def main() -> None:
    """Print a row a way, and keep it for the page; wrong input is one line on stderr and status 2."""
    try:
        measure(parser().parse_args())
    except (ValueError, OSError, catalogue.DownloadFailed) as problem:
        print(str(problem).replace("\n", " "), file=sys.stderr)
        sys.exit(2)


def parser() -> argparse.ArgumentParser:
    """The command's options."""
    found = argparse.ArgumentParser("python -m bundle", description=(__doc__ or "").partition(": ")[2])
    found.add_argument("--dataset", required=True, help="Name of a data set of which models are kept.")
    found.add_argument("--learner", action="append", default=[], help="svm or cnn; repeat for both, the default.")
    found.add_argument("--n-train", type=int, help="Only the model of so many training images; default: of most.")
    found.add_argument("--seconds", type=float, default=3.0, help="How long each way answers one by one, and batches.")
    found.add_argument("--threads", type=int, help="Threads that every way computes with; default: one a core.")
    found.add_argument("--json", action="store_true", help="Print one JSON object a line.")
    return found


def measure(asked: argparse.Namespace) -> None:
    """Measure and print; ValueError for a visitor's own images, which the kept rows would outlive."""
    if is_own(asked.dataset):
        raise ValueError("A visitor's own images cannot be timed, as the rows would stay when they are deleted.")
    from bundle.deployment.measure import deployed, kept_models  # these load torch, which takes two seconds
    from timing.device import keep_freed_memory

    models = kept_models(asked.dataset, asked.learner, asked.n_train)
    keep_freed_memory()
    for row in deployed(models, asked.seconds, partial(print, file=sys.stderr), asked.threads):
        print(to_json(row) if asked.json else text(row), flush=True)
        keep(row)


def text(row: Deployed) -> str:
    """The row for people."""
    single = f"{1e3 * row.latency_p50:.3g} ms an image ({1e3 * row.latency_p95:.3g} ms for 95 of 100)"
    many = f"{row.images_per_second:,.0f} images a second by {row.batch_size}"
    right = f"{100 * row.accuracy:.2f} % of {row.n_test} test images right"
    return f"{row.learner} {row.library} on {row.device}: {row.n_bytes / 1e6:.2f} MB, {single}, {many}, {right}"


if __name__ == "__main__":
    main()
