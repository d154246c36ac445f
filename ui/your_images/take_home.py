"""What a visitor takes home: the models and a report in one file, and links to look closer and to try a new image."""

import json
import shlex

import pandas as pd
import streamlit as st

from analysis.data_size.pooled import describe_packed
from experiments.kept.model_store import Kept, model_store
from experiments.spec import Experiment
from experiments.store.jobs import PENDING
from ui.common import commands, source
from ui.common.kept_models import BOTH
from ui.common.page import link, plain
from ui.common.sweep import states, with_status
from ui.your_images.data_sets import own_entry
from ui.your_images.workflow import mark_step
from uploads.folder import Upload, uploads

EXPORT = "export.zip"


def take_home(upload: Upload, rows: pd.DataFrame, experiments: list[Experiment], n_test: int) -> None:
    """Links to see on which classes the models fail and to try a new image, and the download, which a button makes.

    `n_test` is the number of test images of one model, that of the first fold.
    """
    mark_step("Put to work")
    st.subheader("Take it home", anchor=False)
    chosen = models_of(upload, rows)
    ids = tuple(model.id for model in chosen)
    if not ids:
        st.info("The download contains an SVM on handcrafted features and a CNN: it can be made when both are trained.")
        return
    entry = own_entry(upload)
    address = {"part": "Which classes", "errors_images": entry.title} if entry else None
    link("errors", "See which classes and groups they fail", "balance", query_params=address)
    link("compare", "Try a new image on both", "compare", query_params={"dataset": entry.title} if entry else None)
    st.markdown(
        "One zip with the models (skops, safetensors, ONNX), a script that predicts the classes of a whole folder of "
        "images without this app, a report to print, all numbers, and the commands that measure everything again."
    )
    st.caption(describe_packed([model.experiment.n_train for model in chosen], n_test, int(upload.choices["n_folds"])))
    contents = json.dumps([ids, sorted(rows["id"])])
    if with_status(experiments, states(experiments), *PENDING):
        st.caption("Packing waits for the training above.")
    elif upload.choices.get("export") != contents or not _show_download(upload):
        st.button("Pack the download", icon=":material/inventory_2:", key="pack", on_click=_ask_for_pack)
        if st.session_state.pop("pack_now", False):
            _pack(upload, ids, rows, contents)


def models_of(upload: Upload, rows: pd.DataFrame) -> tuple[Kept, ...]:
    """For each learner, its kept model with the most training images, among the recipes in `rows`.

    Empty without an SVM on handcrafted features or without a CNN; pretrained features are included if measured.
    """
    kept = model_store().kept(upload.name, upload.choices["version"])
    recipes = set(rows["recipe"])
    candidates = [model for model in kept if model.experiment.recipe in recipes and not model.experiment.settings]
    by_learner = {}
    # The last model of a learner stays: the one with most images and, of those, the lowest seed.
    for model in sorted(candidates, key=lambda model: (model.experiment.n_train, -model.experiment.seed)):
        by_learner[model.experiment.learner] = model
    if not set(BOTH) <= set(by_learner):
        return ()
    return tuple(model for learner, model in by_learner.items() if learner in {*BOTH, *rows["learner"]})


def _ask_for_pack() -> None:
    st.session_state["pack_now"] = True


def _pack(upload: Upload, ids: tuple[str, ...], rows: pd.DataFrame, contents: str) -> None:
    target = upload.folder.resolve() / EXPORT
    with st.spinner("Packing the models, and comparing them with the originals", show_time=True):
        try:
            checked = source.ask(
                "bundle.pack:pack", upload.name, upload.title, ids, rows, reproducing_script(upload, rows), target
            )
            uploads().choose(upload, export=contents, checked=checked)
        except TimeoutError:
            st.warning("Packing took too long; please try again in a minute.")
            return
        except ValueError as problem:
            st.warning(plain(str(problem)))
            return
        except OSError:  # its message names folders of this computer
            st.warning("The download could not be packed on this server; please try again later.")
            return
    st.rerun()


def _show_download(upload: Upload) -> bool:
    """Offer the download; False if its file is gone."""
    try:
        content = (upload.folder / EXPORT).read_bytes()
    except OSError:
        return False
    checked = upload.choices["checked"]
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
    st.caption(f"The exported models predict the same class as the originals for {same} of {checked['n']} test images.")
    return True


def reproducing_script(upload: Upload, rows: pd.DataFrame) -> str:
    """The shell script that measures these rows again without a browser, from the files of the upload."""
    made = upload.choices
    flags = ["--together" if made["together"] else "--apart", "--own-parts" if made["own_parts"] else "--in-turns"]
    if made.get("mirror") is not None:
        flags.append("--mirror" if made["mirror"] else "--no-mirror")
    folds = " ".join(str(fold) for fold in range(1, int(made["n_folds"]) + 1))
    title = shlex.quote(" ".join(upload.title.split()))
    return "\n".join(
        [
            "#!/bin/sh",
            f"# Measures {title} again, from the uploaded files; run it in Crossover's folder:",
            "#   sh reproduce.sh my-images.zip",
            "set -e",
            f'python -m uploads "$@" --output prepared --side {made["side"]} {" ".join(flags)}',
            f"for fold in {folds}; do",
            f"  python -m experiments run --dataset prepared/arrays/$fold {commands.options(rows)} --json",
            "done",
            "",
        ]
    )
