"""The finding says how many times as fast, as whom, and never more than the rows do."""

import pandas as pd

from analysis.timing.own_gpu import before_finding, limits, own_gpu_finding, own_table, read
from tests.analysis.timing.own_gpu.reports import SOFTWARE, report, sent
from tests.analysis.timing.timed import frame, row

SERVER = frame(row(size=1024, compute=40.0), row(size=16, compute=0.1))
NONE = SERVER.iloc[:0]


def found(server: pd.DataFrame = NONE, **changed) -> str:
    """The finding on a report."""
    return own_gpu_finding(read(report(**changed)), server)


def test_the_gpu_is_compared_with_one_core_at_1024_rows():
    """80 s against 4 s with the copies, and 2 s without; they cross between 64 and 256 rows, both logarithms halved."""
    said = found()

    assert "Your GPU (Apple, metal-3) multiplies matrices of 1,024 rows 40 times as fast as one core" in said
    assert "and 20 times with the copies" in said
    assert "Below about 130 rows the core is faster." in said


def test_a_ratio_with_the_server_names_both_machines():
    """40 s against 4 s, in one sentence."""
    sentence = next(one for one in found(SERVER).split(". ") if "processor" in one)

    assert "the processor (AMD" not in sentence
    assert "this server's processor (AMD EPYC, 2 cores) takes 40 s" in sentence
    assert "your GPU (Apple, metal-3) 4 s with the copies: 10 times as fast" in sentence


def test_overlapping_quartiles_are_no_difference():
    """4 s and 4.1 s, each 10 % up and down."""
    rows = [sent(size=1024), sent(size=1024, device="javascript", whole=4.1)]

    assert "about as fast as one core" in found(rows=rows)
    assert "about the same" in found(frame(row(size=1024, compute=4.1)))


def test_a_slower_gpu_is_said_to_be_slower():
    """8 s against 1 s."""
    rows = [sent(size=64, whole=8.0), sent(size=64, device="javascript", whole=1.0)]

    assert "takes 8 times as long as one core in JavaScript" in found(rows=rows)


def test_a_program_in_a_gpus_place_is_named_and_called_no_gpu():
    """No ratio, and no word of a GPU of the visitor's."""
    said = found(SERVER, **SOFTWARE)

    assert said.startswith("No GPU: this browser computes WebGPU on the processor (SwiftShader).")
    assert "our GPU" not in said
    assert "times" not in said


def test_the_limit_is_the_best_rate_that_anything_reached():
    """The product of 1,024 rows does 2 x 1024^3 in 2 s, half of the limit; without limits no sentence."""
    assert "a matrix product reaches 50 % of this GPU's own limit" in limits(read(report()))
    assert "2.1 billion calculations a second, and its memory copies 1,000 GB a second" in limits(read(report()))
    assert limits(read(report(flop_per_second=None))) == ""


def test_without_products_or_one_core_the_finding_says_what_there_is():
    """A measurement that was stopped early has few rows."""
    assert found(rows=[sent("convolution", size=1)]).startswith("No matrix product was measured on your GPU")
    assert "multiplies matrices of 64 rows in 4 s, copies included" in found(rows=[sent()])


def test_before_anything_is_measured_the_server_is_what_to_beat():
    """By name, with its time at 1,024 rows."""
    assert before_finding(SERVER) == (
        "This server's processor (AMD EPYC, 2 cores) multiplies matrices of 1,024 rows in 40 s. And your GPU?"
    )


def test_the_table_has_every_row_in_words():
    """Copies of both ways together; one core has none."""
    table = own_table(read(report(rows=[sent(), sent("convolution", size=4, device="javascript", whole=1.0)])))

    assert table["what"].tolist() == ["Matrix product, 64 rows, float32", "Convolution, batch of 4, float32"]
    assert table["on"].tolist() == ["Apple, metal-3", "one core, JavaScript"]
    assert table["copies"].tolist() == ["2 s", "none"]
    assert table["whole"].iloc[0] == "4 s (3.6 s to 4.4 s)"
