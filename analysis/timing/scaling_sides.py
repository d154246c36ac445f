"""Whose seconds may stand together: both learners on one machine's processor and, where there is one, its GPU."""

from collections.abc import Iterator
from typing import Any

import pandas as pd

from analysis.common.machine import device_name, host
from analysis.common.summary import SERIES

SIDE = ["learner", "device", "machine", "threads"]
"""Rows that agree in these were worked out by the same: one learner's side of a comparison."""

ALIKE = [name for name in SERIES if name not in SIDE]
"""Both sides agree in these, and in the processor of their machine: one origin, one recipe, the same images."""


Key = tuple[Any, ...]


def comparable(rows: pd.DataFrame) -> Iterator[pd.DataFrame]:
    """The rows in groups that may be compared and hold one side of each learner; the others are left out."""
    rows = rows[rows["learner"].isin(["svm", "cnn"])]
    for _, group in rows.groupby([*ALIKE, _host(rows)], dropna=False, sort=True):
        sides = dict(iter(group.groupby(SIDE, dropna=False, sort=True)))
        for svm, cnn in _pairs([key for key in sides if key[0] == "svm"], [key for key in sides if key[0] == "cnn"]):
            yield pd.concat([sides[svm], sides[cnn]]).sort_index(kind="stable")


def are_comparable(rows: pd.DataFrame) -> bool:
    """Whether these rows are one group of `comparable`, or one side of it."""
    n_sides = rows[SIDE].drop_duplicates()["learner"].value_counts()
    return bool(n_sides.max() == 1 and len(rows[ALIKE].assign(host=_host(rows)).drop_duplicates()) == 1)


def sides_in_words(rows: pd.DataFrame) -> str:
    """`2 threads` where both sides have the same; else `SVM on EPYC with 2 threads, CNN on H100 with one thread`."""
    sides = rows[SIDE].drop_duplicates().sort_values("learner", ascending=False)
    if len(sides[["device", "threads"]].drop_duplicates()) == 1:
        return _threads(sides["threads"].iloc[0])
    return ", ".join(
        f"{side['learner'].upper()} on {device_name(side['machine'], side['device'])} with {_threads(side['threads'])}"
        for _, side in sides.iterrows()
    )


def _pairs(svms: list[Key], cnns: list[Key]) -> list[tuple[Key, Key]]:
    """Each side with what is most like it of the other learner."""
    pairs = [(svm, cnn) for svm in svms for cnn in _most_like(svm, cnns)]
    return list(dict.fromkeys([*pairs, *((svm, cnn) for cnn in cnns for svm in _most_like(cnn, svms))]))


def _most_like(side: Key, others: list[Key]) -> list[Key]:
    """Those on the same device with the same threads, else those with the same threads, else all."""
    exact = [other for other in others if other[1:] == side[1:]]
    return exact or [other for other in others if other[3] == side[3]] or others


def _host(rows: pd.DataFrame) -> pd.Series:
    hosts = [host(str(machine), device) for machine, device in zip(rows["machine"], rows["device"], strict=True)]
    return pd.Series(hosts, rows.index, name="host", dtype=object)


def _threads(n: int) -> str:
    return "one thread" if n == 1 else f"{n:.0f} threads"
