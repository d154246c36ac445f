"""Drawing in a real browser: what is drawn arrives, stays, and can be taken back."""

import json

import pytest
from playwright.sync_api import expect

from settings import ROOT
from tests.browser.accessible import SCHEME, WIDTHS, violations
from tests.browser.conftest import served
from tests.browser.steps import idle

APP = """
import json

import streamlit as st

from catalogue.images.drawing import drawn
from catalogue.images.encode import png
from ui.compare.pad import draw_pad

st.set_page_config("Drawing")
st.title("Draw")
if st.toggle("Show the pad", value=True):
    strokes = draw_pad("pad")
    if strokes is None:
        st.markdown("Nothing is drawn.")
    else:
        image = drawn(strokes, (28, 28, 1))
        st.markdown(f"{len(strokes.lines)} lines seen.")
        st.image(png(image), width=280, alt="What the models see")
        st.code(json.dumps([strokes.pen, strokes.lines, image[..., 0].tolist()]), wrap_lines=True)
st.button("Run again")
"""


@pytest.fixture(scope="module")
def app(tmp_path_factory):
    """The address of a page with nothing but the pad."""
    folder = tmp_path_factory.mktemp("pad")
    (folder / "drawing.py").write_text(APP)
    with served(folder / "home", script=folder / "drawing.py", PYTHONPATH=str(ROOT)) as (address, _):
        yield address


@pytest.fixture
def pad(page, app):
    """The page with an empty pad."""
    page.goto(app)
    page.get_by_role("img", name="Drawing pad").wait_for()
    idle(page)
    return page


def shows(page, text):
    """The page says this, however busy the machine is."""
    expect(page.get_by_text(text)).to_be_visible(timeout=60_000)


def draw(page, *points):
    """Draw one line with the mouse, through points in parts of the pad's side."""
    box = page.get_by_role("img", name="Drawing pad").bounding_box()
    places = [(box["x"] + x * box["width"], box["y"] + y * box["height"]) for x, y in points]
    page.mouse.move(*places[0])
    page.mouse.down()
    for place in places[1:]:
        page.mouse.move(*place, steps=8)
    page.mouse.up()


def seen(page):
    """Pen, lines and image that the server has."""
    return json.loads(page.get_by_test_id("stCode").inner_text())


def ink(page):
    """How many points of the canvas are inked."""
    canvas = page.get_by_role("img", name="Drawing pad")
    return canvas.evaluate(
        "c => c.getContext('2d').getImageData(0, 0, c.width, c.height).data.filter((v, n) => n % 4 == 3 && v).length"
    )


def test_a_one_drawn_with_the_mouse_is_what_the_models_see(pad):
    """A stroke from top to bottom arrives in coordinates from 0 to 1, and is an upright bar in the middle."""
    shows(pad, "Nothing is drawn.")
    draw(pad, (0.3, 0.1), (0.3, 0.6))
    shows(pad, "1 lines seen.")
    pen, lines, image = seen(pad)
    assert pen == 0.08
    assert lines[0][0] == pytest.approx([0.3, 0.1], abs=0.01)
    assert lines[0][-1] == pytest.approx([0.3, 0.6], abs=0.01)
    assert sum(image[14][11:17]) > 400  # light in the middle
    assert sum(image[14][:10]) + sum(image[14][18:]) == 0
    pad.get_by_role("img", name="Drawing pad, 1 line drawn").wait_for()


def test_a_drawing_survives_reruns_and_being_hidden(pad):
    """Another rerun loses no line; nor does taking the pad off the page and putting it back."""
    draw(pad, (0.2, 0.2), (0.8, 0.2))
    draw(pad, (0.8, 0.2), (0.4, 0.8))
    shows(pad, "2 lines seen.")
    before = ink(pad)
    pad.get_by_role("button", name="Run again").click()
    idle(pad)
    shows(pad, "2 lines seen.")
    pad.get_by_text("Show the pad").click()
    expect(pad.get_by_role("img", name="Drawing pad")).to_have_count(0, timeout=60_000)
    pad.get_by_text("Show the pad").click()
    shows(pad, "2 lines seen.")
    pad.get_by_role("img", name="Drawing pad, 2 lines drawn").wait_for()
    assert ink(pad) == before
    draw(pad, (0.5, 0.5))
    shows(pad, "3 lines seen.")


