"""What the rows of a curve say, in HTML: finding, chart, accuracies, the fairness card, and where it was measured."""

import json
from collections.abc import Iterator

import pandas as pd

from analysis.common.summary import summarise
from analysis.data_size.crossover import crossovers
from analysis.data_size.fairness import COLUMNS, fairness
from analysis.data_size.finding import finding, preferred
from bundle.page import drawing, heading, paragraph, table
from charts.common.captions import describe_accuracy, where_and_when
from charts.common.curves import curves
from charts.common.style import look
from charts.data_size.svg import svg


def curve(rows: pd.DataFrame) -> Iterator[str]:
    """Finding, chart and table; of no rows one sentence. All rows were scored on the same test images."""
    if rows.empty:
        yield paragraph(finding([]), "finding")
        return
    summary, crossings = summarise(rows), crossovers(rows)
    told = finding(preferred(crossings), summary)
    yield paragraph(told, "finding")
    yield heading("Accuracy and number of training images")
    yield drawing(svg(summary, crossings), f"Chart of accuracy against the number of training images. {told}")
    yield paragraph(describe_accuracy(summary), "quiet")
    yield accuracies(summary)


def accuracies(summary: pd.DataFrame) -> str:
    """One row a number of training images, one column a curve: the mean and its 95 % interval."""
    found = list(curves(summary))
    lines = []
    for n in sorted(summary["n_train"].unique()):
        points = [one.points[one.points["n_train"] == n] for one in found]
        lines.append([f"{n:,}", *(_told(point.iloc[0]) if len(point) else "–" for point in points)])
    names = [one.plain_name for one in found]
    return table("Accuracy on the test images, with the 95 % interval", ["Training images", *names], lines)


def _told(point: pd.Series) -> str:
    return f"{100 * point['accuracy']:.1f} % ({100 * point['low']:.1f} to {100 * point['high']:.1f})"


def fairness_card(rows: pd.DataFrame) -> str:
    """What either side had and took, one column a side: a phone has room for two columns and none for fourteen."""
    sides = fairness(rows)
    named = {name: shown for name, shown in COLUMNS.items() if name not in ("learner", "origin")}
    lines = [[shown, *map(_plain, sides[name])] for name, shown in named.items()]
    return table("What either side had and took", ["", *(look(learner).label for learner in sides["learner"])], lines)


def _plain(value: object) -> str:
    return f"{value:.2f}" if isinstance(value, float) else str(value)


def where(rows: pd.DataFrame) -> Iterator[str]:
    """The machines, the days, and the versions of the libraries; nothing without rows."""
    if len(rows):
        latest = rows.iloc[rows["measured_at"].argmax()]
        versions = ", ".join(f"{library} {number}" for library, number in json.loads(latest["versions"]).items())
        yield paragraph(where_and_when(rows))
        yield paragraph(f"Versions: {versions}; Crossover {latest['commit'] or 'without a commit'}.")
