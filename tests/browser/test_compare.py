"""The compare page as a visitor uses it: answered at the first start, gallery, file, drawing, slider, layers."""

import io
import re

import numpy as np
import pytest
from PIL import Image
from playwright.sync_api import expect

import catalogue
from experiments.kept.model_store import ModelStore
from experiments.plan import plan
from models.register import Context, build
from tests.browser.accessible import violations_by_look
from tests.browser.conftest import served
from tests.browser.steps import go, hosts, idle

PATIENCE = 240_000
TOOLBAR = 60  # pixels of the top that it covers
LAST_OF_TABS = {
    "The same test for both": "Both maps have the same scale",
    "Handcrafted features": "Which families support the prediction?",
    "Learned features": "Grad-CAM",
}
"""What each tab shows when its answers have come."""
EXPLAINED = "Both maps have the same scale"
ALL_EXPLAINED = "All three maps have the same scale"


@pytest.fixture(scope="module")
def trained(tmp_path_factory, browser):
    """The address of a server that was just started with an empty home, once both digits models answer."""
    home = tmp_path_factory.mktemp("compare") / "home"
    keep_pretrained(home)
    with served(home, CROSSOVER_FIRST_MODELS="true") as (address, _):
        page = browser.new_page()
        page.goto(f"{address}/compare?dataset=Digits")
        # Nobody presses anything: recorded models answer until those that a first start trains are there.
        expect(page.get_by_text(EXPLAINED)).to_be_visible(timeout=PATIENCE)
        expect(page.get_by_text("Train both")).to_have_count(0)
        page.close()
        yield address


def keep_pretrained(home):
    """A third model of the digits for those who ask; its frozen network sees them small, to be fast."""
    images = catalogue.load("digits")
    chosen = catalogue.subset(images, 200, 0)
    model = build("pretrained", Context(n_train=200, device="cpu"), side=32)
    model.fit(images.X_train[chosen], images.y_train[chosen])
    ModelStore(home / "models", 2**30).keep(plan("digits", images, ["pretrained"], [200], 1)[0], model, 0.9)


def headline(page):
    """The finding."""
    return page.get_by_role("heading", level=2).first


def test_a_first_start_has_what_the_page_needs(page, trained):
    """Both answers, both sides and the common means are there, nothing failed, and all came from this machine."""
    go(page, trained, "compare?dataset=Digits")
    expect(page.get_by_text(EXPLAINED)).to_be_visible(timeout=PATIENCE)
    expect(headline(page)).to_contain_text("say")
    page.get_by_role("tab", name="Handcrafted features").click()
    expect(page.get_by_text("Which families support the prediction?")).to_be_visible(timeout=PATIENCE)
    page.get_by_role("tab", name="Learned features").click()
    expect(page.get_by_text("Grad-CAM").first).to_be_visible(timeout=PATIENCE)
    expect(page.get_by_test_id("stException")).to_have_count(0)
    assert hosts(page) == {"127.0.0.1"}


def test_image_sliders_and_layer_are_chosen_on_the_page(page, trained):
    """The pressed image and layer stand in the address; sliders work from the keyboard and can be undone."""
    go(page, trained, "compare?dataset=Digits")
    image = page.get_by_role("button", name=re.compile("^Test image 5,"))
    image.click()
    expect(page).to_have_url(re.compile("number=5"), timeout=PATIENCE)
    expect(image).to_have_attribute("aria-pressed", "true")
    expect(page.get_by_text(EXPLAINED)).to_be_visible(timeout=PATIENCE)

    page.get_by_role("slider", name="Rotation").press("End")
    expect(page.get_by_text(re.compile("same prediction|changed (its|their) prediction"))).to_be_visible()
    page.get_by_role("button", name="Undo all changes").click()
    expect(page.get_by_text(re.compile("same prediction|changed (its|their) prediction"))).to_have_count(0)

    page.get_by_role("tab", name="Learned features").click()
    page.get_by_text("Late", exact=True).click()
    expect(page.get_by_text("A late layer is coarse")).to_be_visible()
    expect(page).to_have_url(re.compile("layer=Late"))


