"""All rows by which the lesson is judged, and its verdicts, worked out once for all visitors."""

from dataclasses import dataclass

import pandas as pd
import streamlit as st

from analysis.lesson.evidence import Evidence
from analysis.lesson.register import CLAIMS, Claim
from analysis.lesson.tally import tally
from analysis.lesson.verdict import Verdict
from catalogue.sources.local import TITLES
from charts.common.families import LABELS
from ui.common import source
from ui.timing import deployment
from ui.timing.rows import key as key_of
from ui.timing.rows import timings


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


def judged_lesson() -> Lesson | None:
    """The lesson by today's rows; None where nothing at all is measured."""
    results, times, deployed = source.on_offer(source.all_rows()), timings(), deployment.measured()
    if results.empty and times.empty and deployed.empty:
        return None
    ids = pd.util.hash_pandas_object(results[["id", "origin"]], index=False).sum()
    titles = {entry.name: entry.title for entry in source.entries()}
    evidence = Evidence(results, times, deployed, {**LABELS, **TITLES, **titles})
    return _judged(f"{ids} {key_of(times)} {key_of(deployed)}", evidence)


@st.cache_resource(max_entries=8, show_spinner="Reading every measured row …")
def _judged(key: str, _evidence: Evidence) -> Lesson:  # noqa: ARG001  (the key names all rows)
    return Lesson(_evidence, tuple(claim.verdict(_evidence) for claim in CLAIMS))
