"""Experiments without a browser: `python -m experiments`, with progress on stderr and results on stdout."""

import json
import sys
from collections.abc import Callable, Sequence
from enum import StrEnum
from functools import partial
from pathlib import Path
from typing import Annotated

import typer
from tqdm import tqdm

import catalogue
import command_line
from catalogue import targets
from catalogue.layout.levels import MOST_LEVELS
from experiments.approximation import measure as approximation
from experiments.doctor import examine
from experiments.layers import measure as probes
from experiments.plan import dataset_name, parse_settings, parse_size, plan, plan_race
from experiments.robustness import measure as robust
from experiments.robustness.row import Robustness, row_of, under_changes
from experiments.robustness.training import check_change, with_change
from experiments.spec import BYTES, Experiment, Progress, Result, to_json
from experiments.store.results import LIVE, RECORDED, Store, write
from experiments.watch import measure
from models.register import RECIPES
from settings import settings
from timing.background.run import is_on
from timing.command import time_operations
from timing.rows.files import here

app = typer.Typer(help="Measure a handcrafted-feature SVM and a CNN on the same images.", rich_markup_mode=None)

Dataset = Annotated[str, typer.Option(help="Name of a data set, or path of a folder or archive of class folders.")]
Sizes = Annotated[list[str], typer.Option(help="Number of training images; repeat for several.")]
Seeds = Annotated[int, typer.Option(help="How many seeds, 1 to 1000; each draws different training images.")]
Recipes = Annotated[list[str], typer.Option(help="quick or thorough; for cnn also speed.")]
Device = Annotated[str, typer.Option(help="auto, cpu, cuda, mps or xpu.")]
Where = Annotated[str, typer.Option(help="local, inline, or tcp://host:port; default: CROSSOVER_ENGINE.")]
Level = Annotated[
    int | None, typer.Option(min=1, max=MOST_LEVELS, help="Level of the folders that name the classes, from 1.")
]
Format = StrEnum("Format", ["csv", "parquet", "jsonl"])
AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON object a line.")]


@app.command()
def datasets(as_json: AsJson = False) -> None:
    """List the data sets on offer."""
    for entry in catalogue.entries():
        print(json.dumps(vars(entry)) if as_json else f"{entry.name:20} {entry.source:10} {entry.description}")
    for problem in (problems := catalogue.problems()):
        print(problem, file=sys.stderr)
    if problems:
        raise typer.Exit(1)


@app.command()
def run(
    dataset: Dataset,
    learner: Annotated[list[str], typer.Option(help="svm, cnn, pretrained, raw_svm, majority or swap; repeat.")],
    n_train: Sizes,
    seeds: Seeds = 1,
    recipe: Recipes = ["quick"],  # noqa: B006
    assignment: Annotated[list[str], typer.Option("--set", help="A learner's setting, like cnn.epochs=10.")] = [],  # noqa: B006
    classes_at: Level = None,
    device: Device = "auto",
    engine: Where = "",
    budget_seconds: Annotated[
        float | None, typer.Option(help="Seconds after which the rest is cancelled, up to 30 days.")
    ] = None,
    again: Annotated[bool, typer.Option(help="Also train what is measured already, to keep its model.")] = False,
    as_json: AsJson = False,
) -> None:
    """Measure every combination that is not measured yet, and print all results."""
    command_line.check_bounds("--budget-seconds", budget_seconds, 0, 30 * 86_400)
    _, experiments = planned(dataset, learner, n_train, seeds, recipe, classes_at, device, assignment)
    measure_and_print(experiments, engine, partial(line, as_json=as_json), budget_seconds, again)


@app.command()
def race(
    dataset: Dataset,
    budget: Annotated[
        int, typer.Option("--budget", "--seconds", help="Seconds of each learner, its features included: 1 to 600.")
    ] = 60,
    learner: Annotated[list[str], typer.Option(help="svm, cnn, pretrained; default: the first two.")] = ["svm", "cnn"],  # noqa: B006
    seeds: Annotated[int, typer.Option(help="How many seeds, 1 to 1000; each draws different validation images.")] = 1,
    classes_at: Level = None,
    device: Device = "auto",
    engine: Where = "",
    as_json: AsJson = False,
) -> None:
    """Let the learners race: the best model of each within a number of seconds, with all its trials."""
    name = dataset_name(dataset, classes_at)
    experiments = plan_race(name, read(name), budget, seeds, learner, device)
    measure_and_print(experiments, engine, partial(line, as_json=as_json))


