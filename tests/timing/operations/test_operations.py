"""The contract of every operation in the register, on each device there is; and that each does what it says."""

import threading
import time
from itertools import pairwise

import numpy as np
import pytest
import torch
from torch.utils.flop_counter import FlopCounterMode

from features import FAMILIES
from tests.timing.fake import HERE
from timing.device import TorchDevice, computing, n_cores
from timing.measure import timings
from timing.operations import arithmetic, handcrafted
from timing.operations import network as learned
from timing.operations.by_scikit_image import BY_SCIKIT_IMAGE
from timing.operations.register import OPERATIONS, Operation, chosen
from timing.rows.row import Way, from_json, to_json
from timing.stopwatch import FEWEST_CALM, FEWEST_TURNS, Work

pytestmark = pytest.mark.slow

NO_GPU = pytest.mark.skipif(not torch.cuda.is_available(), reason="needs a CUDA device")
DEVICES = [TorchDevice("cpu"), pytest.param(TorchDevice("cuda", copies=True), marks=[pytest.mark.gpu, NO_GPU])]
COPYING = TorchDevice("cpu", copies=True)
"""The processor, treated as a device with a memory of its own."""
LAYERS = [arithmetic.convolution, arithmetic.convolution_by_side, learned.forward]
HAND_MADE = [handcrafted.colour_histogram, handcrafted.hog, handcrafted.binary_patterns]
COPIED = [arithmetic.matrix_product, *LAYERS, *HAND_MADE]
"""Operations whose data a device with a memory of its own must be given."""
EAGER = [operation for operation in OPERATIONS if operation.ways.__name__ != "compiled"]


def refuse(sentence):
    """No test's operation may be left out."""
    raise AssertionError(sentence)


def smallest(operation):
    """The operation at its smallest size only."""
    return Operation(operation.name, operation.make, operation.sizes[:1], operation.ways)


@pytest.mark.parametrize("device", DEVICES)
@pytest.mark.parametrize("operation", EAGER, ids=lambda operation: operation.name)
def test_every_operation_gives_whole_rows(operation, device):
    """Each way has one row a size, with seconds, spread and place, which JSON keeps."""
    ways = operation.ways(device)
    rows = list(timings(device, [smallest(operation)], HERE, 0.0, refuse))

    assert [(row.dtype, row.channels_last, row.threads, row.library) for row in rows] == [
        (way.dtype, way.channels_last, way.threads, way.library) for way in ways
    ]
    for row in rows:
        assert 0 < row.low_seconds <= row.median_seconds <= row.high_seconds
        assert {"warm_up", "compute"} <= set(row.parts)
        assert (row.machine, row.versions, row.commit) == ("a machine", {"python": "3"}, "abc")
        assert from_json(to_json(row)) == row


@pytest.mark.alone
@pytest.mark.parametrize("device", DEVICES)
def test_compiled_code_is_timed_where_there_is_a_compiler(device):
    """What compiling took is the warm-up, in no row's median."""
    operations = [smallest(operation) for operation in OPERATIONS if operation not in EAGER]
    complaints = []
    rows = list(timings(device, operations, HERE, 0.0, complaints.append))

    assert len(rows) + len(complaints) == len(operations)
    assert all(row.compiled and row.parts["warm_up"] > 10 * row.median_seconds for row in rows)


@pytest.mark.parametrize("make", COPIED)
def test_a_device_with_its_own_memory_copies_both_ways(make):
    """The same code on a device that is not the processor counts the copies; their answer is the processor's."""
    work = make(16, Way(), COPYING)
    answer = work.copy_out(work.compute(work.copy_in(work.given)))

    assert [name for name, _ in work.parts()] == ["copy_in", "compute", "copy_out"]
    assert [name for name, _ in make(16, Way(), TorchDevice("cpu")).parts()] == ["compute"]
    assert answer.isfinite().all()


@pytest.mark.parametrize("make", [arithmetic.transfer, arithmetic.transfer_back])
def test_a_transfer_is_between_two_memories(make):
    """A processor has no other memory to copy to, so it has no such row; what a device has, arrives whole."""
    work = make(64, Way("uint8"), COPYING)
    (answer,) = (work.compute(work.given),) if make is arithmetic.transfer_back else work.compute(work.given)

    assert answer.shape == (64,)
    assert [list(timings(TorchDevice("cpu"), chosen([make.__name__]), HERE, 0.0, refuse))] == [[]]


