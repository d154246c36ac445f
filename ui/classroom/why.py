"""The page that shows why an answer is so, opened on the condition of the answer."""

import catalogue
from analysis.classroom.answer import Answer
from analysis.classroom.register import Kind
from analysis.common.machine import measured_here
from analysis.common.wording import count, moment
from ui.common import source
from ui.errors.choice import both_sides

PARAMETERS: dict[str, dict[str, str]] = {
    "home": {"dataset": "images", "recipe": "effort", "view": "show"},
    "data_size": {"dataset": "dataset", "recipe": "recipe", "view": "view"},
    "race": {"dataset": "dataset", "budget": "budget"},
    "timing": {},
    "robustness": {"dataset": "images", "recipe": "effort", "n_train": "n"},
    "features": {"dataset": "dataset", "n_train": "n"},
    "errors": {"dataset": "errors_images", "n_train": "errors_n"},
}
"""What each page's address calls what an answer is about."""

NEED_IMAGES = ("race", "features")
"""Pages that show recorded rows too, but none of a data set whose images are not on this machine."""


def address(found: Kind, answer: Answer) -> tuple[str, dict[str, str]] | None:
    """The page that shows the rows of an answer, and the choices in its address; None where no page can.

    Curves that were recorded elsewhere are on the first page, whether their images are on this machine or not.
    """
    page = found.page
    if page == "data_size" and not measured_here(answer.origin):
        page = "home"
    if page in NEED_IMAGES and not _is_here(answer.dataset):
        return None
    about = {
        "dataset": source.title(answer.dataset) if answer.dataset else "",
        "recipe": answer.recipe.capitalize(),
        "n_train": count(answer.n_train) if answer.n_train else "",
        "budget": moment(answer.budget) if answer.budget else "",
    }
    called = PARAMETERS[page]
    choices = {called[name]: value for name, value in about.items() if value and name in called}
    if "dataset" in choices:
        choices |= source.address_of(answer.dataset)  # with the level of its class folders
    if page == "errors":
        choices |= both_sides(answer.dataset, answer.n_train, answer.recipe, answer.origin)
    return page, choices | {called.get(name, name): value for name, value in found.address.items()}


def _is_here(dataset: str) -> bool:
    """Whether its images are on this machine."""
    name = catalogue.split_level(dataset)[0]
    return any(entry.available for entry in source.entries() if entry.name == name)
