"""The race is drawn as it was run: in steps, in the learners' colours, with nothing before or after its clock."""

import json
from itertools import product

import numpy as np
import pandas as pd
import pytest

from analysis.common.scored_on import UnlikeTestImagesError
from analysis.race.curve import curves, race_table
from charts.common import style
from charts.race.chart import Runner, describe_energy, describe_race, describe_running, race_figure
from tests.analysis.race.raced import CNN, SVM, race_row, races, steps

ALL = ("svm", "cnn", "pretrained")


def runner(learner: str, told: list, seconds: float) -> Runner:
    """A race that still runs."""
    return Runner(learner, 0, json.dumps(steps(told)), seconds, 60.0, 1500)


def lines(figure, learner: str) -> list:
    """The drawn steps of a learner."""
    colour = style.LOOKS[learner].line["light"]
    return [trace for trace in figure.data if trace.mode == "lines" and trace.line.color == colour]


def test_a_model_holds_until_a_better_one_steps_up():
    """A slanted line would show accuracies that no model had."""
    figure = race_figure(curves(races()))
    (line,) = lines(figure, "cnn")

    assert line.line.shape == "hv"
    assert list(line.x)[1:] == [0.6, 3.0, 14.0, 60.0]
    assert list(line.y) == pytest.approx([11, 41, 91, 98.5, 98.5])


def test_the_axis_begins_before_the_first_model_and_ends_with_the_budget():
    """A logarithmic axis has no zero: the line begins with the state at its left end."""
    figure = race_figure(curves(races()))
    low, high = (10**end for end in figure.layout.xaxis.range)

    assert 0.1 < low < 0.2
    assert 60 < high < 70
    assert figure.layout.xaxis.type == "log"


def test_ticks_have_names_that_people_use():
    """A few of them, whatever the budget, with the unit at each."""
    for budget, narrow in product([1, 2, 10, 60, 600], [False, True]):
        figure = race_figure(curves(races(budget=budget)), narrow=narrow)
        names = figure.layout.xaxis.ticktext

        assert 2 <= len(names) <= 10
        assert all(name.endswith((" s", " min")) for name in names)
        assert figure.layout.xaxis.tickfont.size >= 12


def test_each_learner_has_its_colour_and_its_mark():
    """Colour is not all that tells them apart."""
    for theme in ["light", "dark"]:
        figure = race_figure(curves(races()), theme=theme)
        marks = {trace.name: trace.marker for trace in figure.data if trace.mode == "markers"}

        assert {mark.color for mark in marks.values()} == {style.LOOKS[one].line[theme] for one in ("svm", "cnn")}
        assert len({mark.symbol for mark in marks.values()}) == 2


def test_the_third_has_a_mark_and_a_dash_of_its_own():
    """Finished or running: green, dashed and with another mark, also for eyes that see no colours."""
    rows = pd.concat([races(), pd.DataFrame([race_row("pretrained", SVM)])])
    for figure in [race_figure(curves(rows)), race_figure(curves(rows.iloc[:0]), [runner(one, SVM, 9) for one in ALL])]:
        drawn = {trace.line.color: trace.line.dash for trace in figure.data if trace.line.color}
        symbols = {trace.marker.symbol for trace in figure.data if trace.mode and "markers" in trace.mode}

        assert drawn == {"#D55E00": "solid", "#0072B2": "solid", "#009E73": "longdash"}
        assert len(symbols) == 3


def test_recorded_marks_are_hollow():
    """Live ones are filled, and names tell the two apart."""
    figure = race_figure(curves(pd.concat([races(), races(origin="two-core-machine")])))
    marks = {trace.name: trace.marker.symbol for trace in figure.data if trace.mode == "markers"}

    assert len(marks) == 4
    assert all(symbol.endswith("-open") == ("recorded" in name) for name, symbol in marks.items())


