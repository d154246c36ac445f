"""Every question that rows can answer: a new one is one function, one line here, and one text."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial

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


AFTER_SECOND, AFTER_MINUTE = partial(choices.ahead_after, seconds=1.0), partial(choices.ahead_after, seconds=60.0)

CURVE_PAGE = "data_size", "show_chart"
ERROR_PAGE = "data_size", "show_chart", {"view": "Error, log–log"}
CLASS_PAGE = "timing", "speed", {"part": "Your own GPU", "whose": "The class's"}
CHANGES_PAGE = "robustness", "broken_image"
FAMILY_PAGE = "features", "category", {"part": "Each family"}
SEEDS_PAGE = "errors", "casino", {"part": "A lucky seed", "errors_all": "true"}
IMAGES_PAGE = "errors", "call_split", {"part": "Images"}

KINDS = (
    Kind("accuracy", "What accuracy with 500 images?", images.accuracy, *CURVE_PAGE),
    Kind("crossover", "How many images until the CNN leads?", images.crossover, *CURVE_PAGE),
    Kind("four_times", "With four times the images, what share of the error is left?", images.four_times, *ERROR_PAGE),
    Kind("second", "Who is ahead after a second?", AFTER_SECOND, "race", "timer", {"after": "1 s"}),
    Kind("minute", "Who is ahead after a minute?", AFTER_MINUTE, "race", "timer", {"after": "1 min"}),
    Kind("gpu", "How many times as fast is a GPU?", machines.gpu, "timing", "speed", {"part": "CPU and GPU"}),
    Kind("class_gpus", "How many times as fast are the class's own GPUs?", machines.class_gpus, *CLASS_PAGE),
    Kind("breaks", "Who breaks first?", changes.breaks_first, *CHANGES_PAGE),
    Kind("fooled", "Who is fooled first, and by which change?", changes.fooled_by, *CHANGES_PAGE),
    Kind("family", "Which feature family is worth most?", choices.best_family, *FAMILY_PAGE),
    Kind("lucky", "With how many of ten seeds does the SVM look better?", lucky, *SEEDS_PAGE),
    Kind("wrong_image", "Which of these two images does the SVM get wrong?", wrong_image, *IMAGES_PAGE),
)

LESSON = ("accuracy", "crossover", "four_times", "second", "minute", "gpu")
"""The ready lesson of about 20 minutes, in its order."""


def kind(name: str) -> Kind | None:
    """The question with this name; None if there is no such question here, because a teacher wrote it."""
    return next((one for one in KINDS if one.name == name), None)
