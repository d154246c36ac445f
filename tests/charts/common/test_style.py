"""One look per learner, readable in both themes."""

from charts.common import style
from models.register import LEARNERS


def test_every_learner_has_a_look():
    """A learner that is added to the register gets its own colour and words."""
    assert set(LEARNERS) <= set(style.LOOKS)


def test_the_colours_are_okabe_and_itos():
    """Safe for colour-blind readers: vermilion for handcrafted features, blue for the CNN, green for pretrained."""
    assert style.LOOKS["svm"].line["light"] == "#D55E00"
    assert style.LOOKS["cnn"].line["light"] == "#0072B2"
    assert style.LOOKS["pretrained"].line["light"] == "#009E73"


def test_no_two_learners_share_a_colour():
    """Neither the line's nor the words'."""
    for theme in ["light", "dark"]:
        assert len({look.line[theme] for look in style.LOOKS.values()}) == len(style.LOOKS)


def test_the_three_sides_differ_in_marks_and_dashes_too():
    """Whoever sees no colours tells each curve by its mark, and pretrained features by their dash."""
    sides = [(learner, recipe) for learner in ("svm", "cnn", "pretrained") for recipe in style.DASHES]

    assert len({style.symbol(*side, "live") for side in sides}) == len(sides)
    assert not {style.dash("pretrained", recipe) for recipe in style.DASHES} & set(style.DASHES.values())


def test_each_machine_has_a_dash_and_a_mark_of_its_own():
    """The same learner in one colour, told apart without the names: by the dash, and in a legend by the mark."""
    assert len({style.dash("cnn", "thorough", place) for place in range(4)}) == 4
    assert [style.symbol("cnn", "thorough", "elsewhere", place) for place in (0, 1)] == [
        "square-open",
        "square-open-dot",
    ]
    assert style.symbol("majority", "", "elsewhere", 1) == "x-thin-open"


def test_a_device_has_no_learners_colour():
    """A green line is never both a processor and pretrained features."""
    for theme in ["light", "dark"]:
        devices, learners = ({look.line[theme] for look in looks.values()} for looks in (style.DEVICES, style.LOOKS))
        assert not devices & learners


def test_an_unknown_learner_is_grey_under_its_own_name():
    """Rows of a learner that is gone are still drawn."""
    assert style.look("gone").label == "gone"
    assert style.look("gone").line == style.LOOKS["raw_svm"].line


def test_a_translucent_colour_keeps_its_parts():
    """Hexadecimal 10, 20, 30 are 16, 32, 48."""
    assert style.translucent("#102030", 0.5) == "rgba(16, 32, 48, 0.5)"