@pytest.mark.parametrize("make", [arithmetic.matrix_product, *LAYERS])
@pytest.mark.parametrize("n", [16, 64])
def test_the_arithmetic_is_what_torch_counts(make, n):
    """The work that stands in the row is the work that is done."""
    work = make(n, Way(), TorchDevice("cpu"))
    with FlopCounterMode(display=False) as counter:
        work.compute(work.given)

    assert counter.get_total_flops() == work.flop


def test_the_network_costs_what_its_layers_say():
    """By hand for one image: 5x5 filters, three layers of 3x3 filters of equal cost, and the last sum over 512."""
    by_hand = 2 * (25 * 3 * 16 * 32**2 + 3 * (9 * 16 * 32 * 16**2) + 512 * 10)

    assert learned.cost(1, "float32", False)[0] == by_hand
    assert learned.cost(8, "float32", False)[0] == 8 * by_hand
    assert 2 * by_hand < learned.cost(1, "float32", True)[0] <= 3 * by_hand


def test_half_as_wide_numbers_are_fewer_bytes():
    """The images stay bytes; what the layers hand on shrinks with the number format."""
    wide, narrow = (learned.cost(64, dtype, False)[1] for dtype in ("float32", "bfloat16"))

    assert wide / 2 < narrow < 0.52 * wide


def test_a_training_step_trains():
    """After some steps on one batch the loss is smaller than before."""
    torch.manual_seed(0)
    work = learned.training_step(16, Way(channels_last=True), TorchDevice("cpu"))
    losses = [float(work.compute(work.given)) for _ in range(30)]

    assert losses[-1] < losses[0]


@pytest.mark.parametrize("family", BY_SCIKIT_IMAGE)
def test_both_sides_of_a_comparison_give_the_same(family):
    """scikit-image's loop and our kernels, on one thread and on two, describe an image alike."""
    works = [
        handcrafted.extraction(family, 70, Way(threads=threads, library=library), TorchDevice("cpu"))
        for threads, library in ((1, "scikit-image"), (1, "numba"), (2, "numba"))
    ]
    loop, one, two = (work.compute(work.given) for work in works)

    assert loop.shape == (70, len(FAMILIES[family]().fit(works[0].given).get_feature_names_out()))
    np.testing.assert_allclose(one, loop, atol=1e-5)
    np.testing.assert_array_equal(two, one)


@pytest.mark.parametrize(("n", "calls"), [(1, 1), (63, 1), (64, 2), (1000, 3)])
def test_few_images_are_not_spread_over_threads(n, calls):
    """A thread gets 32 images or more, the calling one its share, and the order stays."""
    seen = []

    class Numbering:
        def transform(self, X):
            seen.append(threading.current_thread())
            return X.reshape(len(X), 1)

    X = np.arange(n)[:, None]

    assert np.array_equal(handcrafted.spread_over_threads(Numbering(), X, 3), X)
    assert len(seen) == calls
    assert threading.main_thread() in seen


def test_a_training_is_the_learners_own():
    """It has the recipe's epochs, in the format of its row, and its arithmetic is that of every step."""
    work = learned.training(100, Way("bfloat16", True), TorchDevice("cpu"))
    network = work.compute(work.given)

    assert (network.epochs, str(network.dtype_), len(work.given[0])) == (10, "torch.bfloat16", 100)
    assert work.flop == 10 * learned.cost(100, "bfloat16", True, (28, 28, 1))[0]


@pytest.mark.parametrize("library", ["numpy", "torch"])
def test_the_svm_that_is_timed_knows_its_digits(library):
    """It is the learner's own, so that its seconds are worth something; the digits that it labels are those it saw."""
    with computing("float32", n_cores()):
        work = handcrafted.svm_predict(250, Way(library=library), TorchDevice("cpu"))
        answered = np.asarray(work.compute(work.given))
    labels = np.resize(handcrafted.described(250)[1], len(answered))

    assert np.mean(answered == labels) > 0.95
    assert work.flop > 0


