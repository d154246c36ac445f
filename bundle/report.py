"""The report: what was measured, how sure it is, and what both models mistake, as one page of HTML."""

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime

import numpy as np
import pandas as pd

from analysis.common.confusion import commonest
from analysis.common.meter import meter, wilson
from analysis.common.wording import listed
from analysis.data_size.pooled import pooled
from bundle.checked import Checked
from bundle.curve import curve, fairness_card, where
from bundle.opened import Opened
from bundle.page import code, heading, page, paragraph, table
from charts.common.style import look

MOST_CLASSES = 20
"""A table of more classes than these would be read by nobody: the commonest mistakes stand in its place."""
MOST_MISTAKES = 15

USE = """\
uv run predict.py FOLDER
uv run predict.py FOLDER --model svm"""

TRY = (
    "The same archive holds predict.py, which answers about every image in a folder as the app does. With uv it "
    "fetches the libraries that it needs; without, install what its first lines list and begin with python."
)


def report(title: str, models: Mapping[str, Opened], rows: pd.DataFrame, checked: Checked) -> str:
    """The page; `rows` are those of the curve, all divisions of a cross-validation among them."""
    n_divisions = rows["dataset"].nunique()
    together = pooled(rows, n_divisions) if n_divisions > 1 else rows
    parts = [*curve(together), *_reach(models, together), *_models(models, checked), *_mistakes(models)]
    if len(rows):
        parts += [heading("Was it fair?"), fairness_card(together if len(together) else rows)]
    parts += [heading("Try your own images"), paragraph(TRY), code(USE)]
    parts += [heading("Where and when"), *where(rows)]
    parts.append(paragraph(f"This page was written on {datetime.now(UTC):%Y-%m-%d}.", "quiet"))
    return page(title, parts)


def _reach(models: Mapping[str, Opened], rows: pd.DataFrame) -> Iterator[str]:
    n_test = int(rows["n_test"].iloc[0]) if len(rows) else models["svm"].n_test
    yield heading("What so many test images can tell")
    yield paragraph(f"{meter(n_test)} A smaller difference between two learners may be chance.")


def _models(models: Mapping[str, Opened], checked: Checked) -> Iterator[str]:
    """Both models that lie beside the report, and whether their ONNX files answer alike."""
    header = ["", "Training images", "Right", "Accuracy", "95 % interval", "Same class from ONNX"]
    lines = []
    for learner, one in models.items():
        low, high = (float(end) for end in wilson(one.n_right, one.n_test))
        right = f"{one.n_right:,} of {one.n_test:,}"
        numbers = f"{one.experiment.n_train:,}", right, percent(one.n_right / one.n_test), interval(low, high)
        lines.append([look(learner).label, *numbers, f"{checked.same[learner]:,} of {checked.n:,}"])
    yield heading("The two models in this archive")
    yield table("Each model, asked about test images that it never learnt from", header, lines)
    yield paragraph(checked_in_words(checked))


def checked_in_words(checked: Checked) -> str:
    """What the check of the ONNX files says, plainly."""
    if checked.all_same:
        return f"On all {checked.n:,} test images tried, both ONNX files gave the models' own answers."
    unlike = {learner: checked.n - same for learner, same in checked.same.items() if same < checked.n}
    told = listed([f"{look(learner).short} on {n:,}" for learner, n in unlike.items()])
    return f"Careful: of {checked.n:,} test images tried, an ONNX file gave another class than the model: {told}."


def _mistakes(models: Mapping[str, Opened]) -> Iterator[str]:
    yield heading("What is mistaken for what")
    for learner, one in models.items():
        yield heading(look(learner).label, 3)
        yield (_confusion if len(one.images.classes) <= MOST_CLASSES else _commonest)(one)


def _confusion(one: Opened) -> str:
    counts = one.confusion
    lines = [[name, *map(str, row)] for name, row in zip(one.images.classes, counts, strict=True)]
    caption = f"{look(one.learner).label}: the class of a test image (row) and the class that was answered (column)"
    return table(caption, ["", *one.images.classes], lines, marked=True)


def _commonest(one: Opened) -> str:
    counts, names = one.confusion, one.images.classes
    found = commonest(counts, MOST_MISTAKES)
    of = counts.sum(axis=1)
    lines = [[names[each.true], names[each.predicted], f"{each.n:,} of {of[each.true]:,}"] for each in found]
    caption = f"{look(one.learner).label}: the commonest mistakes"
    return table(caption, ["This class", "was taken for", "Test images"], lines)


def percent(share: float) -> str:
    """A share as a percentage."""
    return f"{100 * share:.1f} %"


def interval(low: float, high: float) -> str:
    """The ends of an interval as percentages."""
    figures = 1 if high - low < 0.04 else 0
    return f"{np.round(100 * low, figures):.{figures}f} to {np.round(100 * high, figures):.{figures}f} %"