def test_lines_drawn_faster_than_the_server_answers_are_all_kept(pad):
    """Ten strokes without waiting arrive as ten."""
    for n in range(10):
        draw(pad, (0.1 + 0.08 * n, 0.2), (0.1 + 0.08 * n, 0.8))
    shows(pad, "10 lines seen.")
    pad.get_by_role("img", name="Drawing pad, 10 lines drawn").wait_for()


def test_undo_and_clear_work_from_the_keyboard(pad):
    """Both are reached by Tab, show where the focus is, and stay empty when there is nothing left."""
    draw(pad, (0.2, 0.2), (0.8, 0.2))
    draw(pad, (0.2, 0.5), (0.8, 0.5))
    shows(pad, "2 lines seen.")
    undo, clear = pad.get_by_role("button", name="Undo"), pad.get_by_role("button", name="Clear")
    undo.focus()
    pad.keyboard.press("Enter")
    shows(pad, "1 lines seen.")
    pad.keyboard.press("Tab")
    expect(clear).to_be_focused()
    assert clear.evaluate("button => getComputedStyle(button).outlineStyle") == "solid"
    pad.keyboard.press("Space")
    shows(pad, "Nothing is drawn.")
    assert ink(pad) == 0
    expect(clear).to_be_focused()
    pad.keyboard.press("Space")
    pad.get_by_role("button", name="Run again").click()
    shows(pad, "Nothing is drawn.")


def test_the_pen_can_be_changed_with_the_arrow_keys(pad):
    """A thicker pen draws all lines anew, here and on the server."""
    draw(pad, (0.2, 0.2), (0.8, 0.8))
    shows(pad, "1 lines seen.")
    thin, before = seen(pad)[0], ink(pad)
    pad.get_by_label("Pen").focus()
    pad.keyboard.press("ArrowRight")
    expect(pad.get_by_test_id("stCode")).to_contain_text("0.09", timeout=60_000)
    assert (thin, seen(pad)[0]) == (0.08, 0.09)
    assert ink(pad) > before


@pytest.mark.parametrize("kind", ["touch", "pen"])
def test_fingers_and_pens_draw_too(pad, kind):
    """A second finger draws nothing, and a line that the system interrupts is kept."""
    canvas = pad.get_by_role("img", name="Drawing pad")
    box = canvas.bounding_box()

    def point(event, x, y, number=11):
        place = {"clientX": box["x"] + x * box["width"], "clientY": box["y"] + y * box["height"]}
        canvas.dispatch_event(event, {"pointerId": number, "pointerType": kind, "bubbles": True, **place})

    canvas.evaluate("canvas => { canvas.setPointerCapture = () => {} }")  # invented pointers cannot be captured
    point("pointerdown", 0.2, 0.2)
    point("pointerdown", 0.9, 0.9, number=12)
    point("pointermove", 0.5, 0.5)
    point("pointermove", 0.9, 0.1, number=12)
    point("pointercancel", 0.5, 0.5)
    shows(pad, "1 lines seen.")
    assert np_close(seen(pad)[1], [[[0.2, 0.2], [0.5, 0.5]]])
    assert canvas.evaluate("canvas => getComputedStyle(canvas).touchAction") == "none"


def np_close(found, expected):
    """Whether two nested lists of places agree to a hundredth."""
    return [[pytest.approx(place, abs=0.01) for place in line] for line in expected] == found


def test_the_pad_is_accessible(browser, app):
    """Light and dark, empty and drawn on, axe finds nothing; the ink suits the theme; a phone shows the whole pad."""
    context = browser.new_context(**WIDTHS["phone"])
    page = context.new_page()
    page.goto(app)
    canvas = page.get_by_role("img", name="Drawing pad")
    canvas.wait_for()
    idle(page)
    assert violations(page) == []
    draw(page, (0.3, 0.2), (0.7, 0.2), (0.4, 0.8))
    shows(page, "1 lines seen.")
    colours = {}
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        page.wait_for_function(SCHEME, arg=scheme)
        assert violations(page) == []
        colours[scheme] = canvas.evaluate("canvas => getComputedStyle(canvas).color")
    page.get_by_role("button", name="Clear").click()
    shows(page, "Nothing is drawn.")
    assert violations(page) == []
    wide = page.evaluate("document.documentElement.scrollWidth > innerWidth")
    context.close()
    assert colours == {"light": "rgb(15, 16, 19)", "dark": "rgb(236, 236, 234)"}
    assert not wide
