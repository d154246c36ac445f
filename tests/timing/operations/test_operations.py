"""The contract of every operation in the register, on each device of this machine; and that each does what it says."""

import threading
import time
from dataclasses import replace
from functools import partial
from itertools import pairwise

import numpy as np
import pytest
import torch
from torch.utils.flop_counter import FlopCounterMode

from features import FAMILIES
from models.pretrained.embedding import Embedding
from tests.timing.fake import HERE
from timing.device import TorchDevice, computing, n_cores
from timing.measure import timings
from timing.operations import arithmetic, handcrafted
from timing.operations import network as learned
from timing.operations.by_scikit_image import BY_SCIKIT_IMAGE
from timing.operations.register import COMPILED, OPERATIONS, TimedOperation, chosen
from timing.rows.row import Timing, Variant
from timing.stopwatch import FEWEST_CALM, FEWEST_TURNS, Work

pytestmark = pytest.mark.slow

NO_GPU = pytest.mark.skipif(not torch.cuda.is_available(), reason="needs a CUDA device")
DEVICES = [TorchDevice("cpu"), pytest.param(TorchDevice("cuda", copies=True), marks=[pytest.mark.gpu, NO_GPU])]
COPYING = TorchDevice("cpu", copies=True)
"""The processor, treated as a device with a memory of its own."""
ONE = (lambda device: [Variant()],)
"""The variants of an operation that has only one."""
LAYERS = [arithmetic.convolution, arithmetic.convolution_by_side, learned.forward]
FEATURES = [partial(handcrafted.features, name) for name in BY_SCIKIT_IMAGE]
COPIED = [arithmetic.matrix_product, *LAYERS, *FEATURES, learned.pretrained_features]
"""Operations whose data a device with a memory of its own must be given."""
EAGER = [operation for operation in OPERATIONS if operation.variants != COMPILED]


def refuse(sentence):
    """No test's operation may be left out."""
    raise AssertionError(sentence)


def smallest(operation):
    """The operation at its smallest size only, and a training, which is the slowest, on an image of each class."""
    return replace(operation, sizes=(10,) if operation.name == "training" else operation.sizes[:1])


@pytest.mark.parametrize("device", DEVICES)
@pytest.mark.parametrize("operation", EAGER, ids=lambda operation: operation.name)
def test_every_operation_gives_whole_rows(operation, device):
    """Each variant has one row per size, with seconds, spread and provenance, and JSON keeps all of it.

    The time is over at once, so that no row has more turns than its spread needs.
    """
    expected = operation.variants_on(device)
    rows = list(timings(device, [smallest(operation)], HERE, 0.0, refuse, last_round=0.0))

    assert [(row.dtype, row.channels_last, row.threads, row.library) for row in rows] == [
        (variant.dtype, variant.channels_last, variant.threads, variant.library) for variant in expected
    ]
    for row in rows:
        assert 0 < row.low_seconds <= row.median_seconds <= row.high_seconds
        assert {"warm_up", "compute"} <= set(row.parts)
        assert (row.machine, row.versions, row.commit) == ("a machine", {"python": "3"}, "abc")
        assert Timing.from_json(row.to_json()) == row


@pytest.mark.alone
@pytest.mark.parametrize("device", DEVICES)
def test_compiled_code_is_timed_where_there_is_a_compiler(device):
    """The seconds of compiling are in the warm-up, and in no row's median."""
    operations = [smallest(operation) for operation in OPERATIONS if operation not in EAGER]
    complaints = []
    rows = list(timings(device, operations, HERE, 0.0, complaints.append))

    assert len(rows) + len(complaints) == len(operations)
    assert all(row.compiled and row.parts["warm_up"] > 10 * row.median_seconds for row in rows)


@pytest.mark.parametrize("make", COPIED)
def test_a_device_with_its_own_memory_copies_both_ways(make):
    """The copies to and from a device that is not the processor are counted; the result is on the processor."""
    work = make(16, Variant(), COPYING)
    answer = work.copy_out(work.compute(work.copy_in(work.given)))

    assert [name for name, _ in work.parts()] == ["copy_in", "compute", "copy_out"]
    assert [name for name, _ in make(16, Variant(), TorchDevice("cpu")).parts()] == ["compute"]
    assert answer.isfinite().all()


