"""The link to the page that explains an answer, opened with the choices that the answer is about."""

from urllib.parse import urlencode

import catalogue
from analysis.classroom.answer import Answer
from analysis.classroom.register import Kind
from analysis.common.machine import measured_here
from analysis.common.variants import RACE, without_settings
from analysis.common.wording import count, moment
from analysis.lesson.evidence import SIDES
from ui.common import source
from ui.common.pickers import MAX_SEEDS
from ui.errors.choice import both_sides

Address = dict[str, str | list[str]]
"""What an address says; a choice with two ends has a list."""

PARAMETERS: dict[str, dict[str, str]] = {
    "home": {"dataset": "images", "recipe": "effort", "view": "show"},
    "data_size": {"dataset": "dataset", "recipe": "recipe", "view": "view"},
    "race": {"dataset": "dataset", "budget": "budget"},
    "timing": {},
    "robustness": {"dataset": "images", "recipe": "effort", "n_train": "n"},
    "features": {"dataset": "dataset", "n_train": "n"},
    "errors": {"dataset": "errors_images", "n_train": "errors_n"},
}
"""By page, the parameter in its address for each thing that an answer is about."""

NEED_IMAGES = ("data_size", "race", "features")
"""Pages that cannot show what this machine measured on a data set whose images are no longer on it."""

SWEEPS = ("data_size", "race")
"""Pages that show only the rows of the seeds and sizes that are chosen on them."""


def path(page: str, choices: Address) -> str:
    """The link from a room to a page: relative, because screens may know this server by different names."""
    return f"{'./' if page == 'home' else page}?{urlencode(choices, doseq=True, safe=',')}"


def address(kind: Kind, answer: Answer) -> tuple[str, Address] | None:
    """The page that shows the rows of an answer, and the choices in its address; None where no page can.

    Curves that were recorded elsewhere are on the first page, whether their images are on this machine or not.
    """
    page = kind.page
    if page == "data_size" and not measured_here(answer.origin):
        page = "home"
    if page in NEED_IMAGES and not source.entry_here(catalogue.split_level(answer.dataset)[0]):
        return None
    condition = {
        "dataset": source.title(answer.dataset) if answer.dataset else "",
        "recipe": answer.recipe.capitalize(),
        "n_train": count(answer.n_train) if answer.n_train else "",
        "budget": moment(answer.budget) if answer.budget else "",
    }
    names = PARAMETERS[page]
    choices: Address = {names[name]: value for name, value in condition.items() if value and name in names}
    if "dataset" in choices:
        choices |= source.address_of(answer.dataset)  # with the level of its class folders
    if page in SWEEPS and measured_here(answer.origin):
        measured = _sweep(page, answer)
        if measured is None:
            return None
        choices |= measured
    if page == "errors":
        choices |= both_sides(answer.dataset, answer.n_train, answer.recipe, answer.origin)
    return page, choices | {names.get(name, name): value for name, value in kind.address.items()}


def _sweep(page: str, answer: Answer) -> Address | None:
    """The choices with which the page shows every row of the answer; None if no choices do.

    Recorded rows are left out, because the sentence above the curves must be about the rows that the class saw.
    """
    rows = source.all_rows()
    rows = without_settings(rows) if page == "data_size" else rows
    rows = rows[rows["learner"].isin(SIDES) & rows["dataset"].eq(answer.dataset) & rows["origin"].eq(answer.origin)]
    rows = rows[rows["recipe"] == (answer.recipe if page == "data_size" else RACE)]
    n_seeds, sizes = 1 + int(rows["seed"].max()), sorted({int(n) for n in rows["n_train"]})
    if n_seeds > MAX_SEEDS:
        return None
    choices: Address = {"seeds": str(n_seeds), "recorded": "false"}
    if page == "data_size":
        choices["sizes"] = [count(sizes[0]), count(sizes[-1])]
    return choices
