"""The page of the class: who sees what, what the buttons do, and what is refused with a sentence."""

import pytest
import streamlit as st

from analysis.classroom.votes import votes_in_words
from experiments.classroom.room import Question, free
from experiments.store import classrooms
from experiments.store.classrooms import Classrooms
from experiments.store.results import Store
from settings import settings
from tests.analysis.synthetic import rows
from tests.ui.conftest import result
from tests.ui.part import open_page, words
from ui.classroom import answers, reveal, rooms
from ui.common import source, window

pytestmark = pytest.mark.slow

WHO = free("Who <b>wins</b>?", ["The [first](http://example.org)", "The second"])


@pytest.fixture
def crossing():
    """Curves of CIFAR-10 that clearly cross near 1,500 images, quickly and thoroughly trained, recorded elsewhere."""
    curves = {
        (learner, recipe): accuracy
        for recipe in ("quick", "thorough")
        for learner, accuracy in (("svm", lambda _: 0.6), ("cnn", lambda n: 1 - 0.8 * (n / 100) ** -0.25))
    }
    store = Store(settings().results_url)
    for row in rows(curves, sizes=(100, 500, 2000, 8000), n_test=1500).to_dict("records"):
        store.add(result(row, "cifar10-jpeg"), "two-core-machine")
    store.close()
    st.cache_resource.clear()
    st.cache_data.clear()


class Room:
    """A room with a question that a teacher wrote and, if rows answer it, one about the crossing."""

    def __init__(self, *asked: Question) -> None:
        self.all = Classrooms(source.store().database)
        self.code, self.key = self.all.open(asked or [WHO])

    def step(self, *steps, number=0):
        """Take a question through these steps, and have every page read the room anew."""
        for one in steps:
            self.all.step(self.code, self.key, number, one)
        st.cache_data.clear()

    def student(self):
        """The page of a new browser that opens the room's address."""
        return open_page("classroom", room=self.code)

    def teacher(self):
        """The teacher's page."""
        return open_page("classroom", room=self.code, teacher=self.key)

    def projector(self):
        """The projector's page."""
        return open_page("classroom", room=self.code, show="projector")


def again(page):
    """The page at its next poll."""
    st.cache_data.clear()
    return page.run()


def chart(page):
    """The figure that a page draws."""
    return page.get("plotly_chart")[0].proto.spec


def keys(page):
    """The keys of a page's buttons."""
    return {button.key for button in page.button}


def test_without_rows_only_own_questions_can_be_asked():
    """The page says so, and a room cannot be opened without any question."""
    page = open_page("classroom")

    assert "Nothing is measured yet" in words(page)
    assert page.button(key="classroom_open").disabled


@pytest.mark.usefixtures("crossing")
def test_every_question_with_rows_is_offered_and_no_other():
    """With curves those about curves; they are in the ready lesson."""
    page = open_page("classroom")
    offered = {box.key.removeprefix("classroom_ask_") for box in page.checkbox}
    assert offered == {"accuracy", "crossover", "four_times"}
    assert all(box.value for box in page.checkbox)


@pytest.mark.usefixtures("crossing")
def test_a_teacher_opens_a_room_and_leads_it():
    """The address becomes the teacher's; the first button opens the first question."""
    page = open_page("classroom")
    page.button(key="classroom_open").click().run()

    assert not page.exception
    assert {"room", "teacher"} <= set(page.query_params)
    page.button(key="classroom_step_open").click()
    again(page)
    assert "Question 1 of 3: the class votes" in {one.value for one in page.subheader}
    assert keys(page) >= {"classroom_step_discuss", "classroom_step_reveal"}


@pytest.mark.usefixtures("crossing")
def test_another_data_set_is_asked_where_it_was_chosen():
    """The room keeps the condition that the teacher picked."""
    page = open_page("classroom")
    picked = page.selectbox(key="classroom_about_crossover")
    picked.select(next(one for one in answers.answers_on_offer()["crossover"] if "thorough" in one.about).about).run()
    page.button(key="classroom_open").click().run()
    asked = Classrooms(source.store().database).room(page.query_params["room"]).questions

    assert "thorough training" in asked[1].where


@pytest.mark.usefixtures("crossing")
def test_where_a_question_is_asked_is_written_as_people_read_it(monkeypatch, tmp_path):
    """The options of a select box are no Markdown; who votes learns what the images show, not how a copy differs."""
    options = open_page("classroom").selectbox(key="classroom_about_crossover").options
    assert options == ["CIFAR-10 (JPEG copy), quick training", "CIFAR-10 (JPEG copy), thorough training"]

    for name in ("cat", "dog"):
        (tmp_path / "cifar10-jpeg" / name).mkdir(parents=True)
    monkeypatch.setenv("CROSSOVER_DATA", str(tmp_path))
    settings.cache_clear()
    asked = answers.question_of("crossover", answers.answers_on_offer()["crossover"][0])
    assert asked.where == "CIFAR-10 (JPEG copy), quick training. Images: animals and vehicles, 32x32 colour"


