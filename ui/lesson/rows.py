"""All rows by which the lesson is judged, and its verdicts, worked out once for all visitors."""

from dataclasses import dataclass

import numpy as np
import streamlit as st
from numpy.typing import NDArray

import catalogue
from analysis.data_size.crossover import crossovers
from analysis.data_size.learning_curve import power_laws
from analysis.lesson.evidence import Evidence
from analysis.lesson.register import CLAIMS, Claim
from analysis.lesson.verdict import Verdict, tally
from catalogue.dataset import Images
from catalogue.sources.local import TITLES
from charts.common.families import LABELS
from experiments.approximation import row as approximation
from experiments.approximation.row import Approximation
from experiments.layers import row as layers
from experiments.layers.row import Probe
from ui.common import source
from ui.common.recorded import recorded_table
from ui.robustness import rows as robustness
from ui.timing import deployment
from ui.timing.rows import key as key_of
from ui.timing.rows import timings

AT_ONCE = "digits"
"""The data set that is read in a moment; others are drawn first or downloaded."""

# Cached for each data set, so that new rows of one do not recompute the others.
_crossovers, _laws = source.cached(crossovers), source.cached(power_laws)


@dataclass(frozen=True, eq=False)
class Lesson:
    """The evidence and the verdict on each claim, in the order of the lesson."""

    evidence: Evidence
    verdicts: tuple[Verdict, ...]

    @property
    def judged(self) -> list[tuple[Claim, Verdict]]:
        """Each claim with its verdict."""
        return list(zip(CLAIMS, self.verdicts, strict=True))

    @property
    def summary(self) -> str:
        """How many claims hold."""
        return tally(self.verdicts)


def judged_lesson() -> Lesson:
    """The lesson by today's rows."""
    key, evidence = evidence_of_today()
    return Lesson(evidence, _judge(key, evidence))


def evidence_of_today() -> tuple[str, Evidence]:
    """All rows measured by now, as evidence, after a key that names them."""
    found = Evidence(
        results=source.on_offer(source.all_rows(), with_cells=True),
        timings=timings(),
        deployed=deployment.measured(),
        names={**LABELS, **TITLES, **{entry.name: entry.title for entry in source.entries()}},
        crossovers_of=_crossovers,
        laws_of=_laws,
        probes=recorded_table(layers.RECORDED, Probe),
        changed=robustness.everything(),
        approximated=recorded_table(approximation.RECORDED, Approximation),
        test_classes=classes_here,
    )
    keys = [source.key_of_results(found.results), key_of(found.timings), key_of(found.deployed)]
    keys += [robustness.key(found.changed), key_of(found.probes[["dataset", "correct", "origin"]])]
    keys += sorted(found.approximated["origin"] + found.approximated["measured_at"])
    return " ".join(keys), found


def images_at_once(name: str, version: str) -> Images | None:
    """The images of the data set that every installation can read at once, in this version; None for any other."""
    return _images(name) if name == AT_ONCE and catalogue.version(name) == version else None


@st.cache_resource(max_entries=1, show_spinner=False)
def _images(name: str) -> Images:
    return catalogue.load(name)


def classes_here(dataset: str, version: str) -> NDArray[np.int64] | None:
    """The classes of the test images of the data set that can be read at once; None for any other."""
    images = images_at_once(dataset, version)
    return images.y_test if images else None


@st.cache_resource(max_entries=8, show_spinner="Reading every measured row …")
def _judge(key: str, _evidence: Evidence) -> tuple[Verdict, ...]:  # noqa: ARG001  (the key names all rows)
    return tuple(claim.verdict(_evidence) for claim in CLAIMS)
