"""The queue: every experiment once, whoever asks, whoever runs it, and whoever dies."""

import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from types import SimpleNamespace

import pytest

from experiments.spec import Progress, sweep
from experiments.store import jobs
from experiments.store.owner import SILENT_SECONDS, is_alive, new_owner
from experiments.store.results import QuotaExceeded
from tests.experiments.toy import Experiment, result

SWEEP = sweep("digits", ["svm"], [10, 20, 30], n_seeds=1)
IDS = [experiment.id for experiment in SWEEP]


def statuses(store):
    """The status of each experiment of the sweep."""
    return [state.status for state in store.states(IDS).values()]


def test_what_is_asked_for_twice_stands_in_the_queue_once(store):
    """A second asker gets the same ids, and the queue does not grow."""
    assert store.enqueue(SWEEP, "ann") == store.enqueue(SWEEP * 2, "bob") == IDS
    assert store.jobs()["askers"].tolist() == ["ann, bob"] * 3


def test_asking_from_many_threads_at_once_queues_once(store):
    """Thirty students press the same button."""
    with ThreadPoolExecutor(10) as students:
        list(students.map(lambda number: store.enqueue(SWEEP, f"student {number}"), range(30)))

    assert len(store.jobs()) == 3


def test_what_is_measured_is_not_queued_again(store):
    """A live result answers the wish; a recorded one was measured elsewhere and does not."""
    store.add(result(SWEEP[0]))
    store.add(result(SWEEP[1]), origin="recorded")
    store.enqueue(SWEEP, "ann")

    assert statuses(store) == ["done", "queued", "queued"]
    assert store.n_queued() == 2


def test_claims_come_in_the_order_of_asking_and_once(store):
    """Two owners share the queue; nobody gets what another has."""
    store.enqueue(SWEEP, "ann")

    assert store.claim("one", 2) == SWEEP[:2]
    assert store.claim("two", 2) == SWEEP[2:]
    assert store.claim("two", 2) == []


def test_a_claim_among_data_sets_leaves_the_others_in_the_queue(store):
    """A version of its own is a data set of its own; what is given up of one leaves the other too."""
    newer = sweep("digits", ["svm"], [10], n_seeds=1, data_version="2")
    store.enqueue([*SWEEP, *newer], "ann")

    assert store.queued_data() == {("digits", "1"), ("digits", "2")}
    assert store.claim("one", 5, data=[]) == []
    assert store.claim("one", 5, data=[("digits", "2"), ("textures", "1")]) == newer
    store.fail_queued(("digits", "1"), "Nobody has it.", among=IDS[:1])
    store.fail_queued(("digits", "2"), "Nobody has it.")
    assert statuses(store) == ["failed", "queued", "queued"]
    assert store.states([newer[0].id])[newer[0].id].status == "running"


def test_an_experiment_knows_how_long_it_has_taken(store, monkeypatch):
    """From its start to now or to its end; what waits has taken nothing, and seconds that go by change no state."""
    clock = iter(range(1000, 2000, 10))
    monkeypatch.setattr(jobs, "time", SimpleNamespace(time=lambda: next(clock)))
    store.enqueue(SWEEP, "ann")
    store.claim("one", 1)
    earlier, later = store.states(IDS), store.states(IDS)

    assert 0 < earlier[IDS[0]].taken < later[IDS[0]].taken
    assert [earlier[id].taken for id in IDS[1:]] == [0, 0]
    assert earlier == later
    store.fail(IDS[0], "one", "It broke.")
    assert store.states(IDS)[IDS[0]].taken == store.states(IDS)[IDS[0]].taken > 0


def test_what_runs_or_waits_before_is_listed(store):
    """For what is queued, all that is queued earlier; for what is not, the whole queue."""
    store.enqueue(SWEEP, "ann")
    store.claim("one", 1)

    assert [one for one, _ in store.before(IDS[1:2])] == SWEEP[:1]
    assert [one for one, _ in store.before(IDS)] == []
    assert [one for one, _ in store.before(["another"])] == SWEEP
    assert [state.status for _, state in store.before(["another"])] == ["running", "queued", "queued"]


