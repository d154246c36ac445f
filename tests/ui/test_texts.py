"""Every text is used, and every text that the code names is there."""

import ast

from analysis.classroom.register import KINDS
from analysis.lesson.register import CLAIMS, PARTS
from settings import ROOT
from ui.common.texts import FOLDER, text
from ui.timing.own_gpu.component import NOTES
from ui.your_images.workflow import STEPS, text_name

WITH_FOLDED = {"Panel", "fold"}
"""Calls whose first argument names the folder of a text `why` and a text `fair`."""


def named() -> set[str]:
    """The names of all texts in the calls of pages and their parts."""
    names = {f"lesson/claims/{claim.name}" for claim in CLAIMS} | {f"lesson/parts/{part}" for part in PARTS}
    names |= {f"classroom/{folder}/{kind.name}" for folder in ("questions", "misconceptions") for kind in KINDS}
    names |= {text_name(step) for step in STEPS} | {f"timing/own_gpu/{note}" for note in NOTES}
    names |= {f"glossary/{path.stem}" for path in (FOLDER / "glossary").iterdir()}
    for path in [*(ROOT / "ui").rglob("*.py"), *(ROOT / "pages").glob("*.py")]:
        for call in ast.walk(ast.parse(path.read_text())):
            if isinstance(call, ast.Call) and call.args and isinstance(call.args[0], ast.Constant):
                function, name = ast.unparse(call.func), call.args[0].value
                names |= {name} if function in ("text", "fold_text") else set()
                names |= {f"{name}/why", f"{name}/fair"} if function in WITH_FOLDED else set()
    return names


def test_texts_and_names_are_the_same():
    """A renamed or deleted text is noticed on both sides."""
    files = {path.relative_to(FOLDER).with_suffix("").as_posix() for path in FOLDER.rglob("*.*")}

    assert named() == files


def test_a_text_says_something():
    """No file is empty, and surrounding white space is removed."""
    for name in named():
        assert text(name) == text(name).strip() != ""