@pytest.mark.parametrize("make", [arithmetic.transfer, arithmetic.transfer_back])
def test_a_transfer_is_between_two_memories(make):
    """A processor has no other memory to copy to, so it has no such row; all bytes arrive."""
    work = make(64, Variant("uint8"), COPYING)
    (answer,) = (work.compute(work.given),) if make is arithmetic.transfer_back else work.compute(work.given)

    assert answer.shape == (64,)
    assert [list(timings(TorchDevice("cpu"), chosen([make.__name__]), HERE, 0.0, refuse))] == [[]]


@pytest.mark.parametrize("make", [arithmetic.matrix_product, *LAYERS, learned.pretrained_features])
@pytest.mark.parametrize("n", [16, 64])
def test_the_arithmetic_is_what_torch_counts(make, n):
    """The row's number of operations is that of the work that is done."""
    work = make(n, Variant(), TorchDevice("cpu"))
    with FlopCounterMode(display=False) as counter:
        work.compute(work.given)

    assert counter.get_total_flops() == work.flop


def test_the_network_costs_what_its_layers_say():
    """Worked out for one image: 5x5 filters, three layers of 3x3 filters of equal cost, and the last sum over 512."""
    expected = 2 * (25 * 3 * 16 * 32**2 + 3 * (9 * 16 * 32 * 16**2) + 512 * 10)

    assert learned.cost(1, "float32", False)[0] == expected
    assert learned.cost(8, "float32", False)[0] == 8 * expected
    assert 2 * expected < learned.cost(1, "float32", True)[0] <= 3 * expected


def test_narrower_numbers_are_fewer_bytes():
    """The images stay bytes; what passes between the layers shrinks with the number format."""
    wide, narrow = (learned.cost(64, dtype, False)[1] for dtype in ("float32", "bfloat16"))

    assert wide / 2 < narrow < 0.52 * wide


def test_a_training_step_trains():
    """After some steps on one batch the loss is smaller than before."""
    torch.manual_seed(0)
    work = learned.training_step(16, Variant(channels_last=True), TorchDevice("cpu"))
    losses = [float(work.compute(work.given)) for _ in range(30)]

    assert losses[-1] < losses[0]


@pytest.mark.parametrize("family", BY_SCIKIT_IMAGE)
def test_the_libraries_that_are_compared_give_the_same_features(family):
    """scikit-image's loop and our kernels, on one thread and on two, agree."""
    works = [
        handcrafted.features(family, 70, Variant(threads=threads, library=library), TorchDevice("cpu"))
        for threads, library in ((1, "scikit-image"), (1, "numba"), (2, "numba"))
    ]
    loop, one, two = (work.compute(work.given) for work in works)

    assert loop.shape == (70, len(FAMILIES[family]().fit(works[0].given).get_feature_names_out()))
    np.testing.assert_allclose(one, loop, atol=1e-5)
    np.testing.assert_array_equal(two, one)


@pytest.mark.parametrize(("n", "calls"), [(1, 1), (63, 1), (64, 2), (1000, 3)])
def test_few_images_are_not_spread_over_threads(n, calls):
    """A thread gets at least 32 images, the calling thread has a share, and the order stays."""
    seen = []

    class Numbering:
        def transform(self, X):
            seen.append(threading.current_thread())
            return X.reshape(len(X), 1)

    X = np.arange(n)[:, None]

    assert np.array_equal(handcrafted.spread_over_threads(Numbering(), X, 3), X)
    assert len(seen) == calls
    assert threading.main_thread() in seen


def test_pretrained_features_are_the_learners_own():
    """From bytes, also on a device with a memory of its own, and the learner's network stays where it is."""
    X = handcrafted.colour_images(5)
    works = [
        learned.pretrained_features(5, Variant(channels_last=True), device) for device in (TorchDevice("cpu"), COPYING)
    ]
    own, copied = (work.compute(work.copy_in(work.given) if work.copy_in else work.given) for work in works)

    np.testing.assert_array_equal(own, Embedding().transform(X))
    np.testing.assert_array_equal(copied, own)
    assert works[0].n_bytes > X.nbytes


