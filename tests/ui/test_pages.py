"""Every page: empty, with rows, and what its address and its buttons do."""

import ast
import re
from itertools import takewhile

import pytest
from streamlit.testing.v1 import AppTest

from experiments.spec import Experiment
from experiments.store.owner import new_owner
from experiments.store.results import Store
from settings import ROOT, settings
from tests.analysis.synthetic import rows
from tests.ui.conftest import result
from tests.ui.part import PAGES, open_page, words
from ui.common import source

pytestmark = pytest.mark.slow

ENTRY = ROOT / "ui" / "shell" / "navigation.py"
NEED_MORE = {"runs", "compare", "features", "race", "timing", "approximation", "robustness"}
"""Pages for which the invented rows are not enough: a queue, kept models, ablations, races, timings, approximations,
changed images."""
ASKS = {"your_images", "timing"}
"""Pages that begin with the visitor's own images, measured or not."""


@pytest.mark.parametrize("name", PAGES)
def test_every_page_runs_without_and_with_rows(name, measured):
    """With nothing measured a page says what to do; with recorded and live rows it has its finding instead."""
    page = open_page(name)
    assert not page.exception
    assert len(page.title) == 1
    assert page.info or name in ASKS

    measured("digits", "live", sizes=(100, 500, 2000))
    measured("cifar10-jpeg", "two-core-machine", sizes=(100, 500, 2000))
    source.reading.clear()
    source.store.clear()
    page = open_page(name)
    assert not page.exception
    assert page.header or name in NEED_MORE | ASKS
    assert not page.info or name in NEED_MORE


def test_the_entry_point_opens_the_home_page():
    """The navigation shows the first page, and nothing above its title."""
    page = AppTest.from_file(str(ENTRY), default_timeout=60).run()
    assert not page.exception
    assert "How many images until the CNN wins?" in page.title[0].value
    above = [one.type for one in takewhile(lambda one: one.type != "title", page.main.children.values())]
    assert set(above) <= {"bidi_component"}  # it tells the server the window's width, and shows nothing


def test_a_page_never_hides_a_package():
    """The folder of pages has names of packages, so nothing may put it first on Python's path.

    Streamlit puts the folder of the app's script there: it is ui/shell, which holds the navigation alone and names
    pages by absolute paths. AppTest.from_file does the same, so tests use `open_page`.
    """
    assert [path.name for path in ENTRY.parent.glob("*.py")] == [ENTRY.name]
    assert f'"{ENTRY.relative_to(ROOT)}"' in (ROOT / "app.py").read_text()
    calls = [node for node in ast.walk(ast.parse(ENTRY.read_text())) if isinstance(node, ast.Call)]
    pages = [ast.unparse(call.args[0]) for call in calls if ast.unparse(call.func) == "st.Page"]
    assert pages == ["ROOT / 'pages' / f'{name}.py'"]
    for path in (ROOT / "tests").rglob("*.py"):
        for call in ast.walk(ast.parse(path.read_text())):
            if isinstance(call, ast.Call) and ast.unparse(call.func).endswith("from_file"):
                assert ast.unparse(call.args[0]) == "str(ENTRY)", path


def test_home_says_the_finding_of_the_recorded_rows(measured):
    """The headline is written from the rows, and the caption says where they were measured."""
    measured("cifar10-jpeg", "two-core-machine")
    said = words(open_page("home"))
    assert "With quick training" in said
    assert "With thorough training" in said
    assert "2-core AMD EPYC" in said


def test_home_shows_only_the_recipe_that_was_picked(measured):
    """The choice in the address is the choice on the page."""
    measured("cifar10-jpeg", "two-core-machine")
    said = words(open_page("home", effort="Quick"))
    assert "With quick training" in said
    assert "With thorough training" not in said


def test_a_wrong_address_falls_back_to_the_defaults():
    """Values that no widget has are ignored, never an error."""
    page = open_page("data_size", dataset="nonsense", recipe="<b>", sizes="x", seeds="-3")
    assert not page.exception
    assert page.selectbox(key="dataset").value == "digits"


def test_the_page_says_how_many_experiments_and_how_long_before_it_starts(measured):
    """Nothing is pressed blindly."""
    measured("cifar10-jpeg", "two-core-machine")
    page = open_page("data_size")
    promised = r"30 experiments, [\d.]+ (s|min) to [\d.]+ (min|h) on"
    assert any(re.search(promised, caption.value) for caption in page.caption)


def test_run_queues_exactly_what_is_missing(measured, monkeypatch):
    """What is measured already is not asked for again."""
    measured("digits", "live", sizes=(100,), recipes=("quick",))
    asked: list[Experiment] = []
    monkeypatch.setattr(source.engine(), "submit", lambda experiments, asker, again: asked.extend(experiments))
    page = open_page("data_size")
    page.button(key="run").click().run()
    assert len(asked) == 30 - 6
    assert {experiment.n_train for experiment in asked} == {200, 500, 1000, 2000}


def test_pretrained_features_are_a_choice_that_is_off_at_first():
    """Home compares what starts from nothing; a toggle adds features learned elsewhere, and red words explain them."""
    store = Store(settings().results_url)
    curves = {(learner, "quick"): lambda _: 0.6 for learner in ("svm", "cnn", "pretrained")}
    for row in rows(curves, sizes=(100, 500), n_test=500).to_dict("records"):
        store.add(result(row, "digits"), "elsewhere")
    store.close()
    page = open_page("home")
    assert not page.exception
    assert "1.28 million labelled photographs" not in words(page)
    page.toggle(key="pretrained").set_value(True).run()
    assert not page.exception
    assert ":red[**Not from nothing.**" in words(page)


def test_too_much_at_once_is_refused_in_one_sentence(monkeypatch):
    """The quota is the engine's, and the page passes its sentence on."""
    monkeypatch.setenv("CROSSOVER_MAX_QUEUED", "5")
    settings.cache_clear()
    page = open_page("data_size")
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
    page = open_page("data_size")
    assert r"\*full\*" in page.warning[0].value
    assert page.button(key="run")


def test_a_name_with_markdown_has_no_power(monkeypatch, tmp_path):
    """A folder called like an image link is shown as it is called, and nothing is fetched."""
    images = tmp_path / "data" / "![x](http:..evil)"
    for name in ("a", "b"):
        (images / name).mkdir(parents=True)
    monkeypatch.setenv("CROSSOVER_DATA", str(tmp_path / "data"))
    settings.cache_clear()
    page = open_page("data_size", dataset=images.name)
    assert not page.exception
    assert page.selectbox(key="dataset").value == images.name
    assert "![x](" not in page.warning[0].value


def test_who_only_watches_can_join_but_not_cancel():
    """Cancel is for who asked; a watcher may count themselves in, so that it goes on without the first."""
    experiment = Experiment("digits", "svm", 100, 0, "quick")
    store = Store(settings().results_url)
    store.enqueue([experiment], "someone")
    store.claim(new_owner(), 1)
    page = open_page("data_size")
    assert not [button for button in page.button if button.key == "cancel"]
    page.button(key="join").click().run()
    assert "someone, " in store.jobs()["askers"].iloc[0] or ", someone" in store.jobs()["askers"].iloc[0]
    store.close()


def test_the_command_line_on_the_page_asks_for_the_same(measured):
    """What the page offers to copy names every size that was asked for, measured or not."""
    measured("digits", "live", sizes=(100,), recipes=("quick",))
    page = open_page("data_size")
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
    page = open_page("runs")
    assert not page.exception
    shown = page.dataframe[0].value
    assert list(shown["who"]) == ["another visitor"]
    assert "0123456789ab" not in words(page)
