"""One's own images, the whole way: bring, read the report, train, see the confusion, take all home, delete."""

import io
import re
import sqlite3
import zipfile

import numpy as np
import pytest
from PIL import Image, ImageDraw
from playwright.sync_api import expect

from tests.browser.accessible import WIDTHS, violations, violations_by_look
from tests.browser.conftest import CALM
from tests.browser.steps import go, idle, press_away, press_until

PATIENCE = 240_000
N_EACH = 20


@pytest.fixture(scope="module")
def own(server, home):
    """The server, and its home: what lies there is counted."""
    return server, home


def drawn(number, is_round):
    """A disc or a square somewhere on an image of noise, as a PNG file."""
    random = np.random.default_rng(number)
    image = Image.fromarray(random.integers(0, 120, (48, 48, 3), np.uint8))
    left, top = random.integers(2, 22, 2).tolist()
    draw = ImageDraw.Draw(image)
    (draw.ellipse if is_round else draw.rectangle)((left, top, left + 22, top + 22), fill=(240, 220, 60))
    content = io.BytesIO()
    image.save(content, "PNG")
    return content.getvalue()


def images():
    """Discs and squares, with a copy, notes, and a file that only looks like an image."""
    files = {f"my shapes/discs/{n}.png": drawn(n, True) for n in range(N_EACH)}
    files |= {f"my shapes/<b>squares/{n}.png": drawn(100 + n, False) for n in range(N_EACH)}
    files["my shapes/discs/copy.png"] = drawn(0, True)
    files["my shapes/notes.txt"] = b"What a nice day."
    files["my shapes/discs/broken.jpg"] = b"<html><script>alert(1)</script></html>"
    return files


def packed():
    """All of them as a zip."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        for name, file in images().items():
            archive.writestr(name, file)
    return content.getvalue()


def bring(page, address):
    """Drop the zip on the page and wait for the report; the data set's unguessable name."""
    go(page, address, "your_images?seeds=1&sizes=20&sizes=20")
    page.locator("input[type=file]").set_input_files(
        {"name": "my shapes.zip", "mimeType": "application/zip", "buffer": packed()}
    )
    expect(page.get_by_role("heading", name="41 images in 2 classes")).to_be_visible(timeout=PATIENCE)
    idle(page)
    return re.search(r"yours=(own-[0-9a-f]{32})", page.url)[1]


def prepare(page):
    """Prepare the images, and wait for the offer to train."""
    press_away(page.get_by_role("button", name="Prepare for training"))
    expect(page.get_by_role("button", name="Run", exact=True)).to_be_visible(timeout=PATIENCE)


def lying(home, name):
    """All that lies under the name: files, and rows of any table that hold it."""
    files = [path for path in home.rglob("*") if name in str(path)]
    kept = [path for path in home.glob("models/*/model.json") if name in path.read_text(encoding="utf-8")]
    with sqlite3.connect(home / "results.sqlite") as database:
        tables = ("results", "jobs")
        rows = [
            row
            for table in tables
            for row in database.execute(f"select id from {table} where dataset like ?", (f"{name}%",))
        ]
    return files, kept, rows


@pytest.fixture(scope="module")
def trained(browser, own):
    """The page of a visitor whose images were read and trained on, the data set's name, and what axe found before."""
    context = browser.new_context(**WIDTHS["desktop"], **CALM)
    context.set_default_timeout(60_000)
    page = context.new_page()
    name = bring(page, own[0])
    expect(page.get_by_text("2 images are exact copies of one another")).to_be_visible()
    page.get_by_text("2 of 43 files are left out").click()
    expect(page.get_by_test_id("stDataFrame")).to_be_visible()
    broken = {"report": violations_by_look(page)}
    prepare(page)
    idle(page)
    broken["offer to train"] = violations_by_look(page)
    page.get_by_role("button", name="Run", exact=True).click()
    expect(page.get_by_text(re.compile(r"All \d+ experiments of this choice are"))).to_be_visible(timeout=PATIENCE)
    yield page, name, broken
    context.close()


