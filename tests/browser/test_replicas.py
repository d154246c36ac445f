"""Two replicas under a base path behind a real proxy: what pages do works there, and one replica may be lost."""

import asyncio
import secrets
from concurrent.futures import ThreadPoolExecutor

import pytest
from playwright.sync_api import expect
from websockets.exceptions import ConnectionClosed

from benchmarks.session import opened
from benchmarks.voting import Voter
from experiments.store.classrooms import Classrooms
from experiments.store.database import connect
from tests.browser.replicas import move, replica_of, replicated
from tests.browser.rooms import opened_room, press, slide_and_vote
from tests.browser.steps import CHART, go, idle
from tests.browser.test_classroom_killed import kill
from tests.browser.test_navigation import QUESTIONS
from tests.browser.test_your_images import PATIENCE, bring, shoot
from tests.proxy import find

pytestmark = pytest.mark.skipif(not find(), reason="no nginx: install it to run the tests of replicas")


@pytest.fixture(scope="module")
def replicas(tmp_path_factory):
    """Two replicas behind the proxy, for all tests that kill none."""
    with replicated(tmp_path_factory.mktemp("replicas"), CROSSOVER_ENGINE="inline") as both:
        yield both


def test_links_between_pages_stay_under_the_base_path(page, replicas):
    """One that a page draws, one of the sidebar, and the way back to the first page; and so does every request."""
    go(page, replicas.address, "decide")
    page.get_by_test_id("stMain").get_by_role("link", name="Models in use").click()
    expect(page).to_have_url(f"{replicas.address}/timing?part=Models+in+use")
    expect(page.get_by_role("heading", level=1)).to_have_text(QUESTIONS["timing"])
    page.get_by_test_id("stSidebar").get_by_role("link", name="Where the curves cross").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(QUESTIONS["home"])
    expect(page).to_have_url(f"{replicas.address}/")
    inside = f"{replicas.address.partition('//')[2]}/"
    requested = {url.partition("//")[2] for url in page.requested if url.startswith(("http", "ws"))}
    assert {url for url in requested if not url.startswith(inside)} == set()


def test_a_download_comes_through_the_proxy(page, replicas):
    """The rows of the first page as a file."""
    go(page, replicas.address)
    page.get_by_text("Take it with you").click()
    with page.expect_download() as download:
        page.get_by_role("button", name="Rows (CSV)").click()
    assert download.value.path().read_bytes().count(b"\n") > 10


def test_an_upload_comes_through_the_proxy_and_is_on_the_other_replica_too(page, replicas):
    """The images go to the replica that asked for them; from the other one the same browser finds what was made."""
    name = bring(page, replicas.address)
    here = replica_of(page)
    there = {"one": "two", "two": "one"}[here]
    move(page, replicas.address, there)
    go(page, replicas.address, f"your_images?yours={name}")
    expect(page.get_by_role("heading", name="41 images in 2 classes")).to_be_visible(timeout=PATIENCE)
    idle(page)
    assert replica_of(page) == there


def test_a_camera_shot_comes_through_the_proxy(visit, replicas):
    """Nothing that the proxy sends forbids the camera, and the second shot finds what the first one began."""
    page = visit(replicas.address, "your_images")
    page.context.grant_permissions(["camera"])
    page.get_by_text("Camera", exact=True).click()
    for number in (1, 2):
        shoot(page, "cup", f"{number} images? so far")


def test_the_links_of_a_room_hold_the_base_path(visit, replicas):
    """The address under the QR code, the projector's and those of the lesson; a student joins by the first."""
    teacher = visit(replicas.address, "classroom")
    code = opened_room(teacher, replicas.address)
    projector = teacher.get_by_role("link", name="Projector view").get_attribute("href")
    assert projector.startswith(f"{replicas.address}/classroom?room={code}")
    expect(teacher.get_by_text(f"{replicas.address}/classroom?room={code}").first).to_be_visible()
    student = visit(replicas.address, f"classroom?room={code}", 390)
    expect(student.get_by_text(code).first).to_be_visible()


class Class:
    """Sixty browsers without windows in a room; their loop has a thread of its own, because Playwright has this one."""

    def __init__(self, address, code):
        self.address, self.query = address, f"room={code}"
        self.tokens = [secrets.token_urlsafe(32) for _ in range(60)]
        self.thread, self.loop = ThreadPoolExecutor(1), asyncio.new_event_loop()
        self.voters = []

    def __enter__(self):
        return self

    def __exit__(self, *_problem):
        self.do(self.leave)
        self.thread.submit(self.loop.close).result()
        self.thread.shutdown()

    def do(self, act):
        """What a coroutine function of this class returns."""
        return self.thread.submit(self.loop.run_until_complete, act()).result()

    async def vote(self):
        """All open the room and vote."""
        self.voters = [await self._opened(token) for token in self.tokens]
        for voter in self.voters:
            await voter.rerun()
            await voter.give_vote()

    async def come_back(self):
        """All ask again, those whose session is lost by a new one; how many those are, and what each page says."""
        n_lost = 0
        for place, voter in enumerate(self.voters):
            try:
                await voter.rerun()
            except ConnectionClosed:
                n_lost += 1
                self.voters[place] = await self._opened(self.tokens[place])
                await self.voters[place].rerun()
        return n_lost, [said for voter in self.voters for said in voter.said if said.startswith("You voted")]

    async def leave(self):
        """All close their windows."""
        for voter in self.voters:
            await voter.socket.close()

    async def _opened(self, token):
        return await opened(Voter, self.address, "classroom", self.query, token)


def test_a_replica_killed_under_a_class_loses_no_vote_and_its_browsers_go_on_at_the_other(visit, replicas):
    """No browser is reloaded: each comes back with the state of its address, and the teacher reveals every vote."""
    teacher = visit(replicas.address, "classroom")
    code = opened_room(teacher, replicas.address)
    students = [visit(replicas.address, f"classroom?room={code}", width) for width in (1280, 390)]
    other = visit(replicas.address, "data_size?dataset=Textures")
    press(teacher, "Open question 1")
    said = [slide_and_vote(student, steps) for student, steps in zip(students, (1, 4), strict=True)]
    lost = replica_of(teacher)
    with Class(replicas.address, code) as everybody:
        everybody.do(everybody.vote)
        kill(replicas.processes[lost])
        n_lost, votes = everybody.do(everybody.come_back)
    assert 20 < n_lost < 40  # the proxy shared them out
    assert len(votes) == 60
    for page in (teacher, other, *students):
        expect(page.get_by_test_id("stConnectionStatus")).to_have_count(0, timeout=90_000)
    for student, vote in zip(students, said, strict=True):
        expect(student.get_by_text(f"You voted: {vote}")).to_be_visible()
    expect(other.get_by_role("combobox", name="Images")).to_have_value("Textures")
    press(teacher, "Reveal")
    for page in (teacher, *students):
        expect(page.locator(CHART).first).to_be_visible()
    assert {replica_of(page) for page in (teacher, other, *students)} == {"one", "two"} - {lost}
    assert len(Classrooms(connect(replicas.home / "results.sqlite")).votes(code, 0)[1]) == 62