def test_a_training_is_the_learners_own():
    """It has the recipe's epochs, the row's number format, and the arithmetic of all its steps."""
    work = learned.training(100, Variant("bfloat16", True), TorchDevice("cpu"))
    network = work.compute(work.given)

    assert (network.epochs, str(network.dtype_), len(work.given[0])) == (10, "torch.bfloat16", 100)
    assert work.flop == 10 * learned.cost(100, "bfloat16", True, (28, 28, 1))[0]


@pytest.mark.parametrize("library", ["numpy", "torch"])
def test_the_timed_svm_has_learned_its_digits(library):
    """It is the learner's own, and predicts the digits that it was fitted to."""
    with computing("float32", n_cores()):
        work = handcrafted.svm_predict(250, Variant(library=library), TorchDevice("cpu"))
        predicted = np.asarray(work.compute(work.given))
    labels = np.resize(handcrafted.digit_features(250)[1], len(predicted))

    assert np.mean(predicted == labels) > 0.95
    assert work.flop > 0


def test_a_slow_operation_is_not_tried_at_larger_sizes(monkeypatch):
    """The rows end where the next size would take too long even if seconds only grew with the size."""
    monkeypatch.setattr("timing.measure.LONGEST", 0.0)
    operation = TimedOperation("toy", lambda size, variant, device: Work(list, range(10)), (1, 2, 4), ONE)

    assert [row.size for row in timings(TorchDevice("cpu"), [operation], HERE, 0.0, refuse)] == [1]


def test_all_rows_take_turns():
    """A busy moment slows down a part of each row: no operation ends before the next begins."""
    called = []
    operations = [
        TimedOperation(name, lambda size, variant, device, name=name: Work(lambda _: called.append(name)), (1,), ONE)
        for name in ("first", "second")
    ]
    rows = list(timings(TorchDevice("cpu"), operations, HERE, 0.0, refuse))
    changes = sum(one != other for one, other in pairwise(called))

    assert [row.operation for row in rows] == ["first", "second"]
    assert changes >= 2 * FEWEST_TURNS - 1


@pytest.mark.parametrize(("last_round", "expected"), [(0.0, FEWEST_CALM), (60.0, FEWEST_TURNS)])
def test_on_a_slow_machine_the_turns_are_fewer(last_round, expected):
    """When the time is over no round begins, except the few that a spread needs."""
    operation = TimedOperation("toy", lambda size, variant, device: Work(lambda _: time.sleep(5e-3)), (1,), ONE)
    (row,) = timings(TorchDevice("cpu"), [operation], HERE, 0.0, refuse, last_round)

    assert row.n_repeats + row.n_left_out == expected


def test_the_largest_sizes_are_for_accelerators():
    """What would take a processor minutes is not timed on it."""
    operation = TimedOperation("toy", arithmetic.copy, (1, 2, 4), (), most_on_cpu=2)

    assert operation.sizes_on(TorchDevice("cpu")) == [1, 2]
    assert operation.sizes_on(TorchDevice("cuda")) == [1, 2, 4]


def test_what_a_machine_cannot_do_is_reported_and_left_out():
    """Too little memory for one operation does not cost the others."""

    def broken(size, variant, device):
        raise RuntimeError("out of memory\nand a long story")

    operations = [
        TimedOperation("broken", broken, (1,), ONE),
        TimedOperation("sound", lambda size, variant, device: Work(list, range(10)), (1,), ONE),
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


def test_a_row_that_fails_in_its_turn_does_not_harm_the_others():
    """A row that needs too much memory is left out with a sentence, however late that happens."""
    left = [1, 2, 3]  # calls that succeed: those of the warm-up, and one more

    def fails(_):
        time.sleep(3e-3)
        if not left:
            raise MemoryError
        left.pop()

    operations = [
        TimedOperation("works", lambda *_: Work(lambda _: time.sleep(3e-3)), (1,), ONE),
        TimedOperation("fails", lambda *_: Work(fails), (1,), ONE),
    ]
    complaints = []
    rows = list(timings(TorchDevice("cpu"), operations, HERE, 0.0, complaints.append))

    assert [row.operation for row in rows] == ["works"]
    assert len(complaints) == 1
    assert "fails" in complaints[0]
    assert "MemoryError" in complaints[0]
