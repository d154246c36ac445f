"""The model store: kept models are whole, damaged or evicted ones are reported, and bytes stay within the limit."""

import os
import time
from datetime import UTC, datetime, timedelta

import pytest

from experiments.kept.model_store import ABOUT, ModelStore, model_store, write_about
from experiments.spec import Experiment
from models.register import UnusableModel
from settings import settings
from tests.experiments import toy_model
from tests.experiments.toy_model import BYTES, MODEL, asked, folders, sizes


def test_what_is_kept_can_be_opened(three):
    """The same model, with the experiment that made it, its accuracy, its size, and when it was kept."""
    experiment = asked(seed=3, recipe="thorough", settings=(("C", 1.5), ("kernel", "rbf"), ("only", "hog")))
    three.keep(experiment, MODEL, 0.875)
    kept, model = three.open(experiment.id)

    assert model == MODEL
    assert (kept.experiment, kept.id, kept.accuracy) == (experiment, experiment.id, 0.875)
    assert BYTES < kept.n_bytes < 1.1 * BYTES
    assert timedelta(0) <= datetime.now(UTC) - datetime.fromisoformat(kept.kept_at) < timedelta(minutes=1)
    assert three.kept("images", "1") == [kept]


def test_an_empty_model_store_answers(three, place):
    """Nothing is kept, nothing is the largest, nothing can be opened, and asking makes no folder."""
    assert three.kept("images", "1") == []
    assert three.largest("images", "1", "toy") is None
    with pytest.raises(KeyError):
        three.open(asked().id)
    assert not place.exists()


def test_only_this_version_of_this_data_set_is_told(three):
    """Models of other images, or of these before they changed, are not for these."""
    for experiment in (asked(), asked(data_version="2"), Experiment("others", "toy", 10)):
        three.keep(experiment, MODEL, 0.5)

    assert [kept.experiment for kept in three.kept("images", "2")] == [asked(data_version="2")]


def test_the_least_recently_used_goes_first(three):
    """Used is what was kept or opened: who was opened stays, who waited longest goes."""
    for n in (1, 2, 3):
        three.keep(asked(n), MODEL, 0.5)
    three.open(asked(1).id)
    three.keep(asked(4), MODEL, 0.5)
    assert sizes(three) == [1, 3, 4]
    three.keep(asked(5), MODEL, 0.5)

    assert sizes(three) == [1, 4, 5]
    with pytest.raises(KeyError):
        three.open(asked(3).id)


def test_as_many_go_as_must(three):
    """A large model takes the place of several small ones."""
    for n in (1, 2, 3):
        three.keep(asked(n), MODEL, 0.5)
    three.keep(asked(4), MODEL * 2, 0.5)

    assert sizes(three) == [3, 4]


def test_what_was_just_kept_stays(three, place):
    """Even where the others were used in the future, because a clock was set back."""
    for n in (1, 2, 3):
        three.keep(asked(n), MODEL, 0.5)
        os.utime(place / asked(n).id / ABOUT, (time.time() + 1e6,) * 2)
    three.keep(asked(4), MODEL, 0.5)

    assert 4 in sizes(three)
    assert len(sizes(three)) == 3


def test_a_model_larger_than_the_store_is_not_kept(three, place):
    """It takes nobody's place and leaves nothing behind."""
    three.keep(asked(1), MODEL, 0.5)
    three.keep(asked(2), MODEL * 4, 0.5)

    assert sizes(three) == [1]
    assert folders(place) == [asked(1).id]


def test_without_room_nothing_is_written(place):
    """An operator who wants no models has none: not even the folder is made."""
    ModelStore(place, 0).keep(asked(), MODEL, 0.5)

    assert not place.exists()


def test_a_companion_counts_and_goes_along(three):
    """What was worked out from a model takes its place on the model store, and goes away with the model."""
    for n in (1, 2):
        three.keep(asked(n), MODEL, 0.5)
    companion = three.companion(asked(1).id, "neighbours.safetensors")
    companion.write_bytes(MODEL)
    assert [kept.n_bytes > 2 * BYTES for kept in three.kept("images", "1")] == [True, False]
    three.keep(asked(3), MODEL, 0.5)

    assert sizes(three) == [2, 3]
    assert not companion.exists()


def test_keeping_again_replaces(three):
    """The newest model of an experiment is the one that is kept, and nothing that belongs to the one before."""
    three.keep(asked(), MODEL, 0.5)
    three.companion(asked().id, "neighbours").write_bytes(b"of the first")
    three.keep(asked(), b"another", 0.75)
    kept, model = three.open(asked().id)

    assert (model, kept.accuracy) == (b"another", 0.75)
    assert not three.companion(asked().id, "neighbours").exists()
    assert len(three.kept("images", "1")) == 1


def test_what_a_killed_process_left_is_no_model_and_goes(three, place):
    """A folder that was never finished is not told of, and the next to keep something takes it away."""
    half = place / f"{asked(1).id}.partial"
    three.keep(asked(2), MODEL, 0.5)
    half.mkdir()
    (half / "bytes").write_bytes(MODEL)
    write_about(half, asked(1), 0.5)
    assert sizes(three) == [2]
    with pytest.raises(KeyError):
        three.open(asked(1).id)
    three.keep(asked(3), MODEL, 0.5)

    assert folders(place) == sorted([asked(2).id, asked(3).id])