def test_a_slow_operation_is_not_tried_at_larger_sizes(monkeypatch):
    """Where twice the size would take too long even if seconds grew no faster, the rows end."""
    monkeypatch.setattr("timing.measure.LONGEST", 0.0)
    operation = Operation("toy", lambda size, way, device: Work(list, range(10)), (1, 2, 4), lambda device: [Way()])

    assert [row.size for row in timings(TorchDevice("cpu"), [operation], HERE, 0.0, refuse)] == [1]


def test_all_rows_take_turns():
    """A busy moment meets a part of each row: no operation is over before the next has begun."""
    called = []
    operations = [
        Operation(
            name, lambda size, way, device, name=name: Work(lambda _: called.append(name)), (1,), lambda device: [Way()]
        )
        for name in ("first", "second")
    ]
    rows = list(timings(TorchDevice("cpu"), operations, HERE, 0.0, refuse))
    changes = sum(one != other for one, other in pairwise(called))

    assert [row.operation for row in rows] == ["first", "second"]
    assert changes >= 2 * FEWEST_TURNS - 1


@pytest.mark.parametrize(("last_round", "expected"), [(0.0, FEWEST_CALM), (60.0, FEWEST_TURNS)])
def test_on_a_slow_machine_the_turns_are_fewer(monkeypatch, last_round, expected):
    """A run has an end: when its time is over no round begins, after the few that a spread needs."""
    monkeypatch.setattr("timing.measure.LAST_ROUND", last_round)
    operation = Operation(
        "toy", lambda size, way, device: Work(lambda _: time.sleep(5e-3)), (1,), lambda device: [Way()]
    )
    (row,) = timings(TorchDevice("cpu"), [operation], HERE, 0.0, refuse)

    assert row.n_repeats + row.n_left_out == expected


def test_the_largest_sizes_are_for_accelerators():
    """What a processor would take minutes for is not asked of it."""
    operation = Operation("toy", arithmetic.copy, (1, 2, 4), lambda device: [], most_on_cpu=2)

    assert operation.sizes_on(TorchDevice("cpu")) == [1, 2]
    assert operation.sizes_on(TorchDevice("cuda")) == [1, 2, 4]


def test_what_a_machine_cannot_do_is_told_and_left_out():
    """No memory for one operation is no reason to lose the others."""

    def broken(size, way, device):
        raise RuntimeError("out of memory\nand a long story")

    operations = [
        Operation("broken", broken, (1,), lambda device: [Way()]),
        Operation("sound", lambda size, way, device: Work(list, range(10)), (1,), lambda device: [Way()]),
    ]
    complaints = []
    rows = list(timings(TorchDevice("cpu"), operations, HERE, 0.0, complaints.append))

    assert [row.operation for row in rows] == ["sound"]
    assert len(complaints) == 1
    assert complaints[0].endswith("cannot be timed on cpu: out of memory")


def test_operations_are_chosen_by_name():
    """A name may stand for several lines of the register; none means all; an unknown one is refused."""
    assert chosen([]) == list(OPERATIONS)
    assert {operation.name for operation in chosen(["forward", "copy"])} == {"forward", "copy"}
    with pytest.raises(ValueError, match="no operation named 'magic'; there are copy, "):
        chosen(["magic"])


def test_what_fails_in_its_turn_costs_the_others_nothing():
    """A row for which the memory does not suffice is left out with a sentence, however late that shows."""
    left = [1, 2, 3]  # calls that go well: those of the rehearsal, and one more

    def fails(_):
        time.sleep(3e-3)
        if not left:
            raise MemoryError
        left.pop()

    ways = [Way()]
    operations = [
        Operation("works", lambda *_: Work(lambda _: time.sleep(3e-3)), (1,), lambda _: ways),
        Operation("fails", lambda *_: Work(fails), (1,), lambda _: ways),
    ]
    complaints = []
    rows = list(timings(TorchDevice("cpu"), operations, HERE, 0.0, complaints.append))

    assert [row.operation for row in rows] == ["works"]
    assert len(complaints) == 1
    assert "fails" in complaints[0]
    assert "MemoryError" in complaints[0]