def test_seconds_that_no_row_counts_are_found_from_the_queue(store):
    """A worker was busy for as long as the job took; its row counts features, fit and prediction only."""
    store.enqueue(SWEEP[:1], "ann")
    store.claim("one", 1)
    assert store.overheads() == []
    store.finish(result(SWEEP[0]))

    assert store.overheads() == [0.0]  # the invented row claims more seconds than have gone by


def test_a_claim_may_be_limited_to_some_ids(store):
    """An engine of the command line takes only what it was asked for."""
    store.enqueue(SWEEP, "ann")

    assert store.claim("one", 5, among={IDS[1]}) == [SWEEP[1]]


def test_a_long_queue_is_read_page_by_page_in_its_order(store, monkeypatch):
    """What is on a later page is found, and a claim of everything ends."""
    monkeypatch.setattr(jobs, "PAGE", 2)
    store.enqueue(SWEEP, "ann")

    assert store.claim("one", 1, among={IDS[2]}) == SWEEP[2:]
    assert store.claim("one", 5) == SWEEP[:2]


def test_claims_from_many_threads_never_meet(store):
    """However many ask at once, each experiment is given out once."""
    many = sweep("digits", ["svm"], range(10, 50), n_seeds=1)
    store.enqueue(many, "ann")
    with ThreadPoolExecutor(8) as owners:
        claims = list(owners.map(lambda number: store.claim(f"owner {number}", 2), range(20)))

    assert sorted(experiment for claim in claims for experiment in claim) == sorted(many)


def test_a_finished_experiment_is_a_row_and_done(store):
    """Finishing writes the row and ends the job in one step."""
    store.enqueue(SWEEP, "ann")
    store.claim("one", 1)
    store.progress("one", {IDS[0]: Progress(0.5, "half"), IDS[1]: Progress(0.9, "not mine")})
    assert [state.progress for state in store.states(IDS).values()] == [0.5, 0.0, 0.0]
    store.finish(result(SWEEP[0]))

    assert statuses(store) == ["done", "queued", "queued"]
    assert store.rows()["id"].tolist() == IDS[:1]
    assert store.running("one") == set()


def test_what_was_found_stands_while_it_runs(store):
    """A race's steps so far are in its state; when it is done they are in its row, and the state has none."""
    store.enqueue(SWEEP[:1], "ann")
    store.claim("one", 1)
    store.progress("one", {IDS[0]: Progress(0.5, "half", "[1, 2]")})
    assert store.states(IDS[:1])[IDS[0]].found == "[1, 2]"
    store.finish(result(SWEEP[0]))

    assert store.states(IDS[:1])[IDS[0]].found == ""


def test_what_failed_can_be_asked_for_again(store):
    """A failure keeps its sentence until somebody asks anew."""
    store.enqueue(SWEEP[:1], "ann")
    store.claim("one", 1)
    store.fail(IDS[0], "one", "No such learner.")
    assert store.states(IDS[:1])[IDS[0]].error == "No such learner."
    store.enqueue(SWEEP[:1], "ann")

    assert store.claim("two", 1) == SWEEP[:1]
    assert store.jobs()["error"].tolist() == [""]


def test_only_the_owner_fails_an_experiment(store):
    """An engine that lost its claim cannot end what another now runs."""
    store.enqueue(SWEEP[:1], "ann")
    store.claim("one", 1)
    store.fail(IDS[0], "two", "Too late.")

    assert statuses(store)[0] == "running"


def test_cancelling_withdraws_only_one_askers_wish(store):
    """What another still wants goes on; what nobody wants is cancelled; what is measured stays."""
    store.enqueue(SWEEP, "ann")
    store.enqueue(SWEEP[2:], "bob")
    store.claim("one", 2)
    store.finish(result(SWEEP[0]))
    store.cancel(IDS, "ann")
    assert statuses(store) == ["done", "cancelled", "queued"]
    store.cancel(IDS)

    assert statuses(store) == ["done", "cancelled", "cancelled"]


def test_jobs_of_one_asker(store):
    """Everybody sees their own queue, and the whole one."""
    store.enqueue(SWEEP[:2], "ann")
    store.enqueue(SWEEP[1:], "bob")

    assert store.jobs("ann")["n_train"].tolist() == [10, 20]
    assert store.jobs("nobody").empty
    assert len(store.jobs()) == 3


