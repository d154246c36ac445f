"""Inspecting an upload: one call gives all that a page shows, whether the upload is small, large, or not ready yet."""

import io

import numpy as np
import pytest
from PIL import Image

from tests.uploads.delivered import deliver, drawn
from tests.uploads.forged import heic
from uploads import inspection
from uploads.folder import uploads
from uploads.inspection import inspect
from uploads.prepare import Choices

pytestmark = pytest.mark.slow


def silent(part, text):
    """Nobody watches."""


def uploaded(files):
    """An upload with these files."""
    upload = uploads().begin("me", "Noise")
    deliver(upload.next_delivery(), files)
    return upload


def files(n_each=6, top="", **how):
    """Images of two classes, of which two are copies of one file, and notes."""
    places = [f"{top}{label}/{n}.png" for label in "ab" for n in range(n_each)]
    return [
        *((place, drawn(max(1, n), **how)) for n, place in enumerate(places)),
        ("notes.txt", "notes.txt is no image."),
    ]


def test_a_small_upload_is_told_as_a_whole():
    """Classes, copies, files that are left out, the size of all, and the split by each choice."""
    found = inspect(uploaded(files()), silent)
    assert found.can_be_trained_on
    assert (found.n_read, len(found.images), len(found.files)) == (12, 12, 13)
    assert found.classes["n"].tolist() == [6, 6]
    assert found.has_copies
    assert [finding.kind for finding in found.findings] == ["copies", "across", "small"]
    together, apart = found.split(Choices(together=True)), found.split(Choices(together=False))
    copies = together.files["place"].isin(["a/0.png", "a/1.png"]).to_numpy()
    assert len(set(together.fold[copies])) == 1
    assert together.n_tested == apart.n_tested == 12
    assert [sample.shape for sample in found.samples(3, 32)] == [(32, 32, 3)] * 3
    assert found.thumbnails.shape == (12, 64, 64, 3)


def test_copies_among_many_are_looked_for_in_a_child_process(monkeypatch):
    """With the same outcome, remembered for the next time; when that fails, the page still opens, with a warning."""
    expected = inspect(uploaded(files()), silent).groups
    monkeypatch.setattr(inspection, "MANY", 5)
    upload = uploaded(files())
    assert np.array_equal(inspect(upload, silent).groups, expected)
    with upload.alone():
        assert inspect(upload, silent).warning == ""
        deliver(upload.next_delivery(), files(top="more/"))
        found = inspect(upload, silent)
    assert found.warning.startswith("Copies could not be looked for. Another tab")
    assert not found.has_copies


def test_an_upload_of_one_class_is_not_ready():
    """How many images were read is known, and what else is there to see; nothing fails for an empty upload."""
    found = inspect(uploaded([("a/1.png", drawn(1)), ("a/2.png", drawn(2)), ("b/1.png", drawn(3))]), silent)
    assert not found.can_be_trained_on
    assert (found.n_read, len(found.images), len(found.files)) == (3, 2, 3)
    empty = inspect(uploads().begin("me", "Nothing"), silent)
    assert (empty.n_read, empty.can_be_trained_on, len(empty.files)) == (0, False, 0)


def test_no_photograph_of_a_phone_is_decoded_for_the_preview():
    """The process that serves pages shows the others at the chosen size."""
    photographs = [(f"{label}/{n}.heic", heic(Image.open(io.BytesIO(drawn(n))))) for label in "ab" for n in range(3)]
    found = inspect(uploaded([*photographs, ("a/9.png", drawn(9))]), silent)
    assert len(found.images) == 7
    assert [sample.shape for sample in found.samples(7, 32)] == [(32, 32, 3)]
