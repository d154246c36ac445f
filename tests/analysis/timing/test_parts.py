"""Where the seconds of several calls go."""

from analysis.timing.parts import after_calls, parts_finding
from tests.analysis.timing.timed import frame, row

GPU = row(device="cuda", compute=1.0, copies=3.0, warm_up=10.0)


def test_the_first_call_is_counted_once_and_the_others_as_often_as_they_are():
    """10 s at first, then 1.5 + 1 + 1.5 each."""
    for n_calls, total in [(0, 10.0), (1, 14.0), (100, 410.0)]:
        found = after_calls(frame(GPU), n_calls).iloc[0]

        assert found["total"] == total
        assert (found["warm_up"], found["copy_in"], found["compute"]) == (10.0, 1.5 * n_calls, 1.0 * n_calls)


def test_a_part_that_there_is_not_takes_no_time():
    """The processor copies nothing."""
    found = after_calls(frame(row(compute=2.0, warm_up=5.0)), 10).iloc[0]

    assert (found["copy_in"], found["copy_out"], found["total"]) == (0.0, 0.0, 25.0)


def test_of_a_gpu_the_share_of_the_copies_is_reported():
    """3 of 4 s, and the first call."""
    said = parts_finding(frame(row(), GPU))

    assert said == (
        "On the GPU (NVIDIA H100, here), 75 % of each call is copying; the first call takes 10 s, each later one 4 s "
        "(a matrix product, 64 rows)."
    )


def test_of_a_processor_the_first_call_is_reported():
    """There are no copies."""
    said = parts_finding(frame(row(compute=2.0, warm_up=6.0)))

    assert said == (
        "The first call takes 6 s, each later one 2 s: a matrix product of 64 rows on the CPU "
        "(AMD EPYC, 2 cores, here)."
    )


def test_here_is_reported_before_recorded_and_eager_before_compiled():
    """The finding is about one row."""
    rows = frame(row(origin="a", warm_up=9.0), row(compiled=True, warm_up=8.0), row(warm_up=7.0))

    assert "takes 7 s" in parts_finding(rows)
