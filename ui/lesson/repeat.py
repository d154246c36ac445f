"""Where a claim can be seen and measured again: the page with its choices, and the command."""

import shlex

from analysis.common.machine import measured_here
from analysis.lesson.register import DATASET, Claim
from analysis.lesson.verdict import Verdict
from catalogue.sources.local import TITLES
from ui.common import source
from ui.common.page import link

USUAL = "digits"
"""The data set to begin with where nothing is measured: it is always there."""


def address(claim: Claim, verdict: Verdict) -> tuple[str, dict[str, str]]:
    """The page on which the deciding rows are shown, and the choices in its address.

    Curves that were recorded elsewhere are on the first page, whether their images are on this machine or not.
    """
    page, choices = claim.page
    case = verdict.condition
    if page == "data_size" and case and case.dataset and not measured_here(case.origin):
        shown = {"show": choices["view"]} if "view" in choices else {}
        return "home", {"images": source.title(case.dataset), **shown}
    if page == "robustness" and case:
        return page, {"images": source.title(case.dataset)}
    dataset = source.address_of(case.dataset if case and case.dataset else USUAL).get("dataset")
    known = {name: dataset if value == DATASET else value for name, value in choices.items()}
    return page, {name: value for name, value in known.items() if value}


def command(claim: Claim, verdict: Verdict) -> str:
    """The command lines that measure what decides; empty where there are none."""
    dataset = verdict.condition.dataset if verdict.condition and verdict.condition.dataset else USUAL
    folder = "CROSSOVER_DATA=your-folder " if dataset in TITLES and DATASET in claim.command else ""
    return f"{folder}{claim.command}".replace(DATASET, shlex.quote(dataset))


def show_link(claim: Claim, verdict: Verdict) -> None:
    """A link to the page where one can see it; nothing for a claim that has none."""
    page, choices = address(claim, verdict)
    if page:
        link(page, "See it and repeat it", "arrow_forward", query_params=choices)
