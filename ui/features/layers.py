"""What the layers of a CNN see: how much of the class each holds, and the patches that excite its units most."""

from functools import partial

import pandas as pd
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from analysis.common.machine import HERE
from analysis.features.layers import Hierarchy, finding, hierarchies, steps_without_gain
from catalogue import Entry
from catalogue.sources.local import copies_of
from charts.features.layers import describe_layers, layers_figure
from experiments.kept.model_store import Kept
from experiments.layers import row
from experiments.layers.row import Probe
from ui.common import commands, pickers, source
from ui.common.chart import Panel
from ui.common.kept_models import largest, offer_training
from ui.common.page import plain, progress_bar
from ui.common.recorded import asked_for, offer, recorded_table, table
from ui.common.source import or_stop
from ui.common.texts import fold_text, text
from ui.features.patches import show_patches

PARTS = {"layer": "the layers", "handcrafted": "handcrafted features", "pixels": "raw pixels"}
"""What is probed, each in a request of its own, so that other visitors wait for the worker for seconds at most."""


def show_layers() -> None:
    """The recorded finding and its chart at once, then the patches of the kept CNN and the offer to measure it."""
    entry = pickers.pick_dataset(source.entries())
    top, middle, foot = st.container(), st.container(), st.container()
    images = source.images(entry)
    kept = largest(images.name, images.version).get("cnn") if images else None
    with top:
        of_chart = show_rows(entry, kept, foot)
    if images is None:
        return
    with middle:
        st.header("The patches that excite units most", anchor=False)
        if kept is None:
            offer_training(images, ["cnn"], ["cnn"])
        else:
            if of_chart is not None and of_chart.n_train != (n := kept.experiment.n_train):
                st.markdown(
                    f"The chart above is of CNNs that learned from {of_chart.n_train:,} images, these patches are of "
                    f"one that learned from {n:,}."
                )
            show_patches(kept, images)
    with foot:
        fold_text("features/layers/misleading", "Where such pictures mislead")


def show_rows(entry: Entry, kept: Kept | None, foot: DeltaGenerator) -> Hierarchy | None:
    """Show the finding and the chart of rows measured here or recorded, and return them; or say how to measure them."""
    rows = recorded_table(row.RECORDED, Probe)
    here = measured_here(kept)
    found = hierarchies(here) if len(here) else hierarchies(of_dataset(rows, entry.name))
    by_name = {condition(one): one for one in reversed(found)}  # the CNN that was trained most comes first
    shown = pickers.pick_if_several("Training", by_name, "training") if found else None
    if shown is None:
        st.info(text("features/layers/nothing_yet").format(command=command(entry.name)))
    else:
        show_finding(shown, entry, foot)
    if kept:
        learned = f"which learned from {kept.experiment.n_train:,} images"
        takes = f"Probes the layers of this CNN, {learned}, and also handcrafted features and pixels: a minute."
        offer(Probe, kept.id, "Measure the kept CNN here", takes)
    return shown


def condition(found: Hierarchy) -> str:
    """`quick, 1,000 images`."""
    return f"{str(found.layers['recipe'].iloc[0]).capitalize()}, {found.n_train:,} images"


def show_finding(found: Hierarchy, entry: Entry, foot: DeltaGenerator) -> None:
    """The panel, a note if its data set is a copy and, at the foot of the page, the folded parts."""
    first = found.layers.iloc[0]
    key = f"{first['origin']} {first['dataset']} {first['recipe']} {found.n_train} {first['measured_last']}"
    panel = Panel(
        "features/layers",
        f"What the layers of a CNN hold: {entry.title}",
        finding(found),
        " ".join(filter(None, (steps_without_gain(found), describe_layers(found)))),
        partial(layers_figure, found),
        key,
    )
    panel.show()
    if first["dataset"] != entry.name:
        st.caption(plain(f"Recorded on {source.title(str(first['dataset']))}, which has the same images compressed."))
    again = command(str(first["dataset"]), str(first["recipe"]), found.n_train, int(first["n_seeds"]))
    with foot:
        panel.fold(found.held, again)


def of_dataset(rows: pd.DataFrame, name: str) -> pd.DataFrame:
    """The rows of a data set; if there are none, those of a recorded copy of it."""
    own = rows[rows["dataset"] == name]
    return own if len(own) else rows[rows["dataset"].isin(copies_of(name))]


def measured_here(kept: Kept | None) -> pd.DataFrame:
    """The rows of the kept CNN once this visitor has asked for them, with a bar while they are measured."""
    if kept is None or kept.id not in asked_for(Probe):
        return table(Probe, [])
    rows = []
    with progress_bar() as progress:
        for number, (holds, name) in enumerate(PARTS.items()):
            progress(number / len(PARTS), f"A linear classifier learns from {name} …")
            rows += or_stop(_probe, kept.id, holds)
    return table(Probe, ((HERE, one) for one in rows))


def command(dataset: str, recipe: str = "quick", n_train: int = 1_000, n_seeds: int = 3) -> str:
    """The command line that measures the same."""
    start = commands.start("layers", dataset)
    return f"{start} --recipe {recipe} --n-train {n_train} --seeds {n_seeds} --json"


@st.cache_data(max_entries=200, show_spinner=False)
def _probe(id: str, holds: str) -> list[Probe]:
    return list(source.ask("explain.layers:probe", id, holds))
