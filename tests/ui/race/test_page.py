"""The race page: empty, running, run, asked for by address, and what its rows never touch."""

import json
from collections.abc import Sequence

import pytest

import catalogue
from charts.common.style import look
from experiments.plan import plan_race
from experiments.race.budget import RACERS, USUAL
from experiments.spec import Experiment, Progress, Result
from experiments.store.owner import new_owner
from experiments.store.results import JobState, Store
from settings import settings
from tests.analysis.race.raced import CNN, FLOOR, SVM, Told, race_row, shifted, steps
from tests.ui.conftest import result
from tests.ui.features.test_features import shown
from tests.ui.part import open_page, table, words
from ui.common import source
from ui.race.clocks import clock_of
from ui.race.page import COLUMNS

pytestmark = pytest.mark.slow

PAGE = "race"
DATA_SIZE = "data_size"
THIRD: list[Told] = [FLOOR, (8.0, 100, 0.80, 0.80), (50.0, 1600, 0.92, 0.92)]
TOLD = {"svm": SVM, "cnn": CNN, "pretrained": THIRD}


def planned(budget: int = 60, seeds: int = 3, learners: Sequence[str] = USUAL) -> list[Experiment]:
    """What the page asks for on digits."""
    return plan_race("digits", catalogue.load("digits"), budget, seeds, learners)


def add(experiments: list[Experiment], origin: str = "live", **details: object) -> None:
    """Put an invented race of each experiment into the store; seeds differ a little."""
    store = Store(settings().results_url)
    for one in experiments:
        told = shifted(TOLD[one.learner], 0.002 * one.seed)
        store.add(raced(one, told, **details), origin)
    store.close()


def raced(one: Experiment, told: list[Told], **details: object) -> Result:
    """The result of a race with these steps."""
    made = race_row(one.learner, told, one.seed)
    measured = result(made, one.dataset)
    return Result(**{**vars(measured), "experiment": one, "details": json.loads(made["details"]) | details})


def test_with_nothing_raced_the_page_says_what_race_does_and_how_long_it_takes():
    """Six races of a minute, on however many workers, with one press."""
    page = open_page(PAGE)

    assert not page.exception
    assert "starts a clock for each learner" in words(page)
    assert "each have 1 min to become" in words(page)
    assert page.button(key="run").label == "Race"
    assert any("6 runs of 1 min, one after the other: at least 6 min" in caption.value for caption in page.caption)


def test_race_queues_both_sides_of_every_seed(monkeypatch):
    """The two of a seed follow one another, so that two workers run them at the same time."""
    asked: list[Experiment] = []
    monkeypatch.setattr(source.engine(), "submit", lambda experiments, asker, again: asked.extend(experiments))
    page = open_page(PAGE, budget="10 s", seeds="2")
    page.button(key="run").click().run()

    assert asked == planned(10, 2)
    assert [(one.learner, one.seed) for one in asked] == [("svm", 0), ("cnn", 0), ("svm", 1), ("cnn", 1)]
    assert {one.settings for one in asked} == {(("budget_seconds", 10),)}


def test_the_slider_reads_the_winner_from_the_rows():
    """After 1, 5, 20 and 60 seconds the sentence and both numbers are those of the invented rows."""
    add(planned())
    for after, said, shares in [
        ("1 s", "After 1 s handcrafted features are ahead of the CNN", ["93 %", "41 %"]),
        ("5 s", "After 5 s handcrafted features are ahead of the CNN", ["96.2 %", "91.2 %"]),
        ("20 s", "After 20 s the CNN is ahead of handcrafted features", ["96.2 %", "98.7 %"]),
        ("1 min", "After 1 min the CNN is ahead of handcrafted features", ["96.2 %", "98.7 %"]),
    ]:
        page = open_page(PAGE, after=after)
        assert not page.exception
        assert said in words(page)
        assert [metric.value for metric in page.metric] == shares


def test_the_finding_and_the_caption_are_written_from_the_rows():
    """Who led when, what the lines are, what the clock counts, and where it was run."""
    add(planned())
    said = words(open_page(PAGE))

    assert "After 1 s handcrafted features lead (SVM 93 %, CNN 41 %); from about 14 s on the CNN leads" in said
    assert "Mean of three races of 1 min" in said
    assert "The clock counts computing features" in said
    assert "Filled marks: measured here on 2-core AMD EPYC, 22 Nov 2026." in said


def test_the_table_says_what_each_side_did_with_its_time():
    """A line per side: images behind the best model by validation, models tried, seconds by what they went into."""
    add(planned())
    sides = table(open_page(PAGE)).set_index("Learner")

    assert sides.loc["CNN", "Images used"] == "2,800"
    assert sides.loc[look("svm").short, "Images used"] == "1,600"  # not its last try, which was worse
    assert sides.loc[look("svm").short, "Trials"] == "4"
    assert sides.loc["CNN", "Training (s)"] == "4.0"


def test_the_table_leaves_out_what_is_the_same_for_all():
    """Time, races and origin stand in the caption unless the rows differ."""
    add(planned())
    assert set(COLUMNS.values()) - set(table(open_page(PAGE)).columns) == {"Time", "Races", "Measured"}
    add(planned(), origin="two-core-machine")
    both = table(open_page(PAGE))
    assert set(COLUMNS.values()) - set(both.columns) == {"Time", "Races"}
    assert {one.rpartition(", ")[2] for one in both["Measured"]} == {"here", "recorded"}


