"""The roof over a machine's rows."""

from dataclasses import replace

import pytest

from tests.timing.test_row import ROW
from timing.limits import Limits, limits, share

COPY = replace(ROW, operation="copy", dtype="uint8", flop=None)
ROWS = [
    replace(ROW, flop=100.0, parts={"compute": 1.0}),
    replace(ROW, flop=100.0, parts={"compute": 0.5}),
    replace(ROW, flop=100.0, parts={"compute": 0.1}, dtype="bfloat16"),
    replace(ROW, flop=100.0, parts={"compute": 0.01}, device="cuda"),
    replace(COPY, size=10, n_bytes=20.0, parts={"compute": 0.1}),
    replace(COPY, size=100, n_bytes=200.0, parts={"compute": 4.0}),
]


def test_the_limits_are_the_best_product_and_the_largest_copy():
    """A small copy is faster because it stays in a cache; other formats and devices have other limits."""
    assert limits(ROWS, "cpu", "float32") == Limits(200.0, 50.0)
    assert limits(ROWS, "cpu", "bfloat16") == Limits(1000.0, 50.0)


@pytest.mark.parametrize(("device", "dtype"), [("cpu", "float16"), ("cuda", "float32")])
def test_limits_are_measured_or_not_there(device, dtype):
    """No limit is made up for a format or a device that has no rows."""
    with pytest.raises(ValueError, match="matrix_product and of copy"):
        limits(ROWS, device, dtype)


@pytest.mark.parametrize(
    ("flop", "n_bytes", "expected"),
    [(100.0, 1.0, 0.5), (100.0, 100.0, 2.0), (10.0, 10.0, 0.2), (None, 1.0, None), (1.0, None, None)],
)
def test_the_share_is_of_what_the_roof_lets_through(flop, n_bytes, expected):
    """Much arithmetic a byte is held by the matrix rate, little by the bandwidth; unknown work has no share."""
    row = replace(ROW, flop=flop, n_bytes=n_bytes, parts={"compute": 1.0})

    assert share(row, Limits(200.0, 50.0)) == expected
