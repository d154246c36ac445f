"""Every question that rows can answer: a new one is one function, one line here, and one text."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from analysis.classroom import changes, choices, images, machines
from analysis.classroom.answer import Answer
from analysis.classroom.wrong_image import wrong_image
from analysis.lesson.evidence import Evidence

DATASET = "{dataset}"
"""In an address: the data set that the answer is about."""


@dataclass(frozen=True)
class Kind:
    """A question; `answers` has one for each condition under which rows answer it, the usual one first.

    `name` is that of its text, `title` what a teacher picks, and `page` with `address` shows why the answer is so.
    """

    name: str
    title: str
    answers: Callable[[Evidence], list[Answer]]
    page: str
    icon: str
    address: Mapping[str, str] = field(default_factory=dict)


ON_DATASET = {"dataset": DATASET}

KINDS = (
    Kind("accuracy", "What accuracy with 500 images?", images.accuracy, "data_size", "show_chart", ON_DATASET),
    Kind(
        "crossover",
        "How many images until the CNN leads?",
        images.crossover,
        "data_size",
        "show_chart",
        ON_DATASET,
    ),
    Kind(
        "four_times",
        "With four times the images, what share of the error is left?",
        images.four_times,
        "data_size",
        "show_chart",
        {**ON_DATASET, "view": "Error, log–log"},
    ),
    Kind("second", "Who is ahead after a second?", choices.second, "race", "timer", ON_DATASET),
    Kind("minute", "Who is ahead after a minute?", choices.minute, "race", "timer", ON_DATASET),
    Kind("gpu", "How many times as fast is a GPU?", machines.gpu, "timing", "speed", {"part": "CPU and GPU"}),
    Kind("breaks", "Who breaks first?", changes.breaks_first, "robustness", "broken_image"),
    Kind("family", "Which feature family is worth most?", choices.best_family, "features", "category", ON_DATASET),
    Kind(
        "wrong_image",
        "Which of these two images does the SVM get wrong?",
        wrong_image,
        "errors",
        "call_split",
        {"part": "Images", "errors_images": DATASET},
    ),
)

LESSON = ("accuracy", "crossover", "four_times", "second", "minute", "gpu")
"""The ready lesson of about 20 minutes, in its order."""


def kind(name: str) -> Kind | None:
    """The question with this name, or None, as for one that a teacher wrote."""
    return next((one for one in KINDS if one.name == name), None)
