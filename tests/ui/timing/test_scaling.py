"""The part of the timing page on growth: empty, with rows, by address, and what it never mixes."""

import json
from functools import partial

import pytest

from experiments.spec import Experiment, Result
from experiments.store.results import Store
from settings import settings
from tests.analysis.timing.test_scaling import N_TEST, SIZES, made
from tests.ui.part import opened, table, words

pytestmark = pytest.mark.slow


def show():
    """The part alone."""
    from ui.timing.scaling import show_scaling

    show_scaling()


open_part = partial(opened, show)


def add(origin="two-core-epyc", settings_of_all=(), **given):
    """Put invented rows into the table."""
    store = Store(settings().results_url)
    for row in made(**given).to_dict("records"):
        asked = Experiment(row["dataset"], row["learner"], row["n_train"], row["seed"], row["recipe"], "cpu",
                           settings=settings_of_all)  # fmt: skip
        kept = {name: row[name] for name in Result.__dataclass_fields__ if name in row}
        told = {"details": json.loads(row["details"]), "versions": {}, "commit": "", "n_parameters": 1}
        bits = {"correct": bytes(N_TEST // 8), "predictions": b"", "model_bytes": 1, "accuracy": 0.5}
        store.add(Result(**{**kept, **told, **bits, "experiment": asked}), origin)
    store.close()


def test_with_nothing_measured_it_says_how_to_measure():
    """One sentence with the command."""
    page = open_part()

    assert "Nothing is measured yet that shows how the seconds grow" in page.info[0].value
    assert "python -m experiments run" in page.info[0].value


def test_the_finding_table_and_command_are_of_the_rows():
    """Exponents beside theory's, and the command that measures the same sizes."""
    add(cnn_fit=lambda n: 0.04 * n)
    page = open_part()

    assert not page.info
    assert "With twice the images, training takes the SVM 4.0 times as long" in words(page)
    assert "it becomes the slower one at about" in words(page)
    assert list(table(page)["Part"])[:2] == ["SVM: features", "SVM: training"]
    assert table(page)["Exponent in theory"].tolist() == ["1", "2 to 3", "1", "1", "1"]
    assert all(f"--n-train {n}" in page.code[0].value for n in SIZES)
    assert "Recorded on a machine" in words(page)


def test_the_address_holds_the_choice():
    """Images, recipe and view are those of the address."""
    add()
    add(recipe="thorough", cnn_fit=lambda n: 1.0 * n)
    for view in ("In all", "Each part"):
        page = open_part(scaling_view=view, scaling_recipe="Thorough")
        assert page.segmented_control(key="scaling_view").value == view.lower()
        assert "--recipe thorough" in page.code[0].value


def test_a_wrong_address_falls_back_to_the_defaults():
    """Values that no widget has are ignored, never an error."""
    add()
    assert open_part(scaling_view="<b>", scaling_recipe="x", scaling_images="nothing", scaling_where="?").header


def test_two_machines_are_a_choice_and_never_one_curve():
    """Rows of either stand alone, and the address says whose."""
    add()
    alone = open_part().header[0].value
    add("a-laptop", machine="a laptop", svm_fit=lambda n: 1e-6 * n**3)
    page = open_part()

    assert len(page.selectbox(key="scaling_where").options) == 2
    said = set()
    for option in page.selectbox(key="scaling_where").options:
        said.add(page.selectbox(key="scaling_where").set_value(option).run().header[0].value)
    assert alone in said
    assert len(said) == 2


def test_no_path_of_this_machine_is_shown():
    """What was measured of a folder by its path is nobody else's business; what was recorded has a name."""
    add("live", dataset="/home/someone/images")
    assert open_part().info
    add("a-laptop", dataset="shapes")
    assert open_part().selectbox(key="scaling_images").value == "shapes"
    assert len(open_part().selectbox(key="scaling_images").options) == 1


def test_rows_with_settings_never_mix_in():
    """A race or an ablation beside the curve changes nothing."""
    add()
    before = open_part().header[0].value
    add("live", settings_of_all=(("budget_seconds", 60),), recipe="race", svm_fit=lambda n: 60.0)
    add("live", settings_of_all=(("only", "hog"),), svm_fit=lambda n: 1e-9 * n)

    assert open_part().header[0].value == before
