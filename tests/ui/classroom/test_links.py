"""Links for a lesson hour: what they hide, and the choices that they carry."""

import ast
from urllib.parse import parse_qs, urlsplit

import pytest

from analysis.classroom.answer import Answer
from experiments.classroom.room import Question, Room, free
from settings import ROOT
from ui.classroom import links
from ui.classroom.links import PAGES, build_link, value_of_hide
from ui.common.address.hidden import CONTROLS

SITE = "http://school.example:8501"


def test_all_but_the_shown_controls_are_hidden():
    """In their order; nothing where all are shown."""
    assert value_of_hide(("dataset", "seeds", "view", "run"), ["dataset", "run"]) == "seeds,view"
    assert value_of_hide(("dataset", "view"), ["view", "dataset"]) == ""


def test_a_page_without_any_choice_says_so_in_one_word():
    """The word for all choices, with Run if that is hidden too."""
    assert value_of_hide(("dataset", "seeds", "run"), ["run"]) == "controls"
    assert value_of_hide(("dataset", "seeds", "run"), []) == "controls,run"


def test_a_link_carries_the_choices_of_a_pasted_address():
    """Several values of one choice too; what the pasted one hid does not count."""
    link = build_link(
        SITE, "data_size", ["dataset"], True, f"{SITE}/data_size?dataset=Digits&sizes=100&sizes=500&hide=run"
    )
    asked = parse_qs(urlsplit(link).query)

    assert link.startswith(f"{SITE}/data_size?")
    assert asked["dataset"] == ["Digits"]
    assert asked["sizes"] == ["100", "500"]
    assert asked["hide"] == ["effort,learners,sizes,seeds,view,recorded,run"]
    assert asked["projector"] == ["true"]


def test_home_has_the_shortest_address():
    """No page's name, and no question mark without choices."""
    assert build_link(SITE, "home", PAGES["home"][1], False) == f"{SITE}/"
    assert build_link(SITE, "home", [], False, f"{SITE}?images=MNIST") == f"{SITE}/?images=MNIST&hide=controls"


@pytest.mark.parametrize("pasted", ["nonsense", f"{SITE}/race?seeds=2", "http://elsewhere.example/data_size?seeds=2"])
def test_the_address_of_another_page_is_refused(pasted):
    """With the beginning of the right one."""
    with pytest.raises(ValueError, match=r"it begins with http://school\.example:8501/data_size"):
        build_link(SITE, "data_size", [], False, pasted)


def test_every_page_is_named_as_in_the_navigation_and_has_known_controls():
    """A renamed page or control is noticed."""
    tree = ast.parse((ROOT / "ui" / "shell" / "navigation.py").read_text())
    groups = next(ast.literal_eval(one.value) for one in tree.body if isinstance(one, ast.Assign))
    titles = {name: title for pages in groups.values() for name, title, _ in pages}

    assert {page: title for page, (title, _) in PAGES.items()} == {page: titles[page] for page in PAGES}
    assert {name for _, names in PAGES.values() for name in names} <= set(CONTROLS)


def test_the_hour_has_a_link_for_each_question_that_rows_answer(monkeypatch):
    """The one that shows why, on its data set and without choices; none for an own question, none before a vote."""
    answer = Answer("MNIST", "MNIST", "So it is.", "mnist", "a-machine", "images", 100.0, 200.0, 300.0)
    monkeypatch.setattr(links, "answer_to", lambda asked: answer if asked.kind == "crossover" else None)
    monkeypatch.setattr(links, "_site", lambda: SITE)
    asked = (free("Who wins?", ["A", "B"]), Question("crossover", "MNIST", "From how many?", (100.0,), "images"))
    found = links.presets(Room("BKTR", 0.0, asked, ("waiting", "waiting")))

    assert [title for title, _ in found] == [
        "After question 2: How many images until the CNN leads?",
        "After the last question: where the curves cross",
        "Everybody measures a part: choose data set and sizes, and copy the address below",
    ]
    assert parse_qs(urlsplit(found[-1][1]).query) == {"divide": ["true"]}
    assert parse_qs(urlsplit(found[0][1]).query) == {
        "images": ["MNIST"],
        "hide": ["controls"],
        "projector": ["true"],
    }
