"""Taking a visitor's result home: the compare page for a new picture, both models and the report in one file."""

import json
import shlex

import pandas as pd
import streamlit as st

from catalogue.images import Images
from experiments.spec import Experiment
from ui import source
from ui.anatomy import plain
from ui.own import own_entries
from ui.sweep import PENDING, states, with_status
from ui.witnesses import LEARNERS, largest
from uploads.folder import Upload, uploads

EXPORT = "export.zip"


def take_home(upload: Upload, images: Images, rows: pd.DataFrame, experiments: list[Experiment]) -> None:
    """The link to try a new picture, and the download, which is made on a press."""
    st.subheader("Take it home", anchor=False)
    models = largest(upload.name, images.version)
    if set(models) != set(LEARNERS):
        largest.clear()  # the last of them was kept in this second, and nothing draws this page again
        models = largest(upload.name, images.version)
    if set(models) != set(LEARNERS):
        st.info("The download needs a model of either side; it can be made as soon as both are trained.")
        return
    label = next(entry.title for entry in own_entries() if entry.name == upload.name)
    st.page_link(
        "app_pages/compare.py",
        label="Try a new picture on both",
        icon=":material/compare:",
        query_params={"dataset": label},
    )
    st.markdown(
        "One zip with both models (skops, safetensors, ONNX), a script that answers for a whole folder of pictures "
        "without this app, a report to print, all numbers, and the commands that measure it again."
    )
    contents = json.dumps([[models[learner].id for learner in LEARNERS], sorted(rows["id"])])
    if with_status(experiments, states(experiments), *PENDING):
        st.caption("It can be packed when the training above is done.")
    elif upload.choices.get("export") != contents or not (upload.folder / EXPORT).exists():
        st.button("Pack the download", icon=":material/inventory_2:", key="pack", on_click=_ask_for_pack)
        if st.session_state.pop("pack_now", False):
            _pack(upload, tuple(models[learner].id for learner in LEARNERS), rows, again(upload, experiments), contents)
    else:
        _offer(upload)


def _ask_for_pack() -> None:
    st.session_state["pack_now"] = True


def _pack(upload: Upload, ids: tuple[str, ...], rows: pd.DataFrame, script: str, contents: str) -> None:
    with st.spinner("Packing both models, and checking them against the originals", show_time=True):
        try:
            target = upload.folder.resolve() / EXPORT
            checked = source.ask("bundle.pack:pack", upload.name, upload.title, ids, rows, script, target)
            told = {"n": checked.n, "same": dict(checked.same)}
            uploads().choose(upload, export=contents, checked=told)
        except (ValueError, OSError, TimeoutError) as problem:
            st.warning(plain(str(problem) or "Packing took too long; please try again."))
            return
    st.rerun()


def _offer(upload: Upload) -> None:
    checked = upload.choices["checked"]
    path = upload.folder / EXPORT
    st.download_button(
        f"Download all ({path.stat().st_size / 1e6:.1f} MB)",
        path.read_bytes,
        f"{upload.title}.zip",
        "application/zip",
        icon=":material/download:",
        on_click="ignore",
        type="primary",
    )
    same = min(checked["same"].values())
    st.caption(f"The exported models gave the same label as the originals on {same} of {checked['n']} test pictures.")


def again(upload: Upload, experiments: list[Experiment]) -> str:
    """The shell script that measures the same without a browser, from what the visitor brought."""
    made = upload.choices
    asked = pd.DataFrame(experiments)
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
            "#   sh reproduce.sh my-pictures.zip",
            "set -e",
            f'python -m uploads "$@" --output prepared --side {made["side"]} {" ".join(flags)}',
            f"for turn in {turns}; do",
            f"  python -m experiments run --dataset prepared/arrays/$turn {' '.join(run)} "
            f"--seeds {asked['seed'].max() + 1} --json",
            "done",
            "",
        ]
    )