def test_electricity_is_told_only_where_it_was_estimated():
    """No row, no number."""
    add(planned())
    assert "Electricity" not in words(open_page(PAGE))
    add(planned(30), energy_kwh=0.00025)
    assert "Electricity for one race, estimated by codecarbon: handcrafted features 0.25 Wh" in words(
        open_page(PAGE, budget="30 s")
    )


def test_a_race_of_another_length_is_not_this_one():
    """Each budget is an experiment of its own: one side plans for its end."""
    add(planned(60))
    assert open_page(PAGE, budget="10 s").info


def test_a_recorded_race_is_shown_and_can_be_hidden():
    """One that lasted longer is told as that; live ones stand beside it, never in its mean."""
    add(planned(60), origin="two-core-machine")
    assert open_page(PAGE).header[0].value.startswith("After 1 s")
    page = open_page(PAGE, budget="10 s")
    assert page.header[0].value.startswith("In the recorded race of 1 min, after 1 s handcrafted features lead")
    assert "Hollow marks: recorded on" in words(page)
    assert open_page(PAGE, budget="10 s", recorded="false").info
    assert open_page(PAGE, budget="2 min").info
    add(planned(10))
    said = words(open_page(PAGE, budget="10 s"))
    assert "Hollow marks: recorded on" in said
    assert "Filled marks: measured here on" in said
    assert "In the recorded race" not in said


def test_a_running_race_shows_both_clocks_and_its_steps():
    """From the queue: seconds, the best so far, what is being tried; the curve claims no winner."""
    store = Store(settings().results_url)
    store.enqueue(planned(60, 1), "someone")
    svm, cnn = planned(60, 1)
    owner = new_owner()
    store.claim(owner, 2)
    note = "12 s: 96.0 % by validation, trying 2,800 images"
    reports = {
        svm.id: Progress(0.2, note, json.dumps(steps(SVM))),
        cnn.id: Progress(0.05, "3 s: 40.0 % by validation, trying 800 images", json.dumps(steps(CNN[:2]))),
    }
    store.progress(owner, reports)
    page = open_page(PAGE, seeds="1")
    store.close()

    assert not page.exception
    assert [metric.value for metric in page.metric] == ["12 s", "96.0 %", "3 s", "40.0 %"]
    assert "The race is on. Accuracy after 3 s: handcrafted features 93.0 % and the CNN 41.0 %." in words(page)
    assert any("trying 2,800 images" in caption.value.replace("\\", "") for caption in page.caption)
    assert any("This server has one worker" in caption.value for caption in page.caption)


def test_a_clock_stands_where_its_race_ended():
    """Who had nothing left to try after 5.5 s did not take a minute; a race that failed tells no time."""
    svm, cnn = planned(60, 1)
    add([svm])

    assert clock_of(svm, JobState("done", 1.0, "", "")) == "6 s"
    assert clock_of(cnn, JobState("running", 0.2, "", "")) == "12 s"
    for status in ("queued", "failed", "cancelled"):
        assert clock_of(cnn, JobState(status, 0.5, "", "")) == "–"


def test_races_never_enter_the_curve_of_data_size(measured):
    """They have settings of their own, and stand in no curve of the recipe as it is."""
    measured("digits", "live", sizes=(100, 500, 2000), recipes=("quick",))
    before = shown(DATA_SIZE)
    add(planned())
    assert shown(DATA_SIZE) == before


def test_the_command_line_on_the_page_asks_for_the_same():
    """What can be copied runs these very races."""
    add(planned())
    assert open_page(PAGE).code[0].value == ("python -m experiments race --dataset digits --budget 60 --seeds 3 --json")


def test_pretrained_features_race_only_if_asked_and_the_page_says_what_they_have_seen(monkeypatch):
    """Off at first; the choice is in the address, and queues a third side of every seed."""
    asked: list[Experiment] = []
    monkeypatch.setattr(source.engine(), "submit", lambda experiments, asker, again: asked.extend(experiments))
    at_first = open_page(PAGE)
    page = open_page(PAGE, seeds="2", pretrained="true")
    page.button(key="run").click().run()

    assert not at_first.toggle(key="pretrained").value
    assert "1.28 million" not in words(at_first)
    assert ":red[**Pretrained features have seen 1.28 million labelled photographs before.**]" in words(page)
    assert asked == planned(60, 2, RACERS)
    assert [one.learner for one in asked] == [*RACERS, *RACERS]


def test_three_are_told_of_where_three_were_asked_for():
    """In the finding, at the chosen moment, in the table and in the command; rows of the third change nothing else."""
    add(planned())
    before = shown(PAGE)
    add(planned(learners=["pretrained"]))
    page = open_page(PAGE, pretrained="true", after="1 min")

    assert not page.exception
    assert shown(PAGE) == before
    assert "(after 1 min SVM 96.2 %, CNN 98.7 %, pretrained 92.2 %)" in words(page)
    assert "the CNN is ahead of handcrafted features by 2.5 points (±" in words(page)
    assert [metric.value for metric in page.metric] == ["96.2 %", "98.7 %", "92.2 %"]
    assert list(table(page)["Learner"]) == [look(learner).short for learner in RACERS]
    assert "--learner svm --learner cnn --learner pretrained --budget 60" in page.code[0].value


def test_too_few_images_are_told_in_one_sentence(monkeypatch, tmp_path):
    """One image a class cannot be learned from and validated by."""
    for name in ("a", "b"):
        (tmp_path / "data" / "few" / name).mkdir(parents=True)
    monkeypatch.setenv("CROSSOVER_DATA", str(tmp_path / "data"))
    settings.cache_clear()
    page = open_page(PAGE, dataset="few")
    assert not page.exception
    assert page.warning
