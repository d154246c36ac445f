"""The level of the classes of a set in the operator's folder: chosen on the page, carried by the address."""

import numpy as np
import pytest
from PIL import Image
from streamlit.testing.v1 import AppTest

from experiments.spec import Experiment
from experiments.store.results import LIVE, Store
from settings import settings
from tests.experiments.toy import result
from tests.ui.part import open_page
from ui.common import source, sweep

pytestmark = pytest.mark.slow

PAGE = "data_size"
WHICH = "classes_at"


@pytest.fixture(autouse=True)
def data(monkeypatch, tmp_path):
    """A set that can be read by the farm or by the animal, one by the animal alone, and one with a single level."""
    rng = np.random.default_rng(0)
    for number in range(24):
        animal = "cow" if number % 3 else "hen"
        for place in (
            f"farm/{'north' if number % 2 else 'south'}/{animal}",
            f"days/{chr(97 + number)}/{animal}",
            f"flat/{animal}",
        ):
            folder = tmp_path / "data" / place
            folder.mkdir(parents=True, exist_ok=True)
            Image.fromarray(rng.integers(0, 256, (8, 8, 3), np.uint8)).save(folder / f"{number}.png")
    monkeypatch.setenv("CROSSOVER_DATA", str(tmp_path / "data"))
    settings.cache_clear()


def understood(page: AppTest) -> str:
    """The line that says how the folders were read."""
    return next(caption.value for caption in page.caption if caption.value.startswith("2 classes"))


def test_another_level_is_chosen_on_the_page(monkeypatch):
    """Whoever opens the set first has the choice: the farms are the classes, at level 2 the animals, and back again."""
    asked = []
    monkeypatch.setattr(sweep, "submit", asked.extend)
    page = open_page(PAGE, dataset="farm")
    assert "north, south" in understood(page)

    page.selectbox(key=WHICH).select(2).run()
    assert "cow, hen" in understood(page)
    page.button(key="run").click().run()
    assert {one.dataset for one in asked} == {"farm@2"}
    page.selectbox(key=WHICH).select(0).run()
    assert "north, south" in understood(page)


def test_an_address_carries_the_level():
    """Whoever opens the link reads the same, even before anybody has read the set; others read it as before."""
    assert "cow, hen" in understood(open_page(PAGE, dataset="farm", classes_at="Level 2"))
    assert "north, south" in understood(open_page(PAGE, dataset="farm"))


def test_another_set_is_read_as_it_is_understood():
    """A level that was chosen for one set is no level of the next."""
    page = open_page(PAGE, dataset="farm", classes_at="Level 2")
    page.selectbox(key="dataset").select("flat").run()

    assert not page.exception
    assert "cow, hen" in understood(page)
    assert WHICH not in {box.key for box in page.selectbox}


def test_where_only_one_level_holds_folders_nothing_is_asked():
    """Nor of data sets that come with the app."""
    for dataset in ("flat", "Digits"):
        page = open_page(PAGE, dataset=dataset).run()
        assert WHICH not in {box.key for box in page.selectbox}


def test_a_level_can_be_chosen_where_the_guess_failed():
    """One image in each folder at the first level is nothing to learn from; the animals below are."""
    page = open_page(PAGE, dataset="days")
    assert page.warning

    page.selectbox(key=WHICH).select(2).run()
    assert "cow, hen" in understood(page)


def test_a_level_without_folders_is_told_and_can_be_changed():
    """An address may ask for any."""
    page = open_page(PAGE, dataset="farm", classes_at="Level 5")
    assert "no folder at level 5" in page.warning[0].value

    page.selectbox(key=WHICH).select(2).run()
    assert "cow, hen" in understood(page)


def test_rows_measured_at_another_level_are_named_and_shared():
    """They are everybody's, as those of the set itself are, and a link to them carries the level."""
    store = Store(settings().results_url)
    store.add(result(Experiment("farm@2", "svm", 10)), LIVE)
    store.close()

    assert list(source.on_offer(source.all_rows())["dataset"]) == ["farm@2"]
    assert source.title("farm@2") == "farm, classes at folder level 2"
    assert source.address_of("farm@2") == {"dataset": "farm", WHICH: "Level 2"}
    assert source.address_of("cellar@2") == {}
