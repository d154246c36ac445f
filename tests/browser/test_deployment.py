"""What compose.yaml starts, as plain processes: a sweep survives the loss of each of its parts in turn."""

import re
import time
from urllib.parse import urlencode

import pytest
from playwright.sync_api import expect

from experiments.store.results import Store
from tests.browser.deployment import Deployment
from tests.browser.replicas import move, replica_of
from tests.browser.steps import go, press_away
from tests.proxy import find

PATIENCE = 400
SWEEPS = [
    "data_size?"
    + urlencode(
        {"dataset": "Digits", "sizes": sizes, "seeds": 10, "learners": ("SVM on raw pixels", "Majority class")}, True
    )
    for sizes in ((100, 200), (200, 500))
]
N = 60
"""Both sweeps together: 40 experiments each, of which 20 are asked for twice."""


def measured(store, n):
    """The rows, once there are this many."""
    end = time.monotonic() + PATIENCE
    while len(rows := store.rows(origin="live")) < n:
        jobs = store.jobs()
        assert time.monotonic() < end, f"{len(rows)} rows; {jobs[['status', 'error']].value_counts()}"
        time.sleep(0.1)
    return rows


@pytest.mark.alone
@pytest.mark.timeout(1200)
@pytest.mark.skipif(not find(), reason="no nginx: install it to run the test of a deployment")
def test_a_sweep_survives_the_loss_of_each_part_in_turn_and_is_measured_once(browser, tmp_path, postgres):
    """A worker, the scheduler, a replica, the database's connections: each row is there once, and both pages say so."""
    deployment = Deployment(tmp_path, postgres())
    store = Store(deployment.url)
    with deployment.up():
        pages = [browser.new_context().new_page() for _ in SWEEPS]
        for page, name, sweep in zip(pages, ("one", "two"), SWEEPS, strict=True):
            move(page, deployment.address, name)
            page.context.set_default_timeout(PATIENCE * 1000)
            go(page, deployment.address, sweep)
            press_away(page.get_by_role("button", name="Run", exact=True))
        measured(store, 3)
        deployment.services["worker-1"].kill()
        measured(store, 15)
        deployment.services["scheduler"].kill()
        measured(store, 25)
        deployment.services[replica_of(pages[0])].kill()
        measured(store, 40)
        assert deployment.end_connections()
        rows = measured(store, N)
        for page in pages:
            expect(page.get_by_test_id("stConnectionStatus")).to_have_count(0, timeout=90_000)
            expect(page.get_by_text(re.compile("^All 40 experiments of this choice"))).to_be_visible(timeout=90_000)
            expect(page.get_by_test_id("stException")).to_have_count(0)
            page.context.close()
    jobs = store.jobs()
    store.close()
    assert len(rows) == len(set(rows["id"])) == len(jobs) == N
    assert set(jobs["status"]) == {"done"}
    assert all(service.n_starts > 1 for name, service in deployment.services.items() if name in ("scheduler", "one"))