def test_axe_finds_nothing_on_the_report_and_the_offer_to_train(trained):
    """Both steps of the page, in every look."""
    _, _, broken = trained
    assert {step: found for step, found in broken.items() if found} == {}


def test_training_ends_with_the_confusion_and_is_accessible(trained):
    """The report stands, the classes that are taken for each other are shown, nothing failed, and axe finds nothing."""
    page, _, _ = trained
    expect(page.get_by_role("heading", name="Which classes are mistaken for which?")).to_be_visible(timeout=PATIENCE)
    expect(page.get_by_test_id("stException")).to_have_count(0)
    page.get_by_role("button", name="Pack the download").wait_for()
    idle(page)
    assert violations(page) == []


def test_the_compare_page_knows_the_images(trained):
    """After training, both models can be given a new image: the visitor's data set is on offer there."""
    page, _, _ = trained
    report = page.url
    page.get_by_text("Try a new image on both").click(timeout=PATIENCE)
    expect(page.get_by_role("heading", level=1)).to_contain_text("this image")
    expect(page.get_by_role("combobox", name="Images")).to_have_value("my shapes (yours)")
    page.get_by_role("tab", name="Handcrafted features").click(timeout=PATIENCE)
    expect(page.get_by_text("Which families support the prediction?")).to_be_visible(timeout=PATIENCE)
    page.goto(report)
    page.get_by_role("button", name="Pack the download").wait_for(timeout=PATIENCE)


def test_another_browser_sees_nothing_of_it(visit, trained, own):
    """Not by the address, not on the list of images, not by a guess, not among the runs."""
    address, _ = own
    _, name, _ = trained
    stranger = visit(address, "your_images")
    for path in (f"your_images?yours={name}", f"your_images?yours={name[:-1]}0", "your_images"):
        go(stranger, address, path)
        expect(stranger.get_by_text("A zip, tar or Parquet file", exact=True)).to_be_visible()
        assert "my shapes" not in stranger.inner_text("body")
    for path in ("compare?dataset=my+shapes+(yours)", f"compare?dataset={name}", f"data_size?dataset={name}", "runs"):
        go(stranger, address, path)
        text = stranger.inner_text("body")
        assert "my shapes" not in text
        assert name not in text


def test_all_can_be_downloaded_and_then_deleted(trained, own):
    """The download is whole and harmless; after the deletion no file, model or row of the images is left."""
    page, name, _ = trained
    _, home = own
    page.get_by_role("button", name="Pack the download").click()
    with page.expect_download(timeout=PATIENCE) as download:
        page.get_by_role("button", name="Download all").click(timeout=PATIENCE)
    with zipfile.ZipFile(download.value.path()) as taken:
        assert {"predict.py", "report.html", "numbers.csv", "reproduce.sh", "README.txt"} <= set(taken.namelist())
        assert "<b>squares" not in taken.read("report.html").decode()
    files, models, rows = lying(home, name)
    assert files and models and rows  # so that the emptiness below says something
    page.get_by_text("Where are my images").click()
    yes = page.get_by_role("button", name="Yes, delete")
    press_until(page.get_by_role("button", name="Delete everything now"), yes)
    yes.click()
    expect(page.get_by_text("with all images, models, results and the download.")).to_be_visible(timeout=PATIENCE)
    assert lying(home, name) == ([], [], [])


def test_a_folder_comes_in_whole(page, own, tmp_path):
    """The browser sends every file with its place; the class is the folder that it lies in."""
    for place, content in images().items():
        file = tmp_path / place.replace("<b>", "")
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content)
    go(page, own[0], "your_images")
    page.get_by_text("A folder", exact=True).click()
    page.locator("input[type=file][webkitdirectory]").set_input_files(tmp_path / "my shapes")
    page.get_by_role("button", name="Add these 43 files").click(timeout=PATIENCE)
    expect(page.get_by_role("heading", name="41 images in 2 classes")).to_be_visible(timeout=PATIENCE)


