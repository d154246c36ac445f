"""What a trained model needs in use: bytes, milliseconds per image, and the accuracy that it keeps."""

import json
from functools import partial

import pandas as pd
import streamlit as st

from analysis.common.wording import duration
from analysis.timing.deployment import deployment_finding, of_one_run, runtime_name
from bundle.deployment.row import HERE, RECORDED, Deployed, here, read
from charts.common.style import look
from charts.timing.deployment import deployment_figure, describe_deployment
from ui.common import source
from ui.common.chart import Panel
from ui.common.page import show_table
from ui.common.pickers import pick_if_several
from ui.common.recorded import table
from ui.common.texts import text

NAMES = {
    "who": "Learner",
    "way": "Runs in",
    "size": "Size (MB)",
    "half": "Median",
    "most": "95th percentile",
    "accuracy": "Accuracy (%)",
}


def show_deployment() -> None:
    """The choices, the finding, chart and table; or how to measure."""
    rows = measured()
    if rows.empty:
        st.info(text("timing/deployment/nothing_yet").format(command=command("digits")))
        return
    rows = of_one_run(pick(rows))
    panel = Panel(
        "timing/deployment",
        "What a trained model needs",
        deployment_finding(rows, source.title(str(rows["dataset"].iloc[0]))),
        describe_deployment(rows),
        partial(deployment_figure, rows),
    )
    panel.show()
    show_numbers(rows)
    panel.fold(rows.drop(columns="host"), command(str(rows["dataset"].iloc[0])))


@st.cache_data(ttl=2, show_spinner=False)
def measured() -> pd.DataFrame:
    """The rows of data sets on offer: every field of Deployed, and `origin`, here or a recorded file's stem."""
    rows = table(Deployed, [*((HERE, row) for _, row in read(here())), *read(RECORDED)])
    return source.on_offer(rows.assign(versions=rows["versions"].map(json.dumps)))


def pick(rows: pd.DataFrame) -> pd.DataFrame:
    """The rows of one data set and one place; without a widget for what has only one value."""
    with st.container(horizontal=True, vertical_alignment="bottom"):
        datasets = {source.title(name): name for name in rows["dataset"].unique()}
        rows = rows[rows["dataset"] == pick_if_several("Images", datasets, "deployment_images")]
        places = {origin: origin for origin in rows["origin"].unique()}
        return rows[rows["origin"] == pick_if_several("Measured", places, "deployment_where")]


def show_numbers(rows: pd.DataFrame) -> None:
    """Size, times and accuracy of every variant."""
    numbers = pd.DataFrame(
        {
            "who": [look(learner).short for learner in rows["learner"]],
            "way": [
                runtime_name(library, device) for library, device in zip(rows["library"], rows["device"], strict=True)
            ],
            "size": (rows["n_bytes"] / 1e6).map("{:.2f}".format),
            "half": rows["latency_p50"].map(duration),
            "most": rows["latency_p95"].map(duration),
            "many": rows["images_per_second"].map("{:,.0f}".format),
            "accuracy": (100 * rows["accuracy"]).map("{:.2f}".format),
        }
    )
    at_once = f"Images per second, {rows['batch_size'].max()} at once"
    show_table(numbers, NAMES | {"many": at_once}, "Every variant in numbers")


def command(dataset: str) -> str:
    """The command line that measures the same and stores the rows for this page."""
    return f"python -m bundle --dataset {dataset} --json"
