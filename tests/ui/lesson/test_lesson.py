"""The page of the lesson: its count, its filter, its cards, where they lead, and what is taken home."""

import gc
import re
import subprocess
import threading
import weakref

import pytest
import streamlit as st

from analysis.lesson.evidence import Evidence
from analysis.lesson.register import CLAIMS, PARTS
from analysis.lesson.verdict import Condition, Verdict
from settings import ROOT, settings
from tests.analysis.lesson.told import evidence
from tests.ui.part import open_page, words
from ui import startup
from ui.common.texts import text
from ui.lesson import repeat
from ui.lesson.cards import chip, words_of
from ui.lesson.export import lesson_page
from ui.lesson.repeat import address, command
from ui.lesson.rows import Lesson, judged_lesson
from ui.your_images.workflow import STEPS

pytestmark = pytest.mark.slow

BY_NUMBER = {claim.number: claim for claim in CLAIMS}
FOURFOLD = BY_NUMBER[16]


def lesson_of(known: Evidence) -> Lesson:
    """The lesson judged by these rows."""
    return Lesson(known, tuple(claim.verdict(known) for claim in CLAIMS))


def labels(page) -> list[str]:
    """What the cards say while they are folded."""
    return [re.sub(r"\s+", " ", card.label.replace("\\", "")) for card in page.expander]


def test_the_headline_counts_and_every_claim_has_a_card(measured):
    """All claims are there, in their order, with the deciding number where there is one."""
    measured("cifar10-jpeg", "two-core-machine")
    page = open_page("lesson")

    assert page.header[0].value.startswith("Of 22 claims that can be measured here")
    said = labels(page)
    titles = [" ".join(words_of(claim)[0].split()) for claim in CLAIMS]
    places = [next(n for n, label in enumerate(said) if title in label) for title in titles]
    assert places == sorted(places)
    fourfold = said[places[CLAIMS.index(FOURFOLD)]]
    assert "Does not hold here" in fourfold
    assert "four times the images take away" in fourfold


def test_the_filter_leaves_cards_of_one_verdict(measured):
    """It is in the address, and hides what it does not ask for."""
    measured("cifar10-jpeg", "two-core-machine")
    page = open_page("lesson", verdict="✗ Does not hold here")

    cards = [label for label in labels(page) if "·" in label]
    assert cards
    assert all("Does not hold here" in label for label in cards)
    assert text("lesson/parts/tools") not in [element.value for element in page.markdown]


def test_the_filter_offers_the_verdicts_that_there_are(measured):
    """An address that asks for another one opens the whole lesson."""
    measured("cifar10-jpeg", "two-core-machine")
    page = open_page("lesson", verdict="± Nothing like that")

    there = {chip(verdict) for verdict in judged_lesson().verdicts}
    assert not page.exception
    assert {option for pills in page.button_group for option in pills.options} == there
    assert len([label for label in labels(page) if "·" in label]) == len(CLAIMS)


def test_a_card_in_the_address_is_open_and_says_what_led_to_its_verdict(measured):
    """Every condition, the machine, how it is judged, and the command; other cards stay folded."""
    measured("cifar10-jpeg", "two-core-machine")
    page = open_page("lesson", claim16="true")

    said = words(page)
    assert "recorded on 2-core AMD EPYC" in said
    assert "thorough training: four times the images take away" in said
    assert "arXiv:1712.00409" in said
    assert "arXiv:1811.10154" not in said
    assert page.code[0].value.startswith("CROSSOVER_DATA=your-folder python -m experiments run --dataset cifar10-jpeg")


def test_an_open_card_shows_its_curve_before_how_it_is_judged(measured):
    """The numbers of every condition, and the command, are folded away below the picture."""
    measured("cifar10-jpeg", "two-core-machine")
    (card,) = (one for one in open_page("lesson", claim16="true").expander if words_of(FOURFOLD)[0] in one.label)
    (judged,) = card.expander
    shown = list(card.children.values())

    assert [one.type for one in shown].index("plotly_chart") < shown.index(judged)
    assert "agrees: " not in " ".join(one.value for one in shown if one.type == "markdown")
    assert "contradicts: " in judged.markdown[0].value
    assert judged.code


