"""The report: it needs nothing else, says what was measured, and shows names as names."""

import re
from dataclasses import replace
from html.parser import HTMLParser
from itertools import pairwise

import numpy as np
import pandas as pd
import pytest

from bundle.page import LONGEST, table, tidy
from bundle.report import MOST_CLASSES, agreement_in_words, report

pytestmark = pytest.mark.slow
SAME = {"n": 100, "same": {"svm": 100, "cnn": 100}}
HOSTILE = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "![](http://example.org/a.png) **bold**",
    "=cmd|' /C calc'!A0",
    "$title ${body} $$",
    "\u202eevil\x00\x1b[31m",
    "Katze 🐈‍⬛ & Hund",
    "x" * 5_000,
    "</style></table>",
    "猫",
)


class Outline(HTMLParser):
    """The tags of a page, in order, with their attributes; unclosed ones are an error."""

    VOID = ("meta", "br", "link")

    def __init__(self, text):
        super().__init__()
        self.tags, self.open = [], []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag, attributes):
        """Note the tag, and that it is open."""
        self.tags.append((tag, dict(attributes)))
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attributes):
        """Note a tag that has no end."""
        self.tags.append((tag, dict(attributes)))

    def handle_endtag(self, tag):
        """The last one that was opened is the one that ends."""
        assert self.open.pop() == tag


def shown_of(one, **changed):
    """The same model and predictions with changed images."""
    other = replace(one, images=replace(one.images, **changed))
    other.__dict__["predicted"] = one.predicted
    return other


def with_classes(models, names):
    """The same models with other names of the classes."""
    return {learner: shown_of(one, classes=tuple(names)) for learner, one in models.items()}


def test_it_says_what_was_measured(models, rows):
    """Each size with its accuracies, both models, the check, the machine, and how to use the script."""
    text = report("Digits", models, rows, SAME)

    for accuracy in rows["accuracy"]:
        assert f"{100 * accuracy:.1f} % (" in text
    for one in models.values():
        assert f"{one.n_correct:,} of 1,500" in text
    for words in (
        "With 1,500 test images, an accuracy is known to ±3 points",
        "predict.py",
        rows["machine"].iloc[0],
    ):
        assert words in text
    assert "On all 100 test images tried" in text
    assert "was tested on 1,500 images that it had not seen." in text


def test_the_mistakes_are_counted(models, rows):
    """The diagonal of a learner's table adds up to the model's correct predictions."""
    text = report("Digits", models, rows, SAME)
    right = [int(number) for number in re.findall(r'<td class="short same">([\d,]+)</td>', text)]

    assert sum(right[:10]) == models["svm"].n_correct
    assert sum(right[10:]) == models["cnn"].n_correct
    assert len(right) == 20


def test_many_classes_show_the_most_frequent_mistakes_only(models, rows):
    """Nobody could read a table of a hundred columns."""
    names = [f"class {number}" for number in range(MOST_CLASSES + 5)]
    text = report("Digits", with_classes(models, names), rows, SAME)

    assert text.count(": the most frequent mistakes</caption>") == 2
    assert "short same" not in text
    assert "class 24" not in text


def test_an_export_that_predicts_differently_says_so():
    """It says which of the two, and how often."""
    sentence = agreement_in_words({"n": 100, "same": {"svm": 100, "cnn": 97}})

    assert sentence.startswith("Caution: on some of the 100 test images tried, an ONNX file and its model disagree")
    assert sentence.endswith(": CNN on 3.")


@pytest.mark.parametrize("name", HOSTILE, ids=range(len(HOSTILE)))
def test_a_name_is_shown_as_a_name(models, rows, name):
    """Whatever the title and the classes are, the page has the same tags."""
    plain = report("Digits", models, rows, SAME)
    text = report(name, with_classes(models, [name, *map(str, range(9))]), rows.assign(machine=name), SAME)

    assert [tag for tag, _ in Outline(text).tags] == [tag for tag, _ in Outline(plain).tags]
    assert "\x00" not in text and "\x1b" not in text


def test_a_name_with_an_emoji_stays_whole(models, rows):
    """Even one that consists of several characters."""
    text = report("Tiere", with_classes(models, ["🐈‍⬛", *map(str, range(9))]), rows, SAME)

    assert "🐈‍⬛" in text


def test_long_names_are_cut():
    """What would fill a screen ends with an ellipsis; nothing else is changed."""
    assert tidy("a  b\n\tc") == "a b c"
    assert tidy("x" * 5_000) == "x" * (LONGEST - 1) + "…"


def test_it_works_without_a_network_and_without_scripts(models, rows):
    """No element fetches or runs anything, and the page's policy forbids it."""
    tags = Outline(report("Digits", models, rows, SAME)).tags
    fetching = [
        (tag, attribute) for tag, attributes in tags for attribute in attributes if attribute in ("src", "srcset")
    ]

    assert not {"script", "iframe", "link", "object", "img", "image"} & {tag for tag, _ in tags}
    assert not fetching
    assert not [a for _, a in tags for name in a if name.startswith("on")]
    assert not [a for _, a in tags if not str(a.get("xlink:href", a.get("href", "#"))).startswith("#")]
    assert any("default-src 'none'" in str(attributes.get("content")) for _, attributes in tags)


def test_headings_come_in_order(models, rows):
    """One title, and no level is left out: screen readers need that."""
    text = report("Digits", models, rows, SAME)
    levels = [int(tag[1]) for tag, _ in Outline(text).tags if re.fullmatch("h[1-6]", tag)]

    assert levels[0] == 1 and levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))
    assert '<html lang="en">' in text and "prefers-color-scheme: dark" in text


def test_the_folds_of_a_cross_validation_are_one_curve(models, rows):
    """Each image was a test image once, so the folds are shown together."""
    name = f"own-{'0' * 32}"
    folds = [rows.assign(dataset=name + ending) for ending in ("", ".2")]
    text = report("Mine", models, pd.concat(folds), SAME)

    assert "With 3,000 test images" in text
    assert name not in text


def test_two_classes_have_a_report(models, rows):
    """The fewest classes that there can be."""
    two = {}
    for learner, one in models.items():
        kept = np.flatnonzero(one.images.y_test < 2)
        images = replace(
            one.images, classes=("no", "yes"), X_test=one.images.X_test[kept], y_test=one.images.y_test[kept]
        )
        two[learner] = replace(one, images=images)
        two[learner].__dict__["predicted"] = images.y_test
    text = report("Two", two, rows, SAME)

    assert text.count('<td class="short same">') == 4


def test_a_table_of_nothing_is_still_a_table():
    """Without mistakes it has no rows."""
    Outline(table("The most frequent mistakes", ["a", "b"], []))