def test_an_own_question_is_added_and_removed():
    """Written, listed, asked; what is wrong with one is said."""
    page = open_page("classroom")
    page.text_input(key="classroom_prompt").input("Who wins?")
    page.text_area(key="classroom_choices_written").input("A")
    page.button(key="classroom_add").click().run()
    assert "2 to 6 choices" in page.warning[0].value

    page.text_area(key="classroom_choices_written").input("A\nB")
    page.button(key="classroom_add").click().run()
    assert not page.warning
    assert not page.button(key="classroom_open").disabled
    page.button(key="classroom_remove_0").click().run()
    assert page.button(key="classroom_open").disabled


def test_a_student_votes_and_changes_the_vote():
    """Nothing is voted before the button is pressed; the last vote counts."""
    room = Room()
    page = room.student()
    assert "You are in" in words(page)
    room.step("open")
    again(page)
    assert page.button(key="classroom_vote").disabled

    page.radio[0].set_value(0.0).run()
    page.button(key="classroom_vote").click()
    again(page)
    assert "You voted: The [first]" in page.success[0].value.replace("\\", "").replace("\u2060", "")
    page.radio[0].set_value(1.0).run()
    page.button(key="classroom_vote").click()
    again(page)
    room.step("reveal")
    assert room.all.votes(room.code, 0) == {1: [1.0]}


def test_a_vote_that_comes_after_the_reveal_is_told_to_be_late():
    """The student's page was drawn while the vote was open."""
    room = Room()
    room.step("open")
    page = room.student()
    page.radio[0].set_value(1.0).run()
    room.step("reveal")
    page.button(key="classroom_vote").click().run()
    assert "has ended" in page.warning[0].value
    assert "You have not voted on this question." in words(page)


def test_what_a_teacher_wrote_is_no_markdown():
    """A link in a choice is shown as it was typed, on every view."""
    room = Room()
    room.step("open")
    for page in (room.student(), room.projector(), room.teacher()):
        shown = [one.value for one in (*page.markdown, *page.header)]
        shown += [option for radio in page.radio for option in radio.options]
        assert not [text for text in shown if "](http" in text or ("<b>" in text and "\\<b" not in text)]


@pytest.mark.parametrize("steps", [("open",), ("open", "discuss"), ("open", "discuss", "again")])
def test_no_view_tells_a_vote_before_the_reveal(steps):
    """All votes for one or for the other: the projector's and the teacher's pages are the same."""
    seen = []
    for value in (0.0, 1.0):
        room = Room()
        room.step("open")
        for browser in ("ann", "ben"):
            room.all.vote(room.code, browser, 0, value)
        room.step(*steps[1:])
        pages = room.projector(), room.teacher()
        seen.append([words(page).replace(room.code, "CODE") for page in pages])
        assert all(not page.get("plotly_chart") for page in pages)

    assert seen[0] == seen[1]
    assert "of 2 ha" in seen[0][0] or "of 2 voted" in seen[0][0]


@pytest.mark.usefixtures("crossing")
def test_the_reveal_has_finding_votes_and_band():
    """Students, the teacher and the projector see the sentence from the rows, how the class did, and the chart."""
    answer = answers.answers_on_offer()["crossover"][0]
    room = Room(answers.question_of("crossover", answer))
    room.step("open")
    page = room.student()
    inside = min(answer.options, key=lambda one: abs(one - answer.value))
    room.all.vote(room.code, "ann", 0, inside)
    room.all.vote(room.code, "ben", 0, 10.0)
    room.step("reveal")

    for shown in (again(page), room.teacher(), room.projector()):
        said = words(shown)
        assert "the CNN overtakes handcrafted features between" in said
        assert "1 of 2 votes (50 %) is inside the measured band" in said
        assert len(shown.get("plotly_chart")) == 1
    assert "You have not voted on this question" in words(page)


@pytest.mark.usefixtures("crossing")
def test_a_student_knows_what_can_be_voted_and_what_comes_next():
    """The ends of the scale, which a phone does not show by itself; and that the next question comes by itself."""
    answer = answers.answers_on_offer()["crossover"][0]
    room = Room(answers.question_of("crossover", answer), WHO)
    room.step("open")
    page = room.student()
    assert page.select_slider[0].label == "Your prediction, 10 to 100,000 images"

    room.step("reveal")
    assert "The next question appears here" in words(again(page))
    room.step("open", "reveal", number=1)
    assert "The next question" not in words(again(page))


