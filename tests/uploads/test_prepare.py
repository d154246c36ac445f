"""From the page to the arrays: one tab at a time, in a child process, and then the catalogue finds the data set."""

import pytest

import catalogue
from settings import settings
from tests.uploads.delivered import deliver, drawn
from uploads.folder import uploads
from uploads.limits import UnusableUpload
from uploads.prepare import Choices, prepare

pytestmark = pytest.mark.slow


def silent(part, text):
    """Nobody watches."""


def test_only_one_tab_works_on_an_upload():
    """The second is told to wait; what the first does stays whole."""
    upload = uploads().begin("me", "Noise")
    with upload.alone():
        with pytest.raises(UnusableUpload, match="Another tab"), uploads().open(upload.name, "me").alone():
            pass
        with pytest.raises(UnusableUpload, match="Another tab"):
            prepare(upload, Choices(32), silent)
    with upload.alone():
        pass


def test_the_arrays_are_made_and_the_catalogue_finds_them():
    """In a child process; then the data set is there for whoever knows its name, and each fold as well."""
    upload = uploads().begin("me", "Noise")
    files = [
        (f"{label}/{n}.png", drawn(100 * len(label) + n))
        for label, most in (("a", 20), ("bb", 15))
        for n in range(most)
    ]
    deliver(upload.next_delivery(), files)
    upload = prepare(upload, Choices(32), silent)
    assert catalogue.version(upload.name) == upload.choices["version"]
    assert catalogue.load(upload.name).classes == ("a", "bb")
    assert len(catalogue.load(f"{upload.name}.5").X_test) == 7
    assert upload.name not in {entry.name for entry in catalogue.entries()}
    uploads().remove(upload.name)
    with pytest.raises(catalogue.UnknownDataset):
        catalogue.load(upload.name)
    assert not [path for path in (settings().home / "uploads").iterdir() if path.name != ".lock"]