def test_the_workflow_is_the_one_of_ones_own_images():
    """The lesson and the page that goes through it have one list of steps."""
    (steps,) = (one for one in open_page("lesson").expander if one.label == "The workflow in seven steps")

    assert re.findall(r"\*\*(.+?)\*\*", steps.markdown[0].value) == list(STEPS)


def test_new_rows_change_the_verdicts(measured):
    """What is measured here is judged at the next look."""
    measured("cifar10-jpeg", "two-core-machine", sizes=(100, 500))
    assert judged_lesson().verdicts[CLAIMS.index(FOURFOLD)].kind == "not measured"
    measured("digits", "live")
    st.cache_data.clear()
    assert judged_lesson().verdicts[CLAIMS.index(FOURFOLD)].kind == "does not hold"


def test_a_judged_lesson_keeps_no_rows(measured):
    """The verdicts are kept for all visitors; the selected rows, as large as the table, go with the lesson."""
    measured("digits", "live")
    rows = weakref.ref(judged_lesson().evidence)
    gc.collect()

    assert rows() is None


def test_a_name_with_markdown_has_no_power(measured, monkeypatch, tmp_path):
    """A data set called like an image link is shown as it is called, and nothing is fetched."""
    images = tmp_path / "data" / "![x](http:..evil)"
    for name in ("a", "b"):
        (images / name).mkdir(parents=True)
    monkeypatch.setenv("CROSSOVER_DATA", str(tmp_path / "data"))
    settings.cache_clear()
    measured(images.name, "live")
    page = open_page("lesson", claim16="true")

    assert not page.exception
    assert any("x](http" in label.replace("\u2060", "") for label in labels(page))
    raw = [card.label for card in page.expander] + [element.value for element in page.markdown]
    assert not any("![x](" in one for one in raw)


def test_claims_are_judged_soon_after_the_server_is_up_and_not_after_its_end(monkeypatch):
    """The first reader need not wait, and a server that ends at once judges nothing any more."""
    judged = threading.Event()
    monkeypatch.setattr(startup, "judged_lesson", judged.set)
    monkeypatch.setattr(startup, "JUDGED_AFTER", 0.05)
    startup.judge_lesson()
    assert judged.wait(10)

    judged.clear()
    st.cache_resource.clear()
    monkeypatch.setattr(startup, "JUDGED_AFTER", 60)
    waiting = startup.judge_lesson()
    startup.close()
    waiting.join(10)
    assert not waiting.is_alive()
    assert not judged.is_set()


def verdict_of(dataset: str, origin: str, n_train: int = 0) -> Verdict:
    """A verdict that rests on this data set and size."""
    return Verdict("holds", "", Condition("", "yes", "", dataset=dataset, origin=origin, n_train=n_train))


def test_the_quoted_data_set_and_size_are_in_link_and_command():
    """Whoever repeats a number of 50,000 images of CIFAR-10 measures these, and sees them where there is a choice."""
    quoted = verdict_of("cifar10-jpeg", "two-core-machine", 5_000)
    layers, families, swaps, linear, third = (BY_NUMBER[number] for number in (7, 2, 8, 15, 20))

    assert command(FOURFOLD, quoted).endswith("--n-train 1000 --n-train 3000 --n-train 5000 --seeds 3 --json")
    assert "layers --dataset cifar10-jpeg --n-train 5000" in command(layers, quoted)
    assert "for dataset in cifar10-jpeg textures shapes; do" in command(families, quoted)
    assert address(families, quoted)[1] == {"part": "Each family", "dataset": "CIFAR-10", "n": "5,000"}
    assert address(swaps, quoted)[1] == {
        "part": "Swap board",
        "board_images": "CIFAR-10 (JPEG copy)",
        "board_n": "5,000",
    }
    assert address(linear, quoted)[1]["part"] == "Swap board"  # where both kernels are beside each other
    assert address(third, quoted) == ("home", {"images": "CIFAR-10 (JPEG copy)", "pretrained": "true"})


