"""Groups of a visitor's own images on the page on errors: offered when found, for their owner alone, and escaped."""

import zipfile
import zlib
from dataclasses import replace

import numpy as np
import pytest
import streamlit as st

import catalogue
from catalogue.entries import silent
from experiments.spec import Experiment
from experiments.store.results import Store
from settings import settings
from tests.analysis.synthetic import row
from tests.ui.conftest import result
from tests.ui.part import open_page, words
from tests.uploads.delivered import deliver, drawn
from ui.common.visitor import COOKIE, visitor
from uploads.children.read import read
from uploads.folder import Upload, uploads
from uploads.limits import limits
from uploads.prepare import Choices, prepare

pytestmark = pytest.mark.slow

OUT = "<b>out ![x](http:~)"
"""What a visitor may call a folder."""


@pytest.fixture
def browse(monkeypatch):
    """From now on the browser with this cookie asks."""

    def browse(token: str) -> None:
        monkeypatch.setattr(type(st.context), "cookies", {COOKIE: token})

    browse("A" * 43)
    return browse


def uploaded(groups: tuple[str, ...]) -> Upload:
    """Forty different images of each of two classes, in these folders inside the class folders."""
    begun = uploads().begin(visitor(), "Pets")
    places = [f"{label}/{group}{n}.png" for label in ("cat", "dog") for n in range(40) for group in [groups[n % 2]]]
    deliver(begun.next_delivery(), [(place, drawn(number)) for number, place in enumerate(places)])
    return prepare(begun, Choices(32), lambda part, text: None)


def uploaded_with_table() -> Upload:
    """The same images without any folder, and a table that names their classes and groups."""
    begun = uploads().begin(visitor(), "Pets")
    rows = [(f"{label}{n}.png", label, ("indoors", OUT)[n % 2]) for label in ("cat", "dog") for n in range(40)]
    with zipfile.ZipFile(begun.folder / "pets.zip", "w") as archive:
        for number, (name, *_) in enumerate(rows):
            archive.writestr(name, drawn(number))
        archive.writestr("labels.csv", "\n".join(map(",".join, [("file", "label", "location"), *rows])))
    read(begun.folder / "pets.zip", begun.next_delivery(), "pets.zip", limits(), silent)
    return prepare(begun, Choices(32), lambda part, text: None)


def measure(upload: Upload, wrong_classes: tuple[int, ...] = (0, 1)) -> None:
    """The CNN gets all images right, the SVM all but those of these classes in the second group."""
    store = Store(settings().results_url)
    for fold in range(1, upload.choices["n_folds"] + 1):
        name = upload.name if fold == 1 else f"{upload.name}.{fold}"
        images = catalogue.load(name)
        told = np.array(catalogue.test_groups(name) or [""] * len(images.y_test))
        for learner in ("svm", "cnn"):
            right = (told != OUT) | ~np.isin(images.y_test, wrong_classes) | (learner == "cnn")
            whole = result(row(learner, "quick", 40, 0, right), name)
            said = np.where(right, images.y_test, 1 - images.y_test).astype("<u2")
            named = Experiment(name, learner, 40, 0, "quick", data_version=upload.choices["version"])
            store.add(replace(whole, experiment=named, predictions=zlib.compress(said.tobytes())))
    store.close()


def test_groups_of_own_images_are_compared(browse):
    """Folders inside the class folders are offered; the worst group is named, and the gap between groups."""
    measure(uploaded(("indoors/", f"{OUT}/")))
    page = open_page("errors", part="Which classes", errors_groups="Groups")
    said = words(page)

    assert not page.exception
    assert page.selectbox(key="errors_images").options == ["Pets (yours)"]
    assert f"The SVM is worst at “{OUT}”: 0 % right, 50 points" in said.replace("\u2060", "")
    assert "averaged over the two classes that both groups have, is 100 points" in said
    assert "Equal opportunity, the CNN: the gap is 0 points" in said
    assert "and may be chance" in said
    assert not any("<b>" in one.value or "![" in one.value for one in (*page.header, *page.markdown, *page.caption))


def test_groups_of_a_table_are_compared(browse):
    """A column beside the images is offered as such folders are; one class of two missed in a group is half a gap."""
    measure(uploaded_with_table(), wrong_classes=(1,))
    page = open_page("errors", part="Which classes", errors_groups="Groups")
    said = words(page).replace("\u2060", "")

    assert not page.exception
    assert f"The SVM is worst at “{OUT}”: 50 % right, 25 points" in said
    assert "averaged over the two classes that both groups have, is 50 points" in said
    assert f"higher in “indoors” than in “{OUT}”" in said


def test_classes_come_first_and_images_of_all_folds_are_shown(browse):
    """Without the choice the groups are the classes; each image is tested once, whichever fold it is in."""
    measure(uploaded(("indoors/", f"{OUT}/")))
    page = open_page("errors", part="Which classes")

    assert not page.exception
    assert "The SVM: the lowest class is “cat” with 50 % right" in words(page)
    assert "Only CNN: 40 of 80 test images" in words(open_page("errors", part="Images", errors_part="Only CNN"))
    assert "each fold has a model of its own" in words(open_page("errors", part="How sure?"))


def test_without_such_folders_there_is_nothing_to_choose(browse):
    """And the address cannot choose it either."""
    measure(uploaded(("", "")))
    page = open_page("errors", part="Which classes", errors_groups="Groups")

    assert not page.exception
    assert "errors_groups" not in [one.key for one in page.get("button_group")]
    assert "the lowest class is" in words(page)


def test_own_images_are_for_their_owner(browse):
    """Another browser is told that there is nothing to compare."""
    measure(uploaded(("indoors/", f"{OUT}/")))
    browse("B" * 43)
    page = open_page("errors", errors_images="Pets (yours)")

    assert not page.exception
    assert "Pets" not in words(page)
    assert not page.selectbox