@pytest.mark.parametrize(("third", "told"), [("", EXPLAINED), ("&pretrained=true", ALL_EXPLAINED)])
def test_whoever_moves_a_slider_sees_the_image_and_the_verdict(page, trained, third, told):
    """At 1280 by 800, with the button below the sliders at the bottom, both and all sliders are in view."""
    go(page, trained, f"compare?dataset=Digits{third}")
    expect(page.get_by_text(told)).to_be_visible(timeout=PATIENCE)
    idle(page)
    below = page.get_by_role("button", name="Undo all changes")
    below.evaluate("button => button.scrollIntoView({block: 'end', behavior: 'instant'})")
    sliders = page.get_by_test_id("stSlider").all()
    assert len(sliders) > 5
    for one in (headline(page), page.get_by_alt_text("The image", exact=True), *sliders):
        expect(one).to_be_in_viewport(ratio=1)
        assert one.bounding_box()["y"] > TOOLBAR, one


def test_no_tab_makes_the_page_long(page, trained):
    """At 1280 by 800 less than four screens with any tab open; it was almost six."""
    go(page, trained, "compare?dataset=Digits")
    expect(page.get_by_text(EXPLAINED)).to_be_visible(timeout=PATIENCE)
    for tab, last in LAST_OF_TABS.items():
        page.get_by_role("tab", name=tab).click()
        expect(page.get_by_text(last).first).to_be_visible(timeout=PATIENCE)
        idle(page)
        assert page.get_by_test_id("stMain").evaluate("main => main.scrollHeight") < 4 * 800, tab


def test_a_third_learner_is_asked_by_one_press_and_the_address_keeps_it(page, trained):
    """Its answer, map and part come; the page stays short and accessible in light, dark and on a phone."""
    go(page, trained, "compare?dataset=Digits")
    expect(page.get_by_text(EXPLAINED)).to_be_visible(timeout=PATIENCE)
    page.get_by_text("Pretrained features too").click()
    expect(page).to_have_url(re.compile("pretrained=true"), timeout=PATIENCE)
    expect(page.get_by_text(ALL_EXPLAINED)).to_be_visible(timeout=PATIENCE)
    idle(page)
    assert violations_by_look(page) == {}  # three maps beside each other are not cut on a phone
    page.get_by_role("tab", name="Pretrained features").click()
    expect(page.get_by_text("It has seen 1.28 million labelled photographs before")).to_be_visible(timeout=PATIENCE)
    idle(page)
    assert page.get_by_test_id("stMain").evaluate("main => main.scrollHeight") < 4 * 800
    assert violations_by_look(page) == {}


def test_a_file_is_asked_about_and_a_wrong_one_gets_a_sentence(page, trained):
    """A PNG of a stroke is answered; a text file is not, and the page goes on."""
    go(page, trained, "compare?dataset=Digits&where=A+file")
    page.get_by_text("A file", exact=True).click()
    content = io.BytesIO()
    stroke = np.zeros((60, 60), np.uint8)
    stroke[8:52, 27:33] = 255
    Image.fromarray(stroke).save(content, "PNG")
    upload = page.locator("input[type=file]")
    upload.set_input_files({"name": "one.png", "mimeType": "image/png", "buffer": content.getvalue()})
    expect(page.get_by_text(EXPLAINED)).to_be_visible(timeout=PATIENCE)
    page.locator("input[type=file]").set_input_files(
        {"name": "letter.png", "mimeType": "image/png", "buffer": b"Dear Sir or Madam"}
    )
    expect(page.get_by_test_id("stAlert").first).to_be_visible()
    expect(page.get_by_test_id("stException")).to_have_count(0)


def test_a_drawn_one_is_read(page, trained):
    """A stroke down the pad is a 1 to both."""
    go(page, trained, "compare?dataset=Digits")
    page.get_by_text("Drawing", exact=True).click()
    expect(page.get_by_text("There is no image yet")).to_be_visible(timeout=PATIENCE)
    idle(page)
    pad = page.locator("canvas").first
    pad.scroll_into_view_if_needed()
    box = pad.bounding_box()
    x, top = box["x"] + box["width"] / 2, box["y"]
    page.mouse.move(x, top + 0.2 * box["height"])
    page.mouse.down()
    page.mouse.move(x - 2, top + 0.5 * box["height"], steps=8)
    page.mouse.move(x, top + 0.8 * box["height"], steps=8)
    page.mouse.up()
    expect(headline(page)).to_have_text("Both say 1.", timeout=PATIENCE)


def test_axe_finds_nothing_on_the_page_with_answers(page, trained):
    """No violation of any rule with models answering and everything unfolded."""
    page.goto(f"{trained}/compare?dataset=Digits")
    expect(page.get_by_text(EXPLAINED)).to_be_visible(timeout=PATIENCE)
    idle(page)
    assert violations_by_look(page) == {}
