"""Nine questions of a newcomer, and the sentence that answers each on a screen, from the rows that are shipped."""

import re

import pytest

from experiments.approximation import row as approximation
from experiments.robustness import row as robustness
from settings import ROOT
from tests.ui.part import open_page, words
from timing.rows import files
from ui import first_models
from ui.common import source

pytestmark = pytest.mark.slow

SHIPPED = {source: "", first_models: "", files: "timing", approximation: "approximation", robustness: "robustness"}
"""Who reads which folder of what is shipped."""

SHARE = r"\d+\.\d %"
LESSON = "lesson", {"claim25": "true"}
CUES = "features", {"part": "Cue board"}
LAYERS = "features", {"part": "What the layers see", "dataset": "Digits", "layer": "Layer 2: 10 px"}
DECIDE, FUNCTIONS = ("decide", {}), ("approximation", {})

ANSWERS = {
    "what four times the data does": (
        LESSON,
        r"four times the images take away \d\d % of errors \(leave 0\.\d\d; .{12}\), not a half",
    ),
    "which claims fail, and why": (
        LESSON,
        r"Does not hold here\*\* · Traditional machine learning stops improving .* took away \d+ % of the errors \(",
    ),
    "which cue no family reads": (
        CUES,
        "None of the seven families measured alone, nor the SVM on all seven families, certainly gets 90 % right by "
        "shape",
    ),
    "what layer 2 responds to": (LAYERS, "The second layer's units respond mostly to lines of one direction"),
    "how much each layer holds": (LAYERS, f"{SHARE} after the first, {SHARE} after the second"),
    "what to use": (DECIDE, r"Use pretrained features \(quick training\): \d+ points"),
    "what contradicts that": (DECIDE, r"On other images another learner is ahead\. .*: With \d+ images: "),
    "when fixed features win": (FUNCTIONS, "features win at most sizes on [^;]*; fixed ones on waves"),
    "what the headline leaves out": (LESSON, "15.3 % is the error when the predictions of seven CNNs are averaged"),
}


@pytest.fixture(scope="module")
def drawn():
    """What each page has said."""
    return {}


def seen(name: str, choices: dict[str, str]) -> str:
    """Everything that a page says, its folded cards' labels too."""
    page = open_page(name, **choices)
    assert not page.exception
    labels = " ".join(card.label for card in page.expander)
    return words(page) + labels.replace("\\", "").replace("\N{NO-BREAK SPACE}", " ")


@pytest.mark.parametrize(("page", "answer"), ANSWERS.values(), ids=ANSWERS)
def test_a_newcomer_finds_the_answer_on_the_screen(drawn, monkeypatch, page, answer):
    """In a home where nothing was measured, with the models that are shipped."""
    if not drawn:  # all of them in one test, so that the shipped rows are read once
        for module, folder in SHIPPED.items():
            monkeypatch.setattr(module, "RECORDED", ROOT / "recorded" / folder)
        first_models.copy_recorded_models()
        drawn |= {str(one): seen(*one) for one in (LESSON, CUES, LAYERS, DECIDE, FUNCTIONS)}
    assert re.search(answer, drawn[str(page)])
