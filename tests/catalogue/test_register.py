"""The one door: names, paths, and what is said when neither fits."""

import subprocess
import sys

import pytest

import catalogue
from catalogue import UnknownDataset
from settings import ROOT

pytestmark = pytest.mark.slow


def test_unknown_names_get_one_sentence_with_what_there_is():
    """Near names are suggested, else all are listed."""
    for name, sentence in [
        ("digitz", r"called 'digitz'; did you mean digits\?$"),
        ("shape", "did you mean shapes"),
        ("zzz", "there are digits, textures, shapes"),
        ("", "there are digits"),
        ("x" * 5_000, "there are digits"),
        ("a\0b", "there are digits"),
        (__file__, "is another kind of file, not an archive: please pack the folders"),
        ("nowhere/pets.zip", "no folder or archive"),
    ]:
        for ask in (catalogue.load, catalogue.version):
            with pytest.raises(UnknownDataset, match=sentence) as caught:
                ask(name)
            assert len(str(caught.value).splitlines()) == 1


def test_names_are_told_apart():
    """No two entries share a name."""
    names = [entry.name for entry in catalogue.entries()]
    assert len(set(names)) == len(names)
    assert {"digits", "textures", "shapes", "mnist", "fashion-mnist", "cifar10", "svhn", "eurosat"} <= set(names)


def test_importing_and_listing_is_light():
    """Neither torch nor Pillow nor scikit-image is imported before an image is asked for."""
    code = (
        "import catalogue, sys; catalogue.entries(); print({'torch', 'PIL', 'skimage', 'sklearn'} & set(sys.modules))"
    )
    root = ROOT
    told = subprocess.run([sys.executable, "-c", code], cwd=root, capture_output=True, text=True, check=True)
    assert told.stdout.strip() == "set()"


def test_titles_are_told_apart(data):
    """Whoever chooses by title can choose every data set; a title that is there once stays as it is."""
    for folder in ("mnist-png", "MNIST", "pets"):
        (data / folder).mkdir()
    titles = {entry.name: entry.title for entry in catalogue.entries()}

    assert len(set(titles.values())) == len(titles)
    assert (titles["mnist"], titles["MNIST"]) == ("MNIST (mnist)", "MNIST (MNIST)")
    assert (titles["mnist-png"], titles["pets"]) == ("MNIST (PNG copy)", "pets")


def test_a_path_that_is_listed_has_its_name(data):
    """Also through a link; a path elsewhere, or one whose name an embedded data set has taken, has none."""
    for folder in ("pets", "digits"):
        (data / folder).mkdir()
    (data.parent / "link").symlink_to(data)

    assert catalogue.name_at(data.parent / "link" / "pets") == "pets"
    assert catalogue.name_at(data / "digits") is None
    assert catalogue.name_at(data.parent) is None


def test_an_archive_that_cannot_be_opened_is_told(data):
    """One of another kind in the operator's folder is no data set, and not silently none."""
    (data / "pets.7z").write_bytes(b"7z\xbc\xaf\x27\x1c")
    (data / "readme.txt").write_bytes(b"about the pets")
    assert any("pets.7z is a 7z archive, which cannot be opened here" in problem for problem in catalogue.problems())
    assert not any("readme.txt" in problem for problem in catalogue.problems())