def test_a_store_that_is_a_file_is_empty(place):
    """Where no folder can be, reading says that nothing is kept; only keeping fails."""
    place.parent.mkdir()
    place.write_text("in the way")

    assert ModelStore(place, BYTES).kept("images", "1") == []
    with pytest.raises(OSError):
        ModelStore(place, 2 * BYTES).keep(asked(), MODEL, 0.5)


def test_only_an_id_names_a_model(three):
    """What a visitor sends leads nowhere else on the disk."""
    for id in ["", ".", "..", "../../secret", "g" * 16, "0" * 15, "0" * 17, "ABCDEF0123456789", "0/1"]:
        with pytest.raises(KeyError):
            three.open(id)
        with pytest.raises(KeyError):
            three.companion(id, "neighbours")


def test_a_model_that_goes_while_it_is_opened_is_gone(three, place):
    """Another process may take it between the looking and the reading."""
    three.keep(asked(), MODEL, 0.5)
    (place / asked().id / "bytes").unlink()
    with pytest.raises(KeyError):
        three.open(asked().id)


def test_a_damaged_model_is_refused_and_then_gone(three, caplog):
    """The first to ask gets a sentence; then the next largest is asked, or training is offered again."""
    three.keep(asked(1), MODEL, 0.5)
    three.keep(asked(2), toy_model.DAMAGED, 0.5)
    with pytest.raises(UnusableModel, match=r"is damaged or foreign \(not whole\); train it again\.$"):
        three.open(asked(2).id)

    assert three.largest("images", "1", "toy").experiment == asked(1)
    assert len(caplog.records) == 1


def test_a_lack_of_memory_costs_no_model(three):
    """What is no fault of the files takes nothing from the model store."""
    three.keep(asked(), toy_model.GREEDY, 0.5)
    with pytest.raises(MemoryError):
        three.open(asked().id)

    assert sizes(three) == [10]


def test_a_store_for_reading_only_can_be_opened(three, monkeypatch):
    """Where nobody may note the use, models are opened all the same."""
    three.keep(asked(), MODEL, 0.5)

    def refuse(*arguments, **options):
        raise PermissionError

    monkeypatch.setattr(os, "utime", refuse)

    assert three.open(asked().id)[1] == MODEL


def test_a_full_disk_leaves_what_there_was(three, place):
    """A model that cannot be written leaves no trace, and the earlier one of its experiment is still there."""
    three.keep(asked(), MODEL, 0.5)
    with pytest.raises(OSError, match="No space left"):
        three.keep(asked(), toy_model.FULL, 0.75)

    assert three.open(asked().id)[1] == MODEL
    assert folders(place) == [asked().id]


def test_the_largest_is_of_most_images_then_thorough_then_of_the_lowest_seed(three):
    """What the page asks: settings that somebody tried out never stand for the learner."""
    order = [
        asked(30, seed=1, recipe="thorough"),
        asked(30, seed=2, recipe="thorough"),
        asked(30, seed=0),
        asked(20, recipe="thorough"),
    ]
    roomy = ModelStore(three.folder, 100 * BYTES)
    roomy.keep(asked(90, settings=(("C", 1.0),)), MODEL, 0.9)
    for experiment in reversed(order):
        roomy.keep(experiment, MODEL, 0.5)
        assert roomy.largest("images", "1", "toy").experiment == experiment
        assert roomy.largest("images", "1", "svm") is None


def test_the_store_of_this_home(home, monkeypatch):
    """It lies beside the database, and the operator says how much it may hold."""
    monkeypatch.setenv("CROSSOVER_MAX_MODEL_BYTES", "12345")
    settings.cache_clear()

    assert (model_store().folder, model_store().max_bytes) == (home / "models", 12345)


def test_a_model_can_be_taken_away(three, place):
    """It alone goes, with its folder; one that is not there is no trouble, and a path is no model."""
    for n in (1, 2):
        three.keep(asked(n), MODEL, 0.5)
    three.remove(asked(1).id)
    three.remove(asked(1).id)
    with pytest.raises(KeyError):
        three.remove("../models")

    assert three.experiments() == [asked(2)]
    assert folders(place) == [asked(2).id]


def test_a_copy_is_kept_once_and_only_if_it_is_whole(three, place, tmp_path):
    """A model of another folder, as it was described there; not over one that is kept, and not without description."""
    other = ModelStore(tmp_path / "other", 3 * BYTES)
    other.keep(asked(1), MODEL, 0.75)
    other.keep(asked(2), MODEL, 0.75)
    (other.folder / asked(2).id / ABOUT).unlink()
    three.keep(asked(3), MODEL, 0.5)
    for one in (1, 1, 2):
        three.copy(other.folder / asked(one).id)

    assert sizes(three) == [1, 3]
    assert three.open(asked(1).id)[0].accuracy == 0.75
    before = (place / asked(3).id / ABOUT).read_bytes()
    three.copy(place / asked(3).id)
    assert (place / asked(3).id / ABOUT).read_bytes() == before
