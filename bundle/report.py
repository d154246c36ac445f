"""The report: what was measured, how certain it is, and which mistakes the models make, as one page of HTML."""

import json
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime

import numpy as np
import pandas as pd

from analysis.common.confusion import commonest_mistakes
from analysis.common.margin import describe_margin, wilson
from analysis.common.summary import summarise
from analysis.common.wording import listed
from analysis.data_size.crossover import crossovers
from analysis.data_size.fairness import COLUMNS, fairness
from analysis.data_size.finding import finding, finding_of_all
from analysis.data_size.pooled import describe_packed, pool_folds
from bundle.exchange import Agreement
from bundle.opened import OpenedModel
from bundle.page import code, drawing, heading, page, paragraph, table
from charts.common.captions import describe_accuracy, where_and_when
from charts.common.curves import curves
from charts.common.style import look
from charts.data_size.svg import svg

MOST_CLASSES = 20
"""With more classes than these, the most frequent mistakes take the place of a table that nobody could read."""
MOST_MISTAKES = 15

COMMANDS = """\
uv run predict.py FOLDER
uv run predict.py FOLDER --model svm"""

HOW_TO_PREDICT = (
    "The same archive holds predict.py, which predicts the class of every image in a folder as the app does. With uv "
    "it installs the libraries that it needs; without uv, install those in its first lines and start it with python."
)


def report(title: str, models: Mapping[str, OpenedModel], rows: pd.DataFrame, agreement: Agreement) -> str:
    """The page; `rows` are those of the curve, for every fold if there was a cross-validation."""
    n_folds = rows["dataset"].nunique()
    together = pool_folds(rows, n_folds) if n_folds > 1 else rows
    n_test = int(together["n_test"].iloc[0]) if len(together) else models["svm"].n_test
    parts = [
        *_curve(together),
        heading("What this many test images can tell"),
        paragraph(f"{describe_margin(n_test)} A smaller difference between two learners may be chance."),
        *_models(models, agreement, n_folds),
        heading("What is mistaken for what"),
        *(part for opened in models.values() for part in _mistakes(opened)),
    ]
    if len(rows):
        parts += [heading("Was it fair?"), _fairness_card(together if len(together) else rows)]
    parts += [heading("Try your own images"), paragraph(HOW_TO_PREDICT), code(COMMANDS)]
    parts += [heading("Where and when"), *_where(rows)]
    parts.append(paragraph(f"This page was written on {datetime.now(UTC):%Y-%m-%d}.", "quiet"))
    return page(title, parts)


def _curve(rows: pd.DataFrame) -> Iterator[str]:
    """Finding, chart and table of rows that were all scored on the same test images; one sentence if there are none."""
    if rows.empty:
        yield paragraph(finding([]), "finding")
        return
    summary, crossings = summarise(rows), crossovers(rows)
    sentence = finding_of_all(rows, summary)
    yield paragraph(sentence, "finding")
    yield heading("Accuracy and number of training images")
    yield drawing(svg(summary, crossings), f"Chart of accuracy against the number of training images. {sentence}")
    yield paragraph(describe_accuracy(summary), "quiet")
    yield _accuracies(summary)


def _accuracies(summary: pd.DataFrame) -> str:
    """A row per number of training images, a column per curve: the mean and its 95 % interval."""
    drawn = list(curves(summary))
    lines = []
    for n in sorted(summary["n_train"].unique()):
        points = [curve.points[curve.points["n_train"] == n] for curve in drawn]
        lines.append([f"{n:,}", *(_accuracy(point.iloc[0]) if len(point) else "–" for point in points)])
    names = [curve.plain_name for curve in drawn]
    return table("Accuracy on the test images, with the 95 % interval", ["Training images", *names], lines)


def _accuracy(point: pd.Series) -> str:
    return f"{100 * point['accuracy']:.1f} % ({100 * point['low']:.1f} to {100 * point['high']:.1f})"


def _models(models: Mapping[str, OpenedModel], agreement: Agreement, n_folds: int) -> Iterator[str]:
    """The models in the archive, which of the measured ones they are, and whether their ONNX files predict the same."""
    header = ["", "Training images", "Correct", "Accuracy", "95 % interval", "Same class from ONNX"]
    lines = []
    for learner, opened in models.items():
        low, high = (float(end) for end in wilson(opened.n_correct, opened.n_test))
        correct = f"{opened.n_correct:,} of {opened.n_test:,}"
        numbers = f"{opened.experiment.n_train:,}", correct, f"{100 * opened.n_correct / opened.n_test:.1f} %"
        same = f"{agreement['same'][learner]:,} of {agreement['n']:,}"
        lines.append([look(learner).label, *numbers, interval(low, high), same])
    yield heading("The models in this archive")
    yield paragraph(describe_packed([opened.experiment.n_train for opened in models.values()], opened.n_test, n_folds))
    yield table("Each model on test images that it was not trained on", header, lines)
    yield paragraph(agreement_in_words(agreement))


def agreement_in_words(agreement: Agreement) -> str:
    """Whether the ONNX files predict the same as the models."""
    n = agreement["n"]
    different = {learner: n - same for learner, same in agreement["same"].items() if same < n}
    if not different:
        return f"On all {n:,} test images tried, all ONNX files predicted the same classes as the models."
    counts = listed([f"{look(learner).short} on {count:,}" for learner, count in different.items()])
    return f"Caution: on some of the {n:,} test images tried, an ONNX file and its model disagree: {counts}."


def _mistakes(opened: OpenedModel) -> Iterator[str]:
    label, names, counts = look(opened.learner).label, opened.images.classes, opened.confusion
    yield heading(label, 3)
    if len(names) <= MOST_CLASSES:
        lines = [[name, *map(str, row)] for name, row in zip(names, counts, strict=True)]
        caption = f"{label}: the class of a test image (row) and the predicted class (column)"
        yield table(caption, ["", *names], lines, diagonal=True)
        return
    n_images = counts.sum(axis=1)
    found = commonest_mistakes(counts, MOST_MISTAKES)
    lines = [[names[each.true], names[each.predicted], f"{each.n:,} of {n_images[each.true]:,}"] for each in found]
    yield table(f"{label}: the most frequent mistakes", ["This class", "was taken for", "Test images"], lines)


def _fairness_card(rows: pd.DataFrame) -> str:
    """What both sides had and took, in one column each, because a phone has room for two columns, not for fourteen."""
    sides = fairness(rows)
    columns = {name: label for name, label in COLUMNS.items() if name not in ("learner", "origin")}
    lines = [[label, *map(_plain, sides[name])] for name, label in columns.items()]
    return table("What both sides had and took", ["", *(look(learner).label for learner in sides["learner"])], lines)


def _plain(value: object) -> str:
    return f"{value:.2f}" if isinstance(value, float) else str(value)


def _where(rows: pd.DataFrame) -> Iterator[str]:
    """The machines, the days and the versions of the libraries; nothing without rows."""
    if len(rows):
        latest = rows.iloc[rows["measured_at"].argmax()]
        versions = ", ".join(f"{library} {number}" for library, number in json.loads(latest["versions"]).items())
        yield paragraph(where_and_when(rows))
        yield paragraph(f"Versions: {versions}; Crossover {latest['commit'] or 'without a commit'}.")


def interval(low: float, high: float) -> str:
    """The ends of an interval as percentages."""
    digits = 1 if high - low < 0.04 else 0
    return f"{np.round(100 * low, digits):.{digits}f} to {np.round(100 * high, digits):.{digits}f} %"
