"""What a trained model needs when it is put to work: bytes, milliseconds an image, and the accuracy that it keeps."""

import json
from dataclasses import asdict, fields
from functools import partial
from typing import Any

import pandas as pd
import streamlit as st

from analysis.common.wording import duration
from analysis.timing.deployment import deployment_finding, of_one_run, runtime_name
from bundle.deployment.row import HERE, RECORDED, Deployed, here, read
from charts.common.export import PLOTLY_CONFIG, html
from charts.common.style import look
from charts.timing.deployment import deployment_figure, describe_deployment
from ui.common import source
from ui.common.folded import fold_rows
from ui.common.page import is_narrow, plain, theme

WHY = """
**Trained once, asked for ever.** Learning happens once; answering happens whenever somebody uses the model, on a phone
or a server. So what counts then is the size of the file, how long one answer takes, and how many fit into a second.

**The SVM carries its examples along.** Its file holds every support vector, a training image's features, and each
new image is compared with all of them. Before that its features have to be worked out. The network keeps what it
learnt in its filters, whose number does not grow with the images.

**Eight bits are often enough.** A number of 32 bits tells about seven figures, a whole number of 8 bits 256 steps
(Jacob and others 2018, *Quantization and training of neural networks for efficient integer-arithmetic-only inference*).
The file shrinks to a quarter; whether answers come faster depends on the processor, so it is measured.
"""

FAIR = """
Every way gets the same threads, and the ways take turns, so that a busy moment of the machine meets a part of each. The
first answers warm up and are not counted. The clock runs from the image's bytes to the label: working out the SVM's
features is always counted, by the same code in all of its ways. Accuracy is that of each way's own answers on the whole
test set. Int8 learns the network's ranges from training images only; of the SVM it keeps the support vectors in int8,
and does the rest in single precision.
"""

NAMES: dict[str, Any] = {
    "who": "Who",
    "way": "Put to work in",
    "size": st.column_config.NumberColumn("Size (MB)", format="%.2f"),
    "half": "Half within",
    "most": "95 of 100 within",
    "accuracy": st.column_config.NumberColumn("Right (%)", format="%.2f"),
}


def show_answering() -> None:
    """The choice, the finding, chart and table; or how to measure."""
    rows = answers()
    if rows.empty:
        st.info(
            "No model has been timed at work yet. With both models of the digits kept here (the page *One image* "
            f"says how they come to be), this measures them in a minute: `{command('digits')}`"
        )
        return
    rows = of_one_run(pick(rows))
    finding, caption = deployment_finding(rows), describe_deployment(rows)
    st.header(plain(finding), anchor=False)
    figure = deployment_figure(rows, theme(), is_narrow())
    st.plotly_chart(figure, theme=None, config=PLOTLY_CONFIG, key="answering", alt=finding)
    st.caption(plain(caption))
    show_table(rows)
    dataset = str(rows["dataset"].iloc[0])
    make_page = partial(_page, rows, f"{finding} {caption}")
    shown = rows.drop(columns="host")
    fold_rows(WHY, FAIR, shown, make_page, command(dataset))


@st.cache_data(ttl=2, show_spinner=False)
def answers() -> pd.DataFrame:
    """Every field of Deployed a column, and `origin`: here, or the recorded file's stem; only of data sets on offer."""
    found = [(HERE, row) for _, row in read(here())] + [*read(RECORDED)]
    lines = [{**asdict(row), "versions": json.dumps(row.versions), "origin": origin} for origin, row in found]
    table = pd.DataFrame(lines, columns=[*(name.name for name in fields(Deployed)), "origin"])
    return source.on_offer(table, measured_here=HERE)


def pick(rows: pd.DataFrame) -> pd.DataFrame:
    """The rows of one data set and one place, asked for only where there is a choice."""
    with st.container(horizontal=True, vertical_alignment="bottom"):
        datasets = [*dict.fromkeys(rows["dataset"])]
        dataset = datasets[0]
        if len(datasets) > 1:
            dataset = st.selectbox(
                "Images", datasets, format_func=source.title, key="answer_pictures", bind="query-params", width=260
            )
        rows = rows[rows["dataset"] == dataset]
        places = [*dict.fromkeys(rows["origin"])]
        place = places[0]
        if len(places) > 1:
            place = st.selectbox("Measured", places, key="answer_where", bind="query-params", width=260)
    return rows[rows["origin"] == place]


def show_table(rows: pd.DataFrame) -> None:
    """All numbers."""
    table = pd.DataFrame(
        {
            "who": [look(learner).short for learner in rows["learner"]],
            "way": [
                runtime_name(library, device) for library, device in zip(rows["library"], rows["device"], strict=True)
            ],
            "size": rows["n_bytes"] / 1e6,
            "half": rows["latency_p50"].map(duration),
            "most": rows["latency_p95"].map(duration),
            "many": rows["images_per_second"].round(),
            "accuracy": 100 * rows["accuracy"],
        }
    )
    at_once = st.column_config.NumberColumn(f"A second, {rows['batch_size'].max()} at once", format="localized")
    st.dataframe(table, column_config=NAMES | {"many": at_once}, hide_index=True, alt="Every way in numbers")


def command(dataset: str) -> str:
    """The command line that measures the same, and keeps the rows for this page."""
    return f"python -m bundle --dataset {dataset} --json"


def _page(rows: pd.DataFrame, told: str) -> str:
    return html(deployment_figure(rows), "What a model needs at work", told)
