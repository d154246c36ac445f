"""The page on one layer: without and with rows, measured here, and a drawing of any shape."""

import json

import pytest
from streamlit.testing.v1 import AppTest

from analysis.approximation.names import label
from experiments.approximation import row as files
from experiments.approximation.measure import SEEDS
from tests.analysis.approximation.made import row, rows
from tests.ui.part import open_page, table, words
from ui.approximation import error as shown

pytestmark = pytest.mark.slow

PAGE = "approximation"
KINK, IMAGE, DRAWN = (label(name) for name in ("kink", "image", "drawn"))


@pytest.fixture
def recorded():
    """Have these rows recorded."""

    def record(*tables):
        files.RECORDED.mkdir()
        lines = [one for table in tables for one in table.drop(columns="origin").to_dict("records")]
        text = "".join(json.dumps({**one, "protocol": files.Approximation.PROTOCOL}) + "\n" for one in lines)
        (files.RECORDED / "two-core-machine.jsonl").write_text(text)

    return record


def test_the_finding_is_that_of_the_rows(recorded):
    """The heading sums up all targets; the sentence above the chart is on the chosen one."""
    recorded(rows("kink", {25: (0.01, 0.02)}), rows("waves", {25: (0.3, 0.4)}))
    page = open_page(PAGE, target=KINK)

    assert not page.exception
    assert "win at most sizes on a kink; fixed ones on waves" in page.header[0].value
    assert "A kink: at the only size every seed of the network is closer" in words(page)


def test_the_fits_have_as_many_parameters_as_the_network():
    """The table says so, and the size is the one in the address."""
    page = open_page(PAGE, target=KINK, units="16")

    assert not page.exception
    assert list(table(page)["Parameters"]) == ["49", "49", "49"]


def test_the_worst_seed_of_the_rows_stands_beside_the_best(recorded):
    """It is trained again, and its error is the one that it has here."""
    recorded(rows("bump", {13: (0.5, 0.9, 0.4, 0.3, 0.1)}))
    page = open_page(PAGE, units="4")

    assert "seed 4 ends" in words(page)
    assert "seed 1 ends" in words(page)


def test_every_size_can_be_measured_here(monkeypatch):
    """One press; then the finding has networks in it, and the button is gone."""
    monkeypatch.setattr("ui.approximation.error.sizes", lambda depth: [2, 4])
    page = open_page(PAGE, target=KINK)
    assert "Only fixed features are measured yet" in words(page)
    page.button(key="run").click().run()

    assert not page.exception
    assert "every seed of the network is closer" in words(page)
    assert not [button for button in page.button if button.key == "run"]
    assert len(shown.SEEDS) < SEEDS


@pytest.mark.parametrize("layers", ["One", "Two", "Three"])
def test_an_image_is_fitted_at_every_depth(layers):
    """As a function of x and y."""
    page = open_page(PAGE, target=IMAGE, layers=layers, units="4")

    assert not page.exception
    assert "None of them sees neighbouring pixels" in words(page)


def test_what_is_no_drawing_is_one_sentence():
    """Typed into the field; the page says what would be right."""
    for heights, says in [
        ("", "there are none"),
        ("0.5", "there are 1"),
        ("0 nan", "nan is not"),
        ("0 " * 1000, "there are 1,000"),
        ("![x](http://evil) 1", "as numbers from -1 to 1"),
        ("0 9", "9 is not"),
    ]:
        page = open_page(PAGE, target=DRAWN)
        page.text_input(key="heights").set_value(heights).run()

        assert not page.exception
        assert says in page.warning[0].value.replace("\\", "")
        assert len(page.warning) == 1


@pytest.mark.parametrize("heights", ["0 1", "-1, 1, -1, 1", "0.5 " * 200, "0 0 0"])
def test_a_drawing_is_fitted_and_its_command_draws_it_again(heights):
    """From two points to two hundred, also a level line."""
    page = open_page(PAGE, target=DRAWN, heights=heights)

    assert not page.exception
    assert not page.warning
    assert (
        f'--heights "{" ".join(f"{float(one):g}" for one in heights.replace(",", " ").split())}"' in page.code[0].value
    )


def test_a_drawing_in_the_address_is_kept():
    """A link shows the same curve."""
    page: AppTest = open_page(PAGE, target=DRAWN, heights="0 1 -1")

    assert page.text_input(key="heights").value == "0 1 -1"


def test_rows_of_another_depth_are_left_out(recorded):
    """A depth without rows offers to measure it."""
    recorded(rows("kink", {25: (0.01, 0.02)}, depth=2))
    page = open_page(PAGE, target=KINK)

    assert row("kink", "network", 25, [0.1])["depth"] == 1
    assert "Only fixed features are measured yet" in words(page)
