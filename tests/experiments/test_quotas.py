"""Quotas: one training of a visitor runs and few wait, and nobody asks for too many passes or too long a time."""

import time

import pytest

from experiments.engine.dispatch import open_engine
from experiments.spec import Experiment, sweep
from experiments.store.results import QuotaExceeded
from tests.experiments.engine.test_dispatch import PATIENCE, VERB, log, open_one, starts, statuses, toys, until  # noqa: F401
from tests.experiments.toy import result

pytestmark = pytest.mark.slow

ANNS, BOBS = (f"own-{letter * 32}" for letter in "ab")


def training(dataset=ANNS, recipe="quick", n_folds=1):
    """A training: both learners on every fold of a data set."""
    folds = [dataset, *(f"{dataset}.{number}" for number in range(2, n_folds + 1))]
    return [one for fold in folds for one in sweep(fold, ["svm", "cnn"], [10], 1, [recipe])]


def other(number):
    """Another data set of the same visitor."""
    return f"own-{number:032x}"


def test_one_training_runs_and_three_wait(store):
    """The fifth is refused with a sentence and nothing of it is queued; one done makes room for one more."""
    for number in range(4):
        store.enqueue(training(other(number)), "ann")
    with pytest.raises(QuotaExceeded, match="At most 4 training runs on your own images may run or wait at a time; pl"):
        store.enqueue(training(other(4)), "ann")
    assert store.n_queued() == 8

    for experiment in training(other(0)):
        store.claim("engine", 1)
        store.finish(result(experiment))
    store.enqueue(training(other(4)), "ann")


def test_trainings_that_are_asked_for_together_are_refused_together(store, setting):
    """All or nothing, as for every quota."""
    setting("max_trainings_waiting", 0)
    with pytest.raises(QuotaExceeded, match="At most 1 training run on"):
        store.enqueue([*training(), *training(recipe="thorough")], "ann")
    assert store.jobs().empty
    store.enqueue(training(), "ann")


def test_a_cross_validation_is_one_training(store, setting):
    """Ten folds of one data set by one recipe are one training; more folds of it are no second one."""
    setting("max_trainings_waiting", 0)
    store.enqueue(training(n_folds=5), "ann")
    store.enqueue(training(n_folds=10), "ann")
    assert store.n_queued() == 20
    with pytest.raises(QuotaExceeded):
        store.enqueue(training(recipe="thorough"), "ann")


def test_what_is_measured_or_asked_for_again_takes_no_room(store, setting):
    """Pressing the button twice, or looking at what is done, is never refused."""
    setting("max_trainings_waiting", 0)
    store.enqueue(training(), "ann")
    store.enqueue(training(), "ann")
    for experiment in training():
        store.claim("engine", 1)
        store.finish(result(experiment))
    store.enqueue(training(recipe="thorough"), "ann")
    store.enqueue(training(), "ann")
    assert store.n_queued() == 2


def test_each_visitor_has_trainings_of_their_own(store, setting):
    """What one asks for takes no room of another's, and images that are everybody's count for nobody."""
    setting("max_trainings_waiting", 0)
    store.enqueue(training(ANNS), "ann")
    store.enqueue(training(BOBS), "bob")
    for recipe in ("quick", "thorough"):
        store.enqueue(sweep("digits", ["svm"], [10, 20], 2, [recipe]), "ann")
    assert store.n_queued() == 12


def test_one_visitors_trainings_start_one_after_the_other(store):
    """Experiments of one training may run side by side; the next one's turn is the next visitor's."""
    first, second, bobs = training(n_folds=2), training(recipe="thorough"), training(BOBS)
    store.enqueue(first, "ann")
    store.enqueue(second, "ann")
    store.enqueue(bobs, "bob")
    public = store.enqueue(sweep("digits", ["svm"], [10], 1), "ann")

    assert store.claim("engine", 2) == first[:2]
    claimed = store.claim("engine", 9)
    assert claimed[:4] == [*first[2:], *bobs]
    assert [one.id for one in claimed[4:]] == public
    assert store.claim("engine", 9) == []
    for experiment in first[:-1]:
        store.finish(result(experiment))
    assert store.claim("engine", 9) == []
    store.finish(result(first[-1]))
    assert store.claim("engine", 9) == second


def test_one_claim_starts_one_training_of_a_visitor(store):
    """However many workers are free at once."""
    for recipe in ("quick", "thorough"):
        store.enqueue(training(recipe=recipe), "ann")
    store.enqueue(training(BOBS), "bob")
    assert store.claim("engine", 9) == [*training(), *training(BOBS)]


def test_what_two_visitors_want_waits_for_both(store):
    """An experiment that both asked for is a training of either."""
    store.enqueue(training(BOBS), "bob")
    store.enqueue(training(ANNS), "ann")
    store.enqueue(training(ANNS), "bob")
    assert store.claim("engine", 9) == training(BOBS)


def test_a_training_that_ended_badly_makes_way_too(store):
    """Cancelled, failed or put back: none of them counts as running."""
    first, second = training(), training(recipe="thorough")
    store.enqueue(first, "ann")
    store.enqueue(second, "ann")
    store.claim("engine", 2)
    store.fail(first[0].id, "engine", "no")
    store.cancel([first[1].id], "ann")
    assert store.claim("engine", 9) == second
    store.release("engine")
    assert store.claim("engine", 1) == second[:1]


def test_another_engine_sees_what_runs(store):
    """Two engines on one queue start no two trainings of one visitor."""
    store.enqueue(training(), "ann")
    store.enqueue(training(recipe="thorough"), "ann")
    assert store.claim("one", 1) == training()[:1]
    assert store.claim("two", 9) == training()[1:]


