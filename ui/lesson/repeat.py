"""Where a claim can be seen and measured again: the page with its choices, and the command."""

import shlex

from analysis.common.machine import measured_here
from analysis.lesson.register import DATASET, IMAGES, SIZE, SIZES, Claim
from analysis.lesson.verdict import Verdict
from catalogue.sources.local import TITLES
from charts.common.style import label
from ui.common import source
from ui.common.page import link

USUAL = "digits"
"""The data set to begin with if nothing is measured; it is always available."""

USUAL_SIZE = 1_000
"""The number of training images to begin with if nothing is measured."""

STEPS = (100, 300, 1_000, 3_000, 10_000, 30_000)
"""The sizes of a curve, which ends at the size that is quoted."""

AT_HOME = {"show": "view", "pretrained": "pretrained"}
"""The parameters of the first page, and what the page on which curves are measured calls the same choices."""


def address(claim: Claim, verdict: Verdict) -> tuple[str, dict[str, str | list[str]]]:
    """The page on which the deciding rows are shown, and the choices in its address.

    Curves that were recorded elsewhere are on the first page, whether their images are on this machine or not.
    """
    page, choices = claim.page
    case = verdict.condition
    if page == "data_size" and case and case.dataset and not measured_here(case.origin):
        at_home = {name: choices[same] for name, same in AT_HOME.items() if same in choices}
        return "home", {"images": source.title(case.dataset), **at_home}
    dataset = case.dataset if case and case.dataset else USUAL
    size = f"{case.n_train:,}" if case and case.n_train else ""
    filled = {DATASET: source.address_of(dataset).get("dataset", ""), IMAGES: source.title(dataset), SIZE: size}
    known: dict[str, str | list[str]] = {name: filled.get(value, value) for name, value in choices.items()}
    if page == "data_size" and known.pop("pretrained", ""):
        known["learners"] = [label(learner) for learner in source.HOME_LEARNERS]
    return page, {name: value for name, value in known.items() if value}


def command(claim: Claim, verdict: Verdict) -> str:
    """The command lines that measure the deciding rows; empty if the claim has none."""
    case = verdict.condition
    dataset = case.dataset if case and case.dataset else USUAL
    n = case.n_train if case and case.n_train else USUAL_SIZE
    sizes = " ".join(f"--n-train {size}" for size in [*(step for step in STEPS if step < n), n])
    filled = {DATASET: shlex.quote(dataset), SIZE: str(n), SIZES: sizes}
    line = claim.command
    if dataset in TITLES and DATASET in line:
        line = line.replace("python -m", "CROSSOVER_DATA=your-folder python -m")
    for name, value in filled.items():
        line = line.replace(name, value)
    return line


def show_link(claim: Claim, verdict: Verdict) -> None:
    """A link to the page that shows the claim's rows; nothing for a claim without one."""
    page, choices = address(claim, verdict)
    if page:
        label = "See it and repeat it" if verdict.condition else "See where it would be measured"
        link(page, label, "arrow_forward", query_params=choices)