def test_who_wants_something_of_a_sweep(store):
    """Everybody who asked for a part of what is named, and nobody else."""
    ids = [experiment.id for experiment in SWEEP]
    store.enqueue(SWEEP[:2], "ann")
    store.enqueue(SWEEP[1:], "bob")

    assert store.askers(ids) == {"ann", "bob"}
    assert store.askers(ids[:1]) == {"ann"}
    assert store.askers([]) == set()


def test_a_crash_is_tried_again_once(store):
    """The first lost process puts the experiment back, the second gives it up with a sentence."""
    store.enqueue(SWEEP[:1], "ann")
    store.claim("one", 1)
    store.crashed(IDS[0], "one")
    assert statuses(store)[0] == "queued"
    store.claim("one", 1)
    store.crashed(IDS[0], "one")

    assert statuses(store)[0] == "failed"
    assert "crashed 2 times" in store.states(IDS[:1])[IDS[0]].error


def test_what_a_dead_process_ran_is_queued_again(store):
    """A process that is gone leaves its work to others; what a living one runs is left alone."""
    code = "from experiments.store.owner import new_owner; print(new_owner())"
    dead = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.strip()
    store.enqueue(SWEEP, "ann")
    store.claim(dead, 1)
    store.claim(new_owner(), 1)
    store.requeue_orphans()

    assert statuses(store) == ["queued", "running", "queued"]


def test_an_owner_on_another_host_lives_by_its_heartbeat(store, monkeypatch):
    """Of a process on another host only the silence can be seen."""
    store.enqueue(SWEEP[:1], "ann")
    store.claim("elsewhere|1|1.00|x", 1)
    store.requeue_orphans()
    assert statuses(store)[0] == "running"
    later = time.time() + SILENT_SECONDS + 1
    monkeypatch.setattr(jobs.time, "time", lambda: later)
    store.requeue_orphans()

    assert statuses(store)[0] == "queued"


def test_a_process_number_used_again_is_not_the_owner():
    """The owner is told from a later process of the same number by its start."""
    host, process, _, token = new_owner().split("|")

    assert is_alive(new_owner(), 0)
    assert not is_alive("|".join([host, process, "1.00", token]), 0)


def test_too_many_images_are_refused(store, setting):
    """The operator's limit is a sentence, and nothing is queued."""
    setting("max_images", 25)
    with pytest.raises(QuotaExceeded, match="30 training images are more than the 25 allowed"):
        store.enqueue(SWEEP, "ann")

    assert store.n_queued() == 0


def test_a_full_queue_refuses_the_whole_sweep(store, setting):
    """What is queued already needs no room; what does not fit is refused as a whole."""
    setting("max_queued", 3)
    store.enqueue(SWEEP, "ann")
    store.enqueue(SWEEP, "bob")
    with pytest.raises(QuotaExceeded, match="room for 0 more experiments, not 1"):
        store.enqueue([Experiment("digits", "cnn", 10)], "bob")

    assert store.n_queued() == 3


def test_a_sweep_larger_than_one_statement_takes(store, setting):
    """Thousands of ids are asked for, looked up and cancelled in parts."""
    setting("max_queued", 5000)
    many = sweep("digits", ["svm"], range(10, 1210), n_seeds=1)
    ids = store.enqueue(many, "ann")
    store.cancel(ids, "ann")

    assert {state.status for state in store.states(ids).values()} == {"cancelled"}


def test_a_queue_that_nobody_wants_can_be_read(store):
    """Empty, or with nothing in it but what was cancelled: the column of askers is there, and empty."""
    assert store.jobs()["askers"].tolist() == []
    store.cancel(store.enqueue([Experiment("toy", "svm", 10)], "ann"))

    assert store.jobs()["askers"].tolist() == [""]


def test_what_was_found_goes_with_the_job_that_found_it(store):
    """Failed, cancelled or queued again: the steps of a race that did not end are nobody's steps."""
    store.enqueue(SWEEP, "ann")
    store.claim("one", 3)
    store.progress("one", dict.fromkeys(IDS, Progress(0.5, "half", "[1]")))
    assert [state.found for state in store.states(IDS).values()] == ["[1]"] * 3
    store.fail(IDS[0], "one", "It broke.")
    store.cancel(IDS[1:2])
    store.release("one")

    assert statuses(store) == ["failed", "cancelled", "queued"]
    assert [state.found for state in store.states(IDS).values()] == [""] * 3
