"""Taking a visitor's result home: the compare page for a new image, both models and the report in one file."""

import json
import shlex

import pandas as pd
import streamlit as st

from experiments.kept.model_store import shelf
from experiments.spec import Experiment
from experiments.store.jobs import PENDING
from ui.common import source
from ui.common.kept_models import LEARNERS
from ui.common.page import link, plain
from ui.common.sweep import states, with_status
from ui.your_images.data_sets import own_entries
from uploads.folder import Upload, uploads

EXPORT = "export.zip"


def take_home(upload: Upload, rows: pd.DataFrame, experiments: list[Experiment]) -> None:
    """The link to try a new image, and the download, which is made on a press."""
    st.subheader("Take it home", anchor=False)
    ids = models_of(upload, rows)
    if len(ids) < len(LEARNERS):
        st.info("The download needs a model of either side; it can be made as soon as both are trained.")
        return
    try_one(upload)
    st.markdown(
        "One zip with both models (skops, safetensors, ONNX), a script that answers for a whole folder of images "
        "without this app, a report to print, all numbers, and the commands that measure it again."
    )
    contents = json.dumps([ids, sorted(rows["id"])])
    if with_status(experiments, states(experiments), *PENDING):
        st.caption("It can be packed when the training above is done.")
    elif upload.choices.get("export") != contents or not _offered(upload):
        st.button("Pack the download", icon=":material/inventory_2:", key="pack", on_click=_ask_for_pack)
        if st.session_state.pop("pack_now", False):
            _pack(upload, ids, rows, contents)


def models_of(upload: Upload, rows: pd.DataFrame) -> tuple[str, ...]:
    """The kept models of either learner that learnt from most images, of the recipe that `rows` are of."""
    kept = shelf().kept(upload.name, upload.choices["version"])
    asked = set(rows["recipe"])
    plain_ones = [one for one in kept if one.experiment.recipe in asked and not one.experiment.settings]
    found = {}
    for one in sorted(plain_ones, key=lambda one: (one.experiment.n_train, -one.experiment.seed)):
        found[one.experiment.learner] = one.id
    return tuple(found[learner] for learner in LEARNERS if learner in found)


def try_one(upload: Upload) -> None:
    """The link to the compare page, which opens with this data set."""
    label = next((entry.title for entry in own_entries() if entry.name == upload.name), None)
    link("compare", "Try a new image on both", "compare", query_params={"dataset": label} if label else None)


def _ask_for_pack() -> None:
    st.session_state["pack_now"] = True


def _pack(upload: Upload, ids: tuple[str, ...], rows: pd.DataFrame, contents: str) -> None:
    target = upload.folder.resolve() / EXPORT
    with st.spinner("Packing both models, and checking them against the originals", show_time=True):
        try:
            checked = source.ask("bundle.pack:pack", upload.name, upload.title, ids, rows, again(upload, rows), target)
            uploads().choose(upload, export=contents, checked=checked)
        except TimeoutError:
            st.warning("Packing took too long; please try again in a minute.")
            return
        except ValueError as problem:
            st.warning(plain(str(problem)))
            return
        except OSError:  # its words name folders of this computer
            st.warning("The download could not be packed on this computer; please try again later.")
            return
    st.rerun()


def _offered(upload: Upload) -> bool:
    """Offer the packed file; False when it is gone."""
    path = upload.folder / EXPORT
    try:
        content, checked = path.read_bytes(), upload.choices["checked"]
    except OSError:
        return False
    st.download_button(
        f"Download all ({len(content) / 1e6:.1f} MB)",
        content,
        f"{upload.title}.zip",
        "application/zip",
        icon=":material/download:",
        on_click="ignore",
        type="primary",
    )
    same = min(checked["same"].values())
    st.caption(f"The exported models gave the same label as the originals on {same} of {checked['n']} test images.")
    return True


def again(upload: Upload, asked: pd.DataFrame) -> str:
    """The shell script that measures these rows again without a browser, from what the visitor brought."""
    made = upload.choices
    flags = ["--together" if made["together"] else "--apart", "--own-parts" if made["own_parts"] else "--in-turns"]
    run = [f"--learner {learner}" for learner in asked["learner"].unique()]
    run += [f"--recipe {recipe}" for recipe in asked["recipe"].unique()]
    run += [f"--n-train {n}" for n in sorted(asked["n_train"].unique())]
    turns = " ".join(str(turn) for turn in range(1, int(made["n_folds"]) + 1))
    title = shlex.quote(" ".join(upload.title.split()))
    return "\n".join(
        [
            "#!/bin/sh",
            f"# Measures {title} again, from the files that were brought; run in Crossover's folder:",
            "#   sh reproduce.sh my-images.zip",
            "set -e",
            f'python -m uploads "$@" --output prepared --side {made["side"]} {" ".join(flags)}',
            f"for turn in {turns}; do",
            f"  python -m experiments run --dataset prepared/arrays/$turn {' '.join(run)} "
            f"--seeds {asked['seed'].max() + 1} --json",
            "done",
            "",
        ]
    )
