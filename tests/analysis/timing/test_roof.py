"""The roof over a machine's rows, and what stands under it."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.timing.roof import Roof, roof, roof_finding, under_roof
from tests.analysis.timing.timed import frame, row

COPY = {"operation": "copy", "dtype": "uint8", "flop": None}
ROWS = frame(
    row(flop=100.0, compute=1.0, n_bytes=1.0),
    row(flop=100.0, compute=0.5, n_bytes=1.0),
    row(flop=100.0, compute=0.1, n_bytes=1.0, dtype="bfloat16"),
    row(size=10, n_bytes=20.0, compute=0.1, **COPY),
    row(size=100, n_bytes=200.0, compute=4.0, **COPY),
    row("forward", flop=50.0, n_bytes=50.0, compute=2.0),
    row("forward", flop=50.0, n_bytes=50.0, compute=4.0, channels_last=True),
    row("training_step", flop=100.0, n_bytes=1.0, compute=5.0),
    row("svm_fit", flop=None),
)


def test_the_roof_is_the_best_rate_and_the_largest_copy():
    """A small copy is faster because it stays in a cache; other formats have another limit."""
    assert roof(ROWS, "float32") == Roof(200.0, 50.0)
    assert roof(ROWS, "bfloat16") == Roof(1000.0, 50.0)


def test_whatever_computes_fastest_sets_the_flat_part():
    """A convolution that does 250 a second is the limit, not the product's 200."""
    rows = frame(*ROWS.to_dict("records"), row("convolution", flop=250.0, n_bytes=1.0))

    assert roof(rows, "float32").flop_per_second == 250.0
    assert under_roof(rows, "float32").set_index("operation")["share"].loc[
        ["convolution", "matrix_product"]
    ].tolist() == [
        1.0,
        0.8,
    ]


def test_work_in_a_cache_sets_the_slope():
    """A forward pass that moves 80 bytes a second, more than the copy, is itself the limit of memory."""
    rows = frame(*ROWS.to_dict("records"), row("forward", flop=40.0, n_bytes=80.0, compute=1.0))

    assert roof(rows, "float32").bytes_per_second == 80.0


AMOUNTS = st.floats(1e-9, 1e15)
WORK = st.tuples(st.sampled_from(["matrix_product", "convolution", "convolution_by_side", "forward", "training"]),
                 AMOUNTS, AMOUNTS, AMOUNTS)  # fmt: skip


@pytest.mark.slow
@settings(deadline=None, max_examples=60)  # the machine may be busy
@given(st.lists(WORK, min_size=1, max_size=8), st.lists(st.tuples(AMOUNTS, AMOUNTS), min_size=1, max_size=3))
def test_no_work_lies_above_the_roof(works, copies):
    """Whatever was measured, each share is above 0 and at most 1, and someone reaches the flat part or the slope."""
    rows = [row(name, flop=flop, n_bytes=n_bytes, compute=compute) for name, flop, n_bytes, compute in works]
    rows += [row(n_bytes=n_bytes, compute=compute, **COPY) for n_bytes, compute in copies]
    shares = under_roof(frame(*rows), "float32")["share"]

    assert ((shares > 0) & (shares <= 1)).all()
    assert shares.max() == 1


def test_a_roof_is_measured_or_not_there():
    """A format or device without rows raises an error."""
    for rows in [ROWS, ROWS[ROWS["operation"] != "copy"]]:
        with pytest.raises(ValueError, match="needs rows of copy"):
            roof(rows, "float16" if len(rows) == len(ROWS) else "float32")


def test_little_work_a_byte_is_held_up_by_memory_and_much_by_arithmetic():
    """They meet where the slope reaches the flat part."""
    limit = Roof(200.0, 50.0)

    assert [limit.at(intensity) for intensity in (1.0, limit.ridge, 100.0)] == [50.0, 200.0, 200.0]


def test_each_operation_has_its_fastest_row_and_its_share():
    """The best product is the limit itself; 25 of 50 are a half; 20 of 200 a tenth. Unknown work has no share."""
    found = under_roof(ROWS, "float32").set_index("operation")

    assert found["share"].to_dict() == {"matrix_product": 1.0, "forward": 0.5, "training_step": 0.1}
    assert not found.loc["forward", "channels_last"]


def test_the_finding_says_the_shares():
    """The CNN's work comes first; a recorded machine is called recorded."""
    points = under_roof(ROWS, "float32")

    assert roof_finding(points) == (
        "The forward pass reaches 50 % of the best that this CPU did in any work, one training step 10 %. "
        "Of all operations, a matrix product computes fastest."
    )
    little = points.assign(share=points["share"].replace(0.1, 0.004))
    assert "one training step under 1 %" in roof_finding(little)
    assert "the best that the recorded CPU did" in roof_finding(points.assign(origin="elsewhere"))


def test_a_product_alone_says_nothing_of_others():
    """It is the limit."""
    assert "Only a matrix product has been measured on this CPU so far" in roof_finding(under_roof(ROWS, "bfloat16"))
