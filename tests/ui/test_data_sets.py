"""The data sets in the sidebar: where each is, and images of those that were read before."""

from dataclasses import replace

import pytest

import catalogue
from tests.ui.part import opened
from ui.data_sets import where

pytestmark = pytest.mark.slow


def shown():
    """The sidebar's part."""
    from ui.data_sets import show_data_sets

    show_data_sets()


def test_nothing_is_listed_until_it_is_opened():
    """Then every data set says what it is; those read before show three of their images, and nothing else is read."""
    assert not opened(shown).sidebar.markdown

    catalogue.load("digits")
    page = opened(shown)
    page.session_state["data_sets"] = True
    page.run()
    said = [one.value for one in page.sidebar.markdown]
    assert len(said) == len(catalogue.entries())
    assert (
        said[0].replace("\\", "") == "**Digits**, comes with Crossover. 5,000 handwritten digits of MNIST, 28x28 grey."
    )
    assert len(page.get("image")) == 1


def test_a_download_says_whether_it_is_here():
    """Nobody chooses a set and learns only then that it must be fetched."""
    entry = next(one for one in catalogue.entries() if one.source == "download")
    assert where(entry) == "not on this computer: downloaded on request"
    assert where(replace(entry, available=True)) == "downloaded to this computer"


def test_a_copy_says_what_it_is_a_copy_of():
    """The images of the recorded rows are no others than those that can be downloaded."""
    from catalogue.sources.local import COPIES, TITLES

    assert COPIES.keys() == TITLES.keys()
    for name, related in COPIES.items():
        original = {entry.name: entry.title for entry in catalogue.entries()}[name.partition("-")[0]]
        assert related.startswith(f"The images of {original}, ")


def test_samples_are_of_different_classes():
    """Three of a set that was read; none of one that was not, or that there is not."""
    assert catalogue.samples("digits") == []
    arrays = catalogue.load("digits")
    found = catalogue.samples("digits")
    assert [one.shape for one in found] == [(28, 28, 1)] * 3
    labels = [int(arrays.y_train[(arrays.X_train == one).all(axis=(1, 2, 3))][0]) for one in found]
    assert labels == [0, 1, 2]
    assert catalogue.samples("nowhere") == []
