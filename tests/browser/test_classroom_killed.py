"""A server that is killed in the middle of a lesson: the next one goes on where it stopped."""

import re

import psutil
from playwright.sync_api import expect

from experiments.store.classrooms import Classrooms
from experiments.store.database import connect
from tests.browser.conftest import free_port, served
from tests.browser.rooms import opened_room, press, slide_and_vote
from tests.browser.steps import CHART, press_away


def kill(process):
    """SIGKILL to the server and all that it started, as when a machine loses its power."""
    for one in [psutil.Process(process.pid), *psutil.Process(process.pid).children(recursive=True)]:
        one.kill()
    process.wait(20)


def test_a_server_killed_between_vote_and_reveal_comes_back_with_all_votes(visit, tmp_path):
    """No browser is reloaded: each finds its vote and the step, and the teacher reveals what was voted before."""
    home, port = tmp_path / "home", free_port()
    with served(home, port=port, CROSSOVER_ENGINE="inline") as (address, process):
        teacher = visit(address, "classroom")
        code = opened_room(teacher, address)
        students = [visit(address, f"classroom?room={code}", width) for width in (1280, 390)]
        projector = visit(address, f"classroom?room={code}&show=projector")
        press(teacher, "Open question 1")
        voted = [slide_and_vote(student, steps) for student, steps in zip(students, (1, 4), strict=True)]
        kill(process)

    with served(home, port=port, CROSSOVER_ENGINE="inline"):
        for view in (teacher, projector, *students):  # a button pressed before is lost
            expect(view.get_by_test_id("stConnectionStatus")).to_have_count(0, timeout=90_000)
        for student, said in zip(students, voted, strict=True):
            expect(student.get_by_text(f"You voted: {said}")).to_be_visible()
            expect(student.get_by_role("button", name="Change my vote")).to_be_enabled()
        expect(projector.get_by_text("2 of 2 have voted")).to_be_visible()
        room = Classrooms(connect(home / "results.sqlite")).room(code)
        assert (room.step, room.current, room.n_voted, room.n_seats) == ("open", 0, 2, 2)

        press_away(teacher.get_by_role("button", name="Reveal", exact=True))
        for view in (teacher, projector, *students):
            expect(view.locator(CHART).first).to_be_visible()
        votes = Classrooms(connect(home / "results.sqlite")).votes(code, 0)
        assert votes == {1: sorted(float(re.sub(r"\D", "", said)) for said in voted)}
