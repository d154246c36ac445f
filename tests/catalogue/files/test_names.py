"""Names stay recognisable, and cannot break a line, reverse its direction, or lead out of the archive."""

import unicodedata

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from catalogue.files.names import (
    JOINER,
    MOST_CHARACTERS,
    MOST_PARTS,
    Places,
    harmless,
    one_folder,
    refusal,
    short_name,
)

pytestmark = pytest.mark.slow

ANYTHING = st.text(st.characters(exclude_categories=()), max_size=300)
INVISIBLE = "\u202a\u202e\u2066\u2069\u200e\u200f\u061c\u200b\ufeff\0\x1b\x85"


def test_what_is_invisible_goes():
    """Controls, marks and overrides of direction, and spaces without width."""
    for char in INVISIBLE:
        assert harmless(f"c{char}at").replace(" ", "") == "cat", f"U+{ord(char):04X}"
        assert harmless(char) == "unnamed", f"U+{ord(char):04X}"


def test_what_can_be_read_stays():
    """Every script, emoji of several parts, and what only a careless page would take for more than text."""
    emoji = ["👩\u200d👩\u200d👧", "❤\ufe0f", "🏴\u200d☠\ufe0f"]
    for name in ["Kätzchen", "猫", "قطط", *emoji, "=cmd|' /C calc'!A0", "[x](y)", "<b>", "CON", "a."]:
        assert harmless(name) == name


@settings(max_examples=500, deadline=None, derandomize=True)
@given(ANYTHING)
@example("a\u200d\u0308")
@example("x" * 99 + " " + "y")
def test_a_name_is_one_short_line_of_visible_text(text):
    """For whatever it was made of; and what is harmless is left as it is."""
    name = harmless(text)
    assert 0 < len(name) <= MOST_CHARACTERS
    assert name == " ".join(name.split())
    assert unicodedata.is_normalized("NFC", name)
    assert all(unicodedata.category(char) not in ("Cc", "Cf", "Cs") or char == JOINER for char in name)
    assert harmless(name) == name


@settings(max_examples=500, deadline=None, derandomize=True)
@given(
    st.lists(st.sampled_from(["..", ".", "/", "\\", "C:", "a", " ", "\u200e", "cats", "1.png"]), max_size=12).map(
        "".join
    )
)
@example("\u200eC:/a")
@example("C:C:/a")
@example("C: ../a")
def test_no_place_leads_out(raw):
    """What is not refused has only names in it, none of which climbs, and does not begin at a root."""
    parts = Places().of(raw).split("/")
    assert all(parts)
    assert len(parts) <= MOST_PARTS
    if not refusal(raw):
        assert ".." not in parts
        assert Places().of(raw)[1:3] != ":/"


def test_a_place_outside_is_refused():
    """Absolute ones, and those that climb, by slash or backslash and in disguise; ". ." is only a strange name."""
    absolute, climbing = (
        ("/a.png", "\\a.png", "C:/a.png", "c:\\a.png", "//x/y"),
        ("../a.png", "a/../b.png", "a\\..\\b.png"),
    )
    for raw in (*absolute, *climbing, "a/. ./b/ .. /c"):
        sentence = "has a path that leads out of the archive: please pack it again with plain folder names."
        assert refusal(raw).endswith(sentence)


def test_a_place_is_names_with_slashes_between():
    """Whatever system wrote it."""
    for raw, becomes in (
        ("train\\cats\\1.png", "train/cats/1.png"),
        ("./cats/1.png", "cats/1.png"),
        ("cats//1.png", "cats/1.png"),
        ("C:cats/1.png", "cats/1.png"),
        ("", "unnamed"),
        ("cats/ /1.png", "cats/unnamed/1.png"),
        ("/".join("a" * 50) + "/1.png", "a/" * 38 + "…/1.png"),
    ):
        assert Places().of(raw) == becomes


def test_two_spellings_are_one_folder():
    """Composed or not, with a mark of direction or without: what looks the same is one class."""
    spellings = ["Ka\u0308tzchen", "K\u00e4tzchen", "\u200fK\u00e4tzchen", "K\u00e4tzchen\u00a0"]
    assert {Places().of(f"{spelling}/1.png") for spelling in spellings} == {"K\u00e4tzchen/1.png"}


def test_folders_that_are_shown_alike_are_called_the_same_in_every_part():
    """Whichever comes first: a long name, or one with a slash, never takes the place of another."""
    places = Places()
    for first, second in (("x" * 200 + "1", "x" * 200 + "2"), (one_folder("a/b"), "a-b")):
        train = [places.of(f"train/{name}/1.png").split("/")[1] for name in (first, second)]
        test = [places.of(f"test/{name}/1.png").split("/")[1] for name in (second, first)]
        assert train == test[::-1]
        assert train[1] == f"{train[0]} (2)"


def test_system_files_are_called_so():
    """Nobody needs to do anything about them."""
    for name in ("._1.png", ".DS_Store", "Thumbs.db", "THUMBS.DB", "desktop.ini"):
        assert refusal(f"cats/{name}") == f"{name} is a system file, not an image."


def test_dots_hide():
    """A hidden image or folder is not looked at, and the sentence tells how to show it; '.' alone is no name."""
    for raw in (".1.png", ".cats/1.png"):
        assert "is hidden by a dot in its path: please rename it if it is an image." in refusal(raw)
    assert refusal("./1.png") == ""


def test_a_sentence_calls_a_file_by_its_last_name():
    """Short enough to stand in the middle of it."""
    assert short_name("train/cats/1.png") == "1.png"
    assert short_name("cats/" + "n" * 500) == "n" * 59 + "…"
    assert short_name("") == "unnamed"
