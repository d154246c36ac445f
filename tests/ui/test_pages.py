"""Every page: empty, with rows, and started cold, alone."""

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from experiments.spec import Experiment
from experiments.store.owner import new_owner
from experiments.store.results import Store
from settings import ROOT, settings
from ui.common import source

pytestmark = pytest.mark.slow

PAGES = sorted((ROOT / "pages").glob("*.py"))
ENTRY = ROOT / "ui" / "shell" / "navigation.py"
NEED_MORE = {"runs", "compare", "features", "race", "timing"}
"""What is invented here never stood in the queue, kept no model, left no family out, is no race, and times nothing."""

ASKS = {"your_images"}
"""What begins with the visitor's own images, measured or not."""


def open_page(path: Path, **parameters: str) -> AppTest:
    """The page as a visitor with this address would get it."""
    # Run by its path: Streamlit would put the folder of pages first on Python's path, where timing.py hides a package.
    page = AppTest.from_string(f"import runpy; runpy.run_path({str(path)!r})", default_timeout=60)
    for name, value in parameters.items():
        page.query_params[name] = value
    return page.run()


def words(page: AppTest) -> str:
    """Everything that the page says, as a reader sees it."""
    kinds = (page.title, page.header, page.markdown, page.caption, page.info, page.warning)
    return " ".join(element.value for kind in kinds for element in kind).replace("\\", "")


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)
def test_every_page_runs_alone_on_an_empty_store(path):
    """A page needs no navigation before it, and with nothing measured it says what to do instead of failing."""
    page = open_page(path)
    assert not page.exception
    assert len(page.title) == 1
    assert page.info or path.stem in ASKS


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)
def test_every_page_runs_with_rows(path, measured):
    """With recorded and live rows no page fails, and the empty state is gone."""
    measured("digits", "live")
    measured("cifar10-jpeg", "two-core-machine")
    page = open_page(path)
    assert not page.exception
    assert page.header or path.stem in NEED_MORE | ASKS
    assert not page.info or path.stem in NEED_MORE


def test_the_entry_point_opens_the_home_page():
    """The navigation opens at the first page."""
    page = open_page(ENTRY)
    assert not page.exception
    assert "until the network wins" in page.title[0].value


def test_home_says_the_finding_of_the_recorded_rows(measured):
    """The headline is written from the rows, and the caption says where they were measured."""
    measured("cifar10-jpeg", "two-core-machine")
    said = words(open_page(ROOT / "pages" / "home.py"))
    assert "With quick training" in said
    assert "With thorough training" in said
    assert "2-core AMD EPYC" in said


def test_home_shows_only_the_recipe_that_was_picked(measured):
    """The choice in the address is the choice on the page."""
    measured("cifar10-jpeg", "two-core-machine")
    said = words(open_page(ROOT / "pages" / "home.py", effort="Quick"))
    assert "With quick training" in said
    assert "With thorough training" not in said


def test_a_wrong_address_falls_back_to_the_defaults():
    """Values that no widget has are ignored, never an error."""
    page = open_page(ROOT / "pages" / "data_size.py", dataset="nonsense", recipe="<b>", sizes="x", seeds="-3")
    assert not page.exception
    assert page.selectbox(key="dataset").value == "digits"


def test_the_page_says_how_many_experiments_and_how_long_before_it_starts(measured):
    """Nothing is pressed blindly."""
    measured("cifar10-jpeg", "two-core-machine")
    page = open_page(ROOT / "pages" / "data_size.py")
    assert any("30 experiments, about" in caption.value for caption in page.caption)


def test_run_queues_exactly_what_is_missing(measured, monkeypatch):
    """What is measured already is not asked for again."""
    measured("digits", "live", sizes=(100,), recipes=("quick",))
    asked: list[Experiment] = []
    monkeypatch.setattr(source.engine(), "submit", lambda experiments, asker: asked.extend(experiments))
    page = open_page(ROOT / "pages" / "data_size.py")
    page.button(key="run").click().run()
    assert len(asked) == 30 - 6
    assert {experiment.n_train for experiment in asked} == {200, 500, 1000, 2000}


def test_too_much_at_once_is_refused_in_one_sentence(monkeypatch):
    """The quota is the engine's, and the page passes its sentence on."""
    monkeypatch.setenv("CROSSOVER_MAX_QUEUED", "5")
    settings.cache_clear()
    page = open_page(ROOT / "pages" / "data_size.py")
    page.button(key="run").click().run()
    assert not page.exception
    assert "room for 5 more" in page.warning[0].value


def test_a_failed_experiment_says_why_and_can_be_run_again():
    """A failure is a sentence beside a Run button, not a stack trace."""
    experiment = Experiment("digits", "svm", 100, 0, "quick")
    store = Store(settings().results_url)
    store.enqueue([experiment], "someone")
    owner = new_owner()
    store.claim(owner, 1)
    store.fail(experiment.id, owner, "The disk is *full*.")
    store.close()
    page = open_page(ROOT / "pages" / "data_size.py")
    assert r"\*full\*" in page.warning[0].value
    assert page.button(key="run")


def test_a_name_with_markdown_has_no_power(monkeypatch, tmp_path):
    """A folder called like an image link is shown as it is called, and nothing is fetched."""
    images = tmp_path / "data" / "![x](http:..evil)"
    for name in ("a", "b"):
        (images / name).mkdir(parents=True)
    monkeypatch.setenv("CROSSOVER_DATA", str(tmp_path / "data"))
    settings.cache_clear()
    page = open_page(ROOT / "pages" / "data_size.py", dataset=images.name)
    assert not page.exception
    assert page.selectbox(key="dataset").value == images.name
    assert "![x](" not in page.warning[0].value


def test_who_only_watches_can_join_but_not_cancel():
    """Cancel is for who asked; a watcher may count themselves in, so that it goes on without the first."""
    experiment = Experiment("digits", "svm", 100, 0, "quick")
    store = Store(settings().results_url)
    store.enqueue([experiment], "someone")
    store.claim(new_owner(), 1)
    page = open_page(ROOT / "pages" / "data_size.py")
    assert not [button for button in page.button if button.key == "cancel"]
    page.button(key="join").click().run()
    assert "someone, " in store.jobs()["askers"].iloc[0] or ", someone" in store.jobs()["askers"].iloc[0]
    store.close()


def test_the_command_line_on_the_page_asks_for_the_same(measured):
    """What the page offers to copy names every size that was asked for, measured or not."""
    measured("digits", "live", sizes=(100,), recipes=("quick",))
    page = open_page(ROOT / "pages" / "data_size.py")
    assert page.code[0].value.endswith(
        "--learner svm --learner cnn --recipe quick "
        "--n-train 100 --n-train 200 --n-train 500 --n-train 1000 --n-train 2000 --seeds 3 --json"
    )


def test_the_queue_names_no_other_visitor():
    """Who asked is shown as you, another visitor, or the command line."""
    store = Store(settings().results_url)
    store.enqueue([Experiment("digits", "majority", 100)], "0123456789ab")
    store.claim(new_owner(), 1)
    store.close()
    page = open_page(ROOT / "pages" / "runs.py")
    assert not page.exception
    shown = page.dataframe[0].value
    assert list(shown["who"]) == ["another visitor"]
    assert "0123456789ab" not in words(page)
