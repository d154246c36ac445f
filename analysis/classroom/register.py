"""Every question that rows can answer: a new one is one function, one line here, and one text."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from analysis.classroom import changes, choices, images, machines
from analysis.classroom.answer import Answer
from analysis.classroom.seeds import lucky, wrong_image
from analysis.lesson.evidence import Evidence


@dataclass(frozen=True)
class Kind:
    """A question; `answers` gives an answer for each condition under which rows answer it, the usual condition first.

    `name` is also the name of its text, and `title` its label in the teacher's list. `page` shows why the answer is so;
    its address has the answer's condition and the parameters in `address`.
    """

    name: str
    title: str
    answers: Callable[[Evidence], list[Answer]]
    page: str
    icon: str
    address: Mapping[str, str] = field(default_factory=dict)


KINDS = (
    Kind("accuracy", "What accuracy with 500 images?", images.accuracy, "data_size", "show_chart"),
    Kind("crossover", "How many images until the CNN leads?", images.crossover, "data_size", "show_chart"),
    Kind(
        "four_times",
        "With four times the images, what share of the error is left?",
        images.four_times,
        "data_size",
        "show_chart",
        {"view": "Error, log–log"},
    ),
    Kind("second", "Who is ahead after a second?", choices.second, "race", "timer", {"after": "1 s"}),
    Kind("minute", "Who is ahead after a minute?", choices.minute, "race", "timer", {"after": "1 min"}),
    Kind("gpu", "How many times as fast is a GPU?", machines.gpu, "timing", "speed", {"part": "CPU and GPU"}),
    Kind(
        "class_gpus",
        "How many times as fast are the class's own GPUs?",
        machines.class_gpus,
        "timing",
        "speed",
        {"part": "Your own GPU", "whose": "The class's"},
    ),
    Kind("breaks", "Who breaks first?", changes.breaks_first, "robustness", "broken_image"),
    Kind("fooled", "Who is fooled first, and by which change?", changes.fooled_by, "robustness", "broken_image"),
    Kind(
        "family",
        "Which feature family is worth most?",
        choices.best_family,
        "features",
        "category",
        {"part": "Each family"},
    ),
    Kind(
        "lucky",
        "With how many of ten seeds does the SVM look better?",
        lucky,
        "errors",
        "casino",
        {"part": "A lucky seed", "errors_all": "true"},
    ),
    Kind(
        "wrong_image",
        "Which of these two images does the SVM get wrong?",
        wrong_image,
        "errors",
        "call_split",
        {"part": "Images"},
    ),
)

LESSON = ("accuracy", "crossover", "four_times", "second", "minute", "gpu")
"""The ready lesson of about 20 minutes, in its order."""


def kind(name: str) -> Kind | None:
    """The question with this name; None if there is no such question here, because a teacher wrote it."""
    return next((one for one in KINDS if one.name == name), None)
