"""The one door: names, paths, and what is said when neither fits."""

import subprocess
import sys
from pathlib import Path

import pytest

import catalogue
from catalogue import UnknownDataset


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("digitz", r"called 'digitz'; did you mean digits\?$"),
        ("shape", "did you mean shapes"),
        ("zzz", "there are digits, textures, shapes"),
        ("", "there are digits"),
        ("x" * 5_000, "there are digits"),
        ("a\0b", "there are digits"),
        (__file__, "no folder or archive"),
    ],
)
def test_unknown_names_get_one_sentence_with_what_there_is(name, sentence):
    """Near names are suggested, else all are listed."""
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
    """Neither torch nor Pillow nor scikit-image is imported before a picture is asked for."""
    code = (
        "import catalogue, sys; catalogue.entries(); print({'torch', 'PIL', 'skimage', 'sklearn'} & set(sys.modules))"
    )
    root = Path(__file__).parents[2]
    told = subprocess.run([sys.executable, "-c", code], cwd=root, capture_output=True, text=True, check=True)
    assert told.stdout.strip() == "set()"