@pytest.mark.parametrize("claim", [one for one in CLAIMS if "pretrained" in one.page[1]], ids=lambda claim: claim.name)
def test_a_link_about_pretrained_features_shows_them(measured, claim):
    """Switched on where rows were recorded, and among the learners where they are measured."""
    measured("digits", "live", sizes=(100, 500))
    page, choices = address(claim, verdict_of("digits", "live"))
    (learners,) = (one.value for one in open_page(page, **choices).button_group if one.key == "learners")
    assert "pretrained" in learners
    page, choices = address(claim, verdict_of("digits", "two-core-machine"))
    assert (page, choices["pretrained"]) == ("home", "true")


def test_every_command_is_one_that_a_shell_takes():
    """Loops too, where images come from a folder."""
    for claim in [claim for claim in CLAIMS if claim.command]:
        line = command(claim, verdict_of("cifar10-jpeg", "two-core-machine", 5_000))
        assert "{" not in line
        assert subprocess.run(["bash", "-n"], input=line, text=True, capture_output=True, check=False).stderr == ""


def test_a_recorded_curve_is_seen_on_the_first_page_and_a_live_one_where_it_was_measured():
    """The recorded images need not be on this machine; the error view comes along."""
    recorded = address(FOURFOLD, verdict_of("cifar10-jpeg", "two-core-machine"))
    live = address(FOURFOLD, verdict_of("textures", "live"))

    assert recorded == ("home", {"images": "CIFAR-10 (JPEG copy)", "show": "Error, log–log"})
    assert live == ("data_size", {"dataset": "Textures", "view": "Error, log–log"})


@pytest.mark.parametrize("claim", CLAIMS, ids=lambda claim: claim.name)
def test_every_claim_leads_to_a_page_that_takes_its_address(claim):
    """The page exists and opens with these choices; a tab in the address is one of its tabs."""
    page, choices = address(claim, claim.verdict(evidence()))
    if not page:
        assert claim.judge is None
        return
    assert (ROOT / "pages" / f"{page}.py").exists()
    assert "{dataset}" not in choices.values()
    opened = open_page(page, **choices)
    assert not opened.exception
    if "part" in choices and opened.tabs:
        assert choices["part"] in [tab.label for tab in opened.tabs]


def test_a_link_under_what_is_not_measured_promises_nothing(monkeypatch):
    """What nobody measured cannot be seen and repeated."""
    labels = []
    monkeypatch.setattr(repeat, "link", lambda page, label, icon, **parameters: labels.append(label))
    for claim in (BY_NUMBER[24], FOURFOLD):
        repeat.show_link(claim, claim.verdict(evidence()))
    repeat.show_link(FOURFOLD, verdict_of("digits", "live"))

    assert labels == [*["See where it would be measured"] * 2, "See it and repeat it"]


def test_every_claim_that_is_judged_has_a_command_and_every_text_a_source_or_a_rule():
    """Whoever doubts a verdict can measure it again; whoever doubts a story finds its source."""
    for claim in CLAIMS:
        first, rest = words_of(claim)
        assert first
        assert not first.endswith(".")
        assert len(rest) > 100
        assert command(claim, claim.verdict(evidence())) or claim.judge is None
        if claim.part == "stories":
            assert "**What the headline leaves out.**" in rest
            assert "**Source" in rest


def test_the_page_to_take_home_is_whole_and_needs_nothing():
    """Every claim, part and footnote; no script, no address to fetch, and names without power."""
    named = {"cifar10": "<img src=x onerror=alert(1)>"}
    known = evidence()
    page = lesson_page(lesson_of(Evidence(known.results, known.timings, known.deployed, named)))

    plain = page.replace("&#x27;", "'").replace("&quot;", '"')
    assert all(words_of(claim)[0] in plain for claim in CLAIMS)
    assert all(title in page for title in PARTS.values())
    assert "18.2 %" in page
    assert "default-src 'none'" in page
    assert not any(power in page for power in ("<script", "<img", "src=", "<link", "url("))