def planned(
    dataset: str,
    learners: list[str],
    n_train: list[str],
    seeds: int,
    recipes: list[str],
    classes_at: int | None = None,
    device: str = "auto",
    assignments: Sequence[str] = (),
) -> tuple[catalogue.Images, list[Experiment]]:
    """The data set, and every combination of what was asked for; ValueError, one sentence, if one is impossible."""
    name = dataset_name(dataset, classes_at)
    sizes = [parse_size(text) for text in n_train]
    images = read(name)
    return images, plan(name, images, learners, sizes, seeds, recipes, device, parse_settings(assignments))


def read(name: str) -> catalogue.Images:
    """The data set, with a progress bar on stderr while it is read."""
    with command_line.progress_bar() as show:
        images = catalogue.load(name, show)
    if images.understood:
        print(f"{images.title}: {images.understood}", file=sys.stderr)
    if images.mirrored_why:
        print(f"{images.mirrored_why} `--set cnn.augment=mirror` or `shift` decides otherwise.", file=sys.stderr)
    return images


def measure_and_print(
    experiments: list[Experiment],
    engine: str,
    write: Callable[[Result], str],
    budget_seconds: float | None = None,
    again: bool = False,
) -> None:
    """Measure what is missing and print all results with `write`; status 1 when some could not be measured."""
    store = Store(settings().results_url)
    where = engine or settings().engine
    is_timed = partial(is_on, here())  # while a timing of this machine runs, no experiment starts
    failures = measure(store, where, experiments, budget_seconds, is_timed, again)
    for result in store.results(id=[experiment.id for experiment in experiments], origin=LIVE):
        print(write(result))
    if failures:
        raise typer.Exit(1)


@app.command()
def export(
    format: Annotated[Format, typer.Option(help="jsonl is what recorded/ ships: results with every prediction.")],
    output: Annotated[Path | None, typer.Option(help="File to write; default: standard output.")] = None,
    dataset: Annotated[list[str], typer.Option(help="Only this data set; repeat for several.")] = [],  # noqa: B006
    origin: Annotated[list[str], typer.Option(help="live, or the name of a recorded file.")] = [LIVE],  # noqa: B006
) -> None:
    """Write the table of results."""
    store = Store(settings().results_url)
    store.load_recorded(RECORDED)
    wanted = {"origin": origin} | ({"dataset": dataset} if dataset else {})
    if format != Format.jsonl:
        write(store.rows(**wanted), format.value, output or sys.stdout.buffer)
        return
    text = "".join(f"{to_json(result)}\n" for result in store.results(**wanted))
    if output:
        output.write_text(text)
    else:
        sys.stdout.write(text)


@app.command()
def approximate(
    target: Annotated[list[str], typer.Option(help="waves, kink, steps, ...; repeat for several; default: all.")] = [],  # noqa: B006
    depth: Annotated[list[int], typer.Option(help="Hidden layers, 1 to 3; repeat; default: each.")] = [],  # noqa: B006
    seeds: Annotated[int, typer.Option(help="How many starts of each network, 1 to 100.")] = approximation.SEEDS,
    heights: Annotated[str, typer.Option(help="Heights of the target `drawn`, left to right, each from -1 to 1.")] = "",
    as_json: AsJson = False,
) -> None:
    """Approximate functions with small networks, and with fixed features that have as many parameters."""
    command_line.check_bounds("--seeds", seeds, 1, 100)
    for one in depth:
        command_line.check_bounds("--depth", one, 1, approximation.DEPTHS[-1])
    depths, drawn = depth or approximation.DEPTHS, targets.read_heights(heights) if heights else ()
    for name in target or targets.NAMES:
        rows = approximation.rows(name, depths, seeds, drawn)
        n = approximation.n_rows(name, depths)
        for row in tqdm(rows, name, n, unit=" rows", file=sys.stderr, leave=False, disable=None):
            what = f"{row.target} {row.family} depth={row.depth} units={row.units} parameters={row.n_parameters}"
            print(row.to_json() if as_json else f"{what}: error {min(row.errors):.3g} to {max(row.errors):.3g}")


