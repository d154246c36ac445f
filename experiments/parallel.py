"""The CNN trained by several processes, one per GPU; its rows are stored like all others.

`torchrun --nproc-per-node=2 -m experiments.parallel --dataset digits --n-train 1000 [--seeds 3] [--json]`; where there
is no `torchrun`, it is `python -m torch.distributed.run`. A row's settings say how many processes trained it, and its
threads are those of one process.
"""

import argparse
import sys

import catalogue
from experiments.__main__ import line
from experiments.kept.run_and_keep import run_and_keep
from experiments.plan import DEVICES, dataset_name, parse_settings, parse_size, plan
from experiments.run import run
from experiments.spec import Experiment, Result
from experiments.store.results import LIVE, Store
from models.network import parallel
from models.network.cnn import resolved_device
from models.register import RECIPES
from settings import settings


def arguments() -> argparse.Namespace:
    """The parsed command line."""
    parser = argparse.ArgumentParser(prog="experiments.parallel", description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--dataset", required=True, help="name of a data set, or path of class folders")
    parser.add_argument("--n-train", required=True, nargs="+", help="numbers of training images")
    parser.add_argument("--seeds", type=int, default=1)
    parser.add_argument("--recipe", nargs="+", default=["quick"], help=", ".join(RECIPES))
    parser.add_argument("--set", nargs="+", default=[], help="a setting, like cnn.epochs=10")
    parser.add_argument("--device", default="auto", choices=DEVICES)
    parser.add_argument("--json", action="store_true", help="print one JSON object per line")
    return parser.parse_args()


def experiments(asked: argparse.Namespace, processes: int) -> list[Experiment]:
    """The sweep, with the number of processes among the settings; ValueError, one sentence, when it is impossible."""
    name = dataset_name(asked.dataset)
    sizes = [parse_size(text) for text in asked.n_train]
    chosen = parse_settings([*asked.set, *([f"cnn.processes={processes}"] if processes > 1 else [])])
    return plan(name, catalogue.load(name), ["cnn"], sizes, asked.seeds, asked.recipe, asked.device, chosen)


def measure(wanted: list[Experiment], rank: int, processes: int) -> list[Result]:
    """All processes together measure what is missing; the first one stores it and returns all the results."""
    store = Store(settings().results_url) if rank == 0 else None
    ids = [experiment.id for experiment in wanted]
    there = {result.id for result in store.results(id=ids, origin=LIVE)} if store else set()
    there = parallel.agreed(there, processes)
    for experiment in wanted:
        if experiment.id in there:
            continue
        if store:
            store.add(run_and_keep(experiment))
        else:
            run(experiment)
    return store.results(id=ids, origin=LIVE) if store else []


def main() -> None:
    """Measure and print; an impossible request is one line on stderr and status 2."""
    asked = arguments()
    rank = 0
    try:
        with parallel.group(resolved_device(asked.device)) as (rank, processes):
            for result in measure(experiments(asked, processes), rank, processes):
                print(line(result, asked.json))
    except (ValueError, OSError, catalogue.DownloadFailed) as problem:
        if rank == 0:
            print(str(problem).replace("\n", " "), file=sys.stderr)
        sys.exit(2)


if __name__ == "__main__":
    main()
