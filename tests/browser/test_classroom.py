"""A lesson in real browsers: a teacher, three students of whom one is on a phone and reloads, and the projector."""

import re
from functools import partial

from playwright.sync_api import expect

from tests.browser.accessible import LOOKS, look_at, violations_by_look
from tests.browser.rooms import choose_and_vote, opened_lesson, opened_room, press, saved, slide_and_vote
from tests.browser.steps import CHART, idle

FOLD = 720


BOTTOM = "document.querySelector('.js-plotly-plot .main-svg').getBoundingClientRect().bottom"
VOTES = (slide_and_vote, slide_and_vote, slide_and_vote, choose_and_vote, choose_and_vote, slide_and_vote)
"""How students vote on each question of the ready lesson."""


def tells_no_vote(projector, teacher, change):
    """Change a vote while all have voted: the projector's page stays as it was, letter by letter, without any chart."""
    shown = projector.get_by_test_id("stMain")
    before = shown.inner_html()
    change()
    projector.wait_for_timeout(2_000)  # it polls each second
    assert shown.inner_html() == before
    assert projector.locator(CHART).count() == teacher.locator(CHART).count() == 0


def test_a_whole_lesson_with_three_students_from_the_first_vote_to_deletion(page, visit, server, tmp_path):
    """Six questions, a phone that reloads, a student who comes late: nobody sees a vote too early, none is lost."""
    code = opened_lesson(page, server)
    projector = visit(server, f"classroom?room={code}&show=projector", height=FOLD)
    expect(projector.get_by_text(code, exact=True)).to_be_visible()
    phone = visit(server, "classroom", width=390)
    phone.get_by_role("textbox", name="Code of the room").fill(code.lower())
    press(phone, "Join")
    expect(phone.get_by_role("heading", name="You are in")).to_be_visible()
    students = [visit(server, f"classroom?room={code}"), phone]

    for number, vote in enumerate(VOTES, 1):
        if number == 4:
            students.append(visit(server, f"classroom?room={code}"))  # in time for the fourth question
        press(page, f"Open question {number}")
        for place, student in enumerate(students):
            vote(student, place + 1 if vote is slide_and_vote else place)
        expect(projector.get_by_text(f"{len(students)} of {len(students)} have voted")).to_be_visible()
        if VOTES[: number - 1].count(vote) == 0:  # once for each way to vote
            tells_no_vote(projector, page, partial(vote, students[0], 2))
        if number == 1:
            vote_after_discussion(page, phone)
        press(page, "Reveal")
        for view in (page, projector, *students):
            expect(view.locator(CHART).first).to_be_visible()
        expect(phone.get_by_text(re.compile(f"of {1 if number == 1 else len(students)} votes? "))).to_be_visible()
        projector.wait_for_timeout(500)  # the chart takes its height
        assert projector.evaluate(BOTTOM) <= FOLD

    page.get_by_text("Results and deletion").click()
    lines = saved(page, "Results (CSV)", tmp_path).read_text().splitlines()
    assert len(lines) == 1 + 3 + 2 + 2 + 3 + 3 + 3
    results, sheet = (saved(page, name, tmp_path) for name in ("Results (HTML)", "Sheet to print (HTML)"))
    delete(page)
    expect(phone.get_by_text("This room has ended.")).to_be_visible()

    paper = phone.context.new_page()
    paper.goto(results.as_uri())
    expect(paper.get_by_role("table")).to_have_count(6)
    paper.goto(sheet.as_uri())
    expect(paper.get_by_text("What to expect:")).to_have_count(6)
    assert len(re.findall(rb"/Type */Page\b", paper.pdf(format="A4"))) == 1


def vote_after_discussion(teacher, phone):
    """End the first vote; the phone reloads meanwhile and still knows its own; then it votes again."""
    said = phone.get_by_text("You voted:").inner_text().removeprefix("You voted: ").partition(".")[0]
    press(teacher, "End the vote: discuss")
    expect(phone.get_by_text("Find somebody who voted differently.")).to_be_visible()
    phone.reload()
    expect(phone.get_by_text(f"Your vote: {said}")).to_be_visible()
    press(teacher, "Vote again")
    slide_and_vote(phone, 1)


def delete(teacher):
    """Delete the room, as whoever is sure does."""
    teacher.get_by_test_id("stCheckbox").filter(has_text="Delete this room").locator("label").click()
    press(teacher, "Delete the room")
    expect(teacher.get_by_role("heading", name="Open a room")).to_be_visible()


def test_a_student_s_browser_loads_what_draws_charts_while_it_waits(page, visit, server):
    """Before the first question, and nobody sees or hears of a chart; at the reveal there is one."""
    code = opened_room(page, server)
    student = visit(server, f"classroom?room={code}")
    student.wait_for_function("performance.getEntriesByType('resource').some((one) => /plotly/i.test(one.name))")
    expect(student.get_by_role("heading", name="You are in")).to_be_visible()
    expect(student.get_by_test_id("stPlotlyChart").filter(visible=True)).to_have_count(0)

    press(page, "Open question 1")
    slide_and_vote(student, 2)
    press(page, "Reveal")
    expect(student.locator(CHART).first).to_be_visible()
    expect(student.get_by_test_id("stPlotlyChart")).to_have_count(1)


def test_axe_finds_nothing_in_any_view(page, visit, server):
    """Teacher, student and projector, while the class votes and after the reveal, in every look."""
    code = opened_room(page, server)
    paths = (f"classroom?room={code}", f"classroom?room={code}&show=projector")
    views = [page, *(visit(server, path) for path in paths)]
    broken = {"invitation": [violations_by_look(view) for view in views]}
    press(page, "Open question 1")
    slide_and_vote(views[1], 2)
    broken["vote"] = [violations_by_look(view) for view in views[1:]]
    press(page, "Reveal")
    for view in views:
        expect(view.locator(CHART).first).to_be_visible()
        idle(view)
    expect(page.get_by_text("A link of your own")).to_be_attached()
    broken["reveal"] = [violations_by_look(view) for view in views]

    assert {step: found for step, found in broken.items() if any(found)} == {}
    for view in views:
        look_at(view, next(iter(LOOKS)))
        assert view.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