@app.command()
def layers(
    dataset: Dataset,
    n_train: Sizes = ["1000"],  # noqa: B006
    seeds: Seeds = 3,
    recipe: Annotated[list[str], typer.Option(help="quick or thorough; repeat for both.")] = ["quick"],  # noqa: B006
    classes_at: Level = None,
    device: Device = "auto",
    as_json: AsJson = False,
) -> None:
    """Train CNNs, and probe each layer with a linear classifier, beside handcrafted features and raw pixels."""
    if not set(recipe) <= set(RECIPES):
        raise ValueError(f"Layers are probed for the recipes {' and '.join(RECIPES)}, which share one network.")
    images, experiments = planned(dataset, ["cnn"], n_train, seeds, recipe, classes_at, device)
    rows = probes.rows(images, experiments)
    for row in tqdm(rows, images.name, unit=" rows", file=sys.stderr, leave=False, disable=None):
        what = f"{row.dataset} {row.recipe or 'any'} n={row.n_train} seed={row.seed} {row.holds} {row.layer or ''}"
        right = f"{100 * row.accuracy:.1f} % of {row.n_test} test images"
        print(row.to_json() if as_json else f"{what.strip()}: {right}", flush=True)


@app.command()
def robustness(
    dataset: Dataset,
    learner: Annotated[
        list[str], typer.Option(help="svm, cnn, pretrained (minutes a model), raw_svm or majority; repeat.")
    ],
    n_train: Sizes,
    seeds: Seeds = 1,
    recipe: Recipes = ["quick"],  # noqa: B006
    classes_at: Level = None,
    device: Device = "auto",
    engine: Where = "",
    trained_on: Annotated[str, typer.Option(help="A change that the training images have, like noise.")] = "",
    output: Annotated[
        Path | None, typer.Option(help="File to add rows to, one model after the other, in this process.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Train each model once and test it on all changed test images; what is measured is not measured again."""
    images, experiments = planned(dataset, learner, n_train, seeds, recipe, classes_at, device)
    if trained_on:
        check_change(trained_on, images)
        experiments = with_change(trained_on, experiments)
    if output:
        add_robustness(experiments, output, as_json)
    else:
        asked = [under_changes(experiment) for experiment in experiments]
        measure_and_print(asked, engine, lambda result: robust_line(row_of(result), as_json))


def add_robustness(experiments: list[Experiment], path: Path, as_json: bool) -> None:
    """Measure what the file does not hold, and print every row as soon as it is there."""
    with tqdm(total=len(experiments), file=sys.stderr, unit="model", disable=None) as bar:

        def show(progress: Progress) -> None:
            bar.set_postfix_str(f"{100 * progress.fraction:.0f} %, {progress.note}")

        for row in robust.rows(experiments, path, show):
            print(robust_line(row, as_json), flush=True)
            bar.update()


@app.command()
def doctor(as_json: AsJson = False) -> None:
    """Say what this installation can do and what is wrong with it; status 1 if something is."""
    findings = []
    for found in examine():
        findings.append(found)
        mark = "ok   " if found.well else "WRONG"
        print(json.dumps(vars(found)) if as_json else f"{mark} {found.what}: {found.told}", flush=True)
    if not all(found.well for found in findings):
        raise typer.Exit(1)


app.command("time")(time_operations)


def line(result: Result, as_json: bool) -> str:
    """The result for people, or as JSON without its predictions, which `export --format jsonl` includes."""
    if as_json:
        return json.dumps({name: value for name, value in json.loads(to_json(result)).items() if name not in BYTES})
    asked, seconds = result.experiment, result.feature_seconds + result.fit_seconds + result.predict_seconds
    what = f"{asked.dataset} {asked.learner} {asked.recipe} n={asked.n_train} seed={asked.seed}"
    return f"{what}: {100 * result.accuracy:.1f} % of {result.n_test} test images in {seconds:.2f} s"


def robust_line(row: Robustness, as_json: bool) -> str:
    """The row as JSON, or for people."""
    if as_json:
        return row.to_json()
    what = f"{row.dataset} {row.learner} {row.recipe} n={row.n_train} seed={row.seed}"
    what += f" trained_on={row.trained_on}" if row.trained_on else ""
    share, points = 100 * row.n_right / row.n_test, 100 * row.mean_lost
    return f"{what}: {share:.1f} % right, {points:.1f} points fewer on average over all changes"


def main() -> None:
    """Run the command and exit."""
    command_line.run(app, None, catalogue.DownloadFailed)


if __name__ == "__main__":
    main()