def test_a_reveal_is_made_once_for_all_screens_that_look_the_same(monkeypatch):
    """The second student is sent what the first was; a dark and a narrow window have charts of their own."""
    room, made = Room(), []
    monkeypatch.setattr(reveal, "votes_in_words", lambda *given: made.append(given) or votes_in_words(*given))
    room.step("open")
    room.all.vote(room.code, "ann", 0, 0.0)
    room.step("reveal")

    first, second = room.student(), room.student()
    assert words(first) == words(second)
    assert "1 vote." in words(second)
    assert chart(first) == chart(second)
    assert len(made) == 1
    charts = {chart(first)}
    for told in ("dark", "narrow", "narrow dark"):
        monkeypatch.setattr(window, "_report", told.split)
        charts.add(chart(room.student()))
    assert len(charts) == len(made) == 4


def test_a_room_with_the_code_of_a_deleted_one_reveals_its_own_votes(monkeypatch):
    """Codes are used again, and what was made for the old room is not shown in the new one."""
    monkeypatch.setattr(classrooms, "new_code", lambda: "BKTR")
    for n_votes in (1, 2):
        room = Room()
        room.step("open")
        for browser in range(n_votes):
            room.all.vote(room.code, str(browser), 0, 1.0)
        room.step("reveal")
        assert f"{n_votes} vote" in words(room.student())
        room.all.delete(room.code, room.key)


def test_a_question_whose_rows_are_gone_shows_the_votes():
    """A sentence says so, and nothing breaks."""
    room = Room(Question("crossover", "gone", "How many?", (10.0, 100.0), "images"))
    room.step("open")
    room.all.vote(room.code, "ann", 0, 10.0)
    room.step("reveal")
    said = words(room.student())

    assert "no longer on this server" in said
    assert "Middle vote of the class (median): 10 images." in said


@pytest.mark.parametrize("code", ["ZZZZ", "<script>", "AAAA", "B" * 500])
def test_a_wrong_code_says_what_would_be_right(code):
    """One sentence, and the lobby to try again."""
    page = open_page("classroom", room=code)

    assert not page.exception
    assert "no room ZZZZ" in page.warning[0].value or "four of the letters" in page.warning[0].value
    assert page.text_input(key="classroom_code")


def test_a_guessed_teachers_address_is_refused():
    """No button of the teacher is there."""
    room = Room()
    page = open_page("classroom", room=room.code, teacher="0" * 32)

    assert "not the teacher" in page.warning[0].value
    assert not any(key.startswith("classroom_step") for key in keys(page))


def test_codes_cannot_be_tried_without_end(monkeypatch):
    """After ten wrong codes within a minute the right one is refused too, and other browsers are not."""
    room = Room()
    monkeypatch.setattr(rooms, "visitor", lambda: "ann")
    for _ in range(rooms.MOST_WRONG_CODES):
        with pytest.raises(ValueError, match="no room"):
            rooms.enter("ZZZZ")
    with pytest.raises(ValueError, match="Too many wrong codes"):
        rooms.enter(room.code)

    monkeypatch.setattr(rooms, "visitor", lambda: "ben")
    assert rooms.enter(room.code.lower()).code == room.code


def test_a_typed_code_leads_into_the_room():
    """In small letters too; the address is then the room's."""
    room = Room()
    page = open_page("classroom")
    page.text_input(key="classroom_code").input(f" {room.code.lower()} ").run()
    page.button(key="classroom_join").click().run()

    assert page.query_params["room"] == room.code
    assert "You are in" in words(page)


def test_who_leaves_a_room_for_another_page_finds_the_way_back():
    """Teacher and student come back without the address; a room that is no longer there is not offered."""
    room = Room()
    for page, is_teacher in ((room.teacher(), True), (room.student(), False)):
        page.query_params.clear()
        page.run().button(key="classroom_back").click().run()
        assert page.query_params["room"] == room.code
        assert ("teacher" in page.query_params) == is_teacher
        assert ("classroom_step_open" in keys(page)) == is_teacher

    room.all.delete(room.code, room.key)
    page.query_params.clear()
    assert "classroom_back" not in keys(again(page))


def test_a_room_is_deleted_only_by_who_is_sure():
    """A box and a button; students then read that it has ended."""
    room = Room()
    student, page = room.student(), room.teacher()
    assert page.button(key="classroom_delete").disabled
    page.checkbox(key="classroom_sure").check().run()
    page.button(key="classroom_delete").click().run()

    assert not page.exception
    assert not page.query_params
    assert "no room" in words(again(student))