def test_files_of_a_named_class_add_up(page, own):
    """One class after the other, into the same data set; and what was added last can be taken back."""
    go(page, own[0], "your_images")
    for number, label in enumerate(("discs", "squares")):
        if not number:
            page.get_by_text("Single files", exact=True).click()
        page.get_by_label("What do these images show?").fill(label)
        page.get_by_label("What do these images show?").press("Enter")
        idle(page)
        files = [
            {"name": f"{n}.png", "mimeType": "image/png", "buffer": drawn(100 * number + n, not number)}
            for n in range(4)
        ]
        page.locator("input[type=file]").set_input_files(files)
        page.get_by_role("button", name="Add 4 images").click(timeout=30_000)
        expected = "4 images so far" if not number else "8 images in 2 classes"
        expect(page.get_by_text(re.compile(expected)).first).to_be_visible(timeout=PATIENCE)
        idle(page)
    for expected in ("4 images so far", "Deleted: Your images"):
        page.get_by_role("button", name="Take back what was added last (4 images)").click()
        expect(page.get_by_text(re.compile(expected)).first).to_be_visible(timeout=PATIENCE)
        idle(page)


def test_files_whose_names_tell_the_classes_need_no_other_name(page, own):
    """The page says so before and after they are added; files of a named class add up with them."""
    go(page, own[0], "your_images")
    page.get_by_text("Single files", exact=True).click()
    expect(page.get_by_label("What do these images show?")).to_be_visible()
    idle(page)
    pets = [(label, n) for label in ("cat", "dog") for n in range(4)]
    buffers = [(f"{label}{n}.png", drawn(100 * n + len(pets), label == "cat")) for label, n in pets]
    files = [{"name": name, "mimeType": "image/png", "buffer": buffer} for name, buffer in buffers]
    page.locator("input[type=file]").set_input_files(files)
    expect(page.get_by_text("The names of the files tell 2 classes: cat and dog.")).to_be_visible(timeout=PATIENCE)
    page.get_by_role("button", name="Add 8 images").click(timeout=30_000)
    expect(page.get_by_text("2 classes (cat, dog), read from the names of the files.")).to_be_visible(timeout=PATIENCE)
    idle(page)
    page.get_by_label("What do these images show?").fill("fish")
    page.get_by_label("What do these images show?").press("Enter")
    idle(page)
    page.locator("input[type=file]").set_input_files(
        [{"name": f"{n}.png", "mimeType": "image/png", "buffer": drawn(900 + n, True)} for n in range(4)]
    )
    page.get_by_role("button", name="Add 4 images").click(timeout=30_000)
    expect(page.get_by_text("12 images in 3 classes")).to_be_visible(timeout=PATIENCE)


def shoot(page, label, expected):
    """Take a photo of this class, and wait until the page says what is expected of all images."""
    page.get_by_label("What does the camera see?").fill(label)
    page.get_by_label("What does the camera see?").press("Enter")
    idle(page)
    page.wait_for_function("document.querySelector('video')?.readyState >= 2")  # the camera is on
    press_until(page.get_by_role("button", name="Take Photo"), page.get_by_text(re.compile(expected)).first)
    idle(page)


def test_camera_shots_of_two_classes_add_up(visit, own):
    """Shot after shot, the camera stays in sight; the name of the class is written once for several shots."""
    page = visit(own[0], "your_images")
    page.context.grant_permissions(["camera"])
    page.get_by_text("Camera", exact=True).click()
    for number, label in enumerate(("cup", "cup", "pen", "pen"), 1):
        shoot(page, label, "4 images in 2 classes" if number == 4 else f"{number} images? so far")


def test_what_is_no_archive_gets_a_sentence_and_leaves_nothing(page, own):
    """The page stays, says what is wrong, and the disk is as before."""
    address, home = own
    before = sorted(home.glob("uploads/*"))
    go(page, address, "your_images")
    page.locator("input[type=file]").set_input_files(
        {"name": "my.zip", "mimeType": "application/zip", "buffer": b"Rar!\x1a\x07\x01\x00 and more"}
    )
    expect(page.get_by_test_id("stAlert")).to_contain_text("zip", timeout=PATIENCE)
    expect(page.get_by_test_id("stException")).to_have_count(0)
    assert sorted(home.glob("uploads/*")) == before or not before