def test_the_engine_runs_them_in_turn(store, open_one, tmp_path):  # noqa: F811
    """From the button to the rows, two trainings of one visitor and one of another."""
    log = tmp_path / "starts"  # noqa: F811

    def asked(dataset, recipe, n):
        settings = (("log", str(log)), ("milliseconds", 20))
        return [Experiment(dataset, "svm", n + seed, seed, recipe, settings=settings) for seed in range(2)]

    ids = store.enqueue(asked(ANNS, "quick", 10), "ann")
    ids += store.enqueue(asked(ANNS, "thorough", 20), "ann")
    ids += store.enqueue(asked(BOBS, "quick", 30), "bob")
    engine = open_one()
    engine.resume()

    assert statuses(engine.wait(ids, timeout=PATIENCE)) == ["done"] * 6
    assert starts(log) == [10, 11, 20, 21, 30, 31]


def test_when_there_are_no_workers_every_training_fails_with_the_sentence(store):
    """Also those that would have waited for another of the same visitor."""
    ids = [id for number in range(4) for id in store.enqueue(training(other(number)), "ann")]
    engine = open_engine(store, "tcp://127.0.0.1:1", VERB)
    engine.make_workers = lambda: fail()
    engine.resume()
    assert until(lambda: {state.error for state in store.states(ids).values()} == {"No scheduler answers."})
    engine.close()


def fail():
    """There are no workers."""
    raise ValueError("No scheduler answers.")


def test_a_race_without_a_budget_or_with_too_large_a_one_is_refused(store):
    """However it was asked for; nothing is queued."""
    for settings in [(), (("budget_seconds", 601),), (("budget_seconds", 0),), (("budget_seconds", 9), ("C", 1.0))]:
        with pytest.raises(QuotaExceeded, match="budget"):
            store.enqueue([Experiment("digits", "cnn", 10, recipe="race", settings=settings)], "ann")
        assert store.jobs().empty


def test_a_race_has_half_of_the_seconds_that_an_experiment_may_take(store, setting):
    """The other half is for answering the test set, while the race's clock stands still."""
    setting("max_seconds", 20)
    store.enqueue([Experiment("digits", "cnn", 10, recipe="race", settings=(("budget_seconds", 10),))], "ann")
    with pytest.raises(QuotaExceeded, match="from 1 to 10, not 11"):
        store.enqueue([Experiment("digits", "cnn", 10, recipe="race", settings=(("budget_seconds", 11),))], "ann")


def test_too_many_passes_are_refused(store):
    """Of any data set; nothing is queued."""
    for epochs in [201, 1e9, float("inf"), float("nan")]:
        with pytest.raises(QuotaExceeded, match="epochs are more than the 200 allowed here"):
            store.enqueue([Experiment("digits", "cnn", 10, settings=(("epochs", epochs),))], "ann")
        assert store.jobs().empty


def test_as_many_passes_as_are_allowed_are_taken(store, setting):
    """The limit itself is allowed, and the setting moves it."""
    setting("max_epochs", 3)
    store.enqueue([Experiment("digits", "cnn", 10, settings=(("epochs", 3),))], "ann")
    with pytest.raises(QuotaExceeded, match="4 epochs are more than the 3 allowed"):
        store.enqueue([Experiment("digits", "cnn", 10, settings=(("epochs", 4),))], "ann")


def test_what_takes_too_long_is_stopped_with_a_sentence(open_one, setting, log):  # noqa: F811
    """It fails, says the limit and what to do, and the worker goes on with the next."""
    setting("max_seconds", 0.3)
    engine = open_one()
    slow = engine.submit(toys(log, n=1, milliseconds=50_000), "ann")
    quick = engine.submit([Experiment("toy", "svm", 7)], "ann")
    (state,) = engine.wait(slow, timeout=PATIENCE).values()

    assert state.status == "failed"
    assert state.error.startswith("This took longer than the 0.3 seconds that one experiment may take here")
    assert "choose quick training" in state.error
    assert statuses(engine.wait(quick, timeout=PATIENCE)) == ["done"]


def test_time_in_the_queue_is_no_time_of_the_experiment(open_one, setting, log):  # noqa: F811
    """The clock starts with the measurement: of many short ones the last waits long and is measured all the same."""
    setting("max_seconds", 2)
    engine = open_one()
    began = time.monotonic()
    ids = engine.submit(toys(log, n=8, milliseconds=350), "ann")

    assert statuses(engine.wait(ids, timeout=PATIENCE)) == ["done"] * 8
    assert time.monotonic() - began > 2


def test_a_process_that_must_be_ended_for_it_is_no_crash(store, setting, log):  # noqa: F811
    """What does not listen is killed, fails with the same sentence, and is not tried again."""
    setting("workers", 1)
    setting("max_seconds", 0.5)
    engine = open_engine(store, "local", VERB)
    try:
        ids = engine.submit(toys(log, n=1, learner="deaf"), "ann")
        (state,) = engine.wait(ids, timeout=PATIENCE).values()
        assert "took longer than the 0.5 seconds" in state.error
        setting("max_seconds", 3600)
        after = engine.submit([Experiment("toy", "svm", 7)], "ann")
        assert statuses(engine.wait(after, timeout=PATIENCE)) == ["done"]
    finally:
        engine.close()

    assert starts(log) == [10]
    assert store.jobs()["crashes"].tolist() == [0, 0]