def test_two_recorded_machines_are_told_apart():
    """One colour, two names, two dashes and two marks; the CNN raced on a GPU too."""
    gpu = races(origin="one-h200").query("learner == 'cnn'").assign(device="cuda", machine="NVIDIA H200, Xeon")
    figure = race_figure(curves(pd.concat([races(origin="two-core-machine"), gpu])))
    marks = {trace.name: trace.marker.symbol for trace in figure.data if trace.mode == "markers"}

    assert len(set(marks.values())) == len(marks) == 3
    assert len({line.line.dash for line in lines(figure, "cnn")}) == 2


def test_a_mark_says_its_numbers():
    """After how long, which share of how many images, and its band."""
    figure = race_figure(curves(races(n_seeds=1)))
    (marks,) = [trace for trace in figure.data if trace.mode == "markers" and trace.name == "CNN"]

    assert marks.hovertext[-1].startswith(
        "<b>CNN</b><br>after 1 min: 98.5 % of 1,500 test images right<br>95 % band 97."
    )
    assert marks.hovertext[-1].endswith("(test images), one race")


def test_what_runs_is_a_thin_line_up_to_its_clock():
    """It ends where its clock stands, and only its head has a mark."""
    figure = race_figure(curves(races().iloc[:0]), [runner("cnn", CNN[:2], 2.5)])
    (line,) = [trace for trace in figure.data if trace.mode == "lines+markers"]

    assert line.line.width < 2
    assert list(line.x)[1:] == [0.6, 2.5]
    assert list(line.y) == pytest.approx([11, 41, 41])
    assert list(line.marker.size) == [0, 0, 8]
    assert any("CNN" in note.text for note in figure.layout.annotations)


def test_a_race_that_found_nothing_yet_is_not_drawn():
    """Its clock may run before its first step is known."""
    assert len(race_figure(curves(races().iloc[:0]), [Runner("cnn", 0, "", 0.0, 60.0, 1500)]).data) == 0


def test_the_moment_asked_about_is_an_upright_line():
    """At its place on the logarithmic axis, with its words."""
    figure = race_figure(curves(races()), at=5.0)

    assert (figure.layout.shapes[0].x0, figure.layout.shapes[0].x1) == (5, 5)
    (note,) = [note for note in figure.layout.annotations if note.text == "after 5 s"]
    assert note.x == pytest.approx(np.log10(5))


def test_unlike_test_images_share_no_chart():
    """Accuracies on different images cannot be compared."""
    with pytest.raises(UnlikeTestImagesError):
        race_figure(curves(pd.concat([races(), races(dataset="textures")])))


def test_the_caption_says_what_the_clock_counts_and_where_it_ran():
    """Features count, prediction of test images does not; hollow marks are mentioned before filled ones."""
    rows = pd.concat([races(), races(origin="two-core-machine")])
    said = describe_race(curves(rows), rows)

    assert said.startswith("Mean of three races of 1 min, 95 % band over seeds and test images.")
    assert "The clock counts computing features, training and choosing a model" in said
    assert "it stops while the test images are scored" in said
    assert said.endswith(
        "Hollow marks: recorded on 2-core AMD EPYC, 22 Nov 2026. Filled marks: measured here on 2-core AMD EPYC, "
        "22 Nov 2026."
    )
    assert describe_race(curves(races(1)), races(1)).startswith("One race of 1 min per line: the 95 % band covers")


def test_a_running_pair_is_describe_moment_the_moment_that_both_have_reached():
    """Both are compared at the time of the slower clock."""
    assert describe_running([runner("svm", SVM, 12.0), runner("cnn", CNN, 1.0)]) == (
        "The race is on. Accuracy after 1 s: handcrafted features 93.0 % and the CNN 41.0 %."
    )
    assert "first models" in describe_running([Runner("cnn", 0, "", 0.0, 60.0, 1500)])


def test_electricity_is_reported_in_watt_hours_where_it_is_known():
    """A quarter of a thousandth of a kilowatt-hour is a quarter of a watt-hour."""
    row = race_row("cnn", CNN)
    known = row | {"details": json.dumps(json.loads(row["details"]) | {"energy_kwh": 0.00025})}

    assert describe_energy(race_table(pd.DataFrame([race_row("svm", SVM), known]))) == (
        "Electricity for one race, estimated by codecarbon: the CNN 0.25 Wh."
    )
    assert describe_energy(race_table(races())) == ""
