"""The sentences about times, from rows that can be checked by hand."""

import pandas as pd

from analysis.timing.finding import device_finding
from analysis.timing.lesson import LESSON, NOT_YET, lesson_table
from analysis.timing.names import OPERATIONS, named
from tests.analysis.timing.timed import frame, pair, row
from timing.operations.register import OPERATIONS as REGISTER


def test_every_operation_that_is_named_is_in_the_register():
    """Every name belongs to a timed operation; an operation without names has its own."""
    known = {operation.name for operation in REGISTER}

    assert set(OPERATIONS) - known <= {"training", "convolution_by_side"}
    assert named("odd_work").title == "Odd work"


def test_the_finding_says_how_many_times_and_from_where_on():
    """Half as fast at 64, twice at 128, 8 times at 256: ahead from 91 on."""
    said = device_finding(pair([1.0, 1.0, 4.0, 16.0], [4.0, 2.0, 2.0, 2.0]))

    assert said == (
        "The GPU (NVIDIA H100, here) does a matrix product up to 8 times as fast as the CPU beside it, "
        "copies included; it is ahead from about 91 rows on."
    )


def test_copies_that_eat_the_gain_are_reported():
    """4 times with them, 16 without."""
    assert device_finding(pair([4.0] * 4, [1.0] * 4, copies=0.75)).endswith(
        "Without the copies it would be 16 times as fast."
    )


def test_other_courses_have_words_of_their_own():
    """Always ahead, now and then, and never."""
    for gpu, said in [
        ([0.5, 0.5, 0.5, 0.5], "it is ahead at every size measured."),
        ([2.0, 0.5, 0.6, 1.4], "it is ahead at some sizes, but the CPU at others, including the largest."),
        ([8.0, 8.0, 4.0, 2.0], "is never ahead at a matrix product: at best, at 256 rows, it takes 2 times"),
    ]:
        assert said in device_finding(pair([1.0] * 4, gpu))


def test_what_was_measured_here_is_reported_before_what_was_recorded():
    """The visitor's machine comes first, whatever the names of recorded files."""
    rows = pd.concat([pair([9.0] * 4, [1.0] * 4, origin="a"), pair([2.0] * 4, [1.0] * 4)])

    assert "(NVIDIA H100, here) does a matrix product up to 2 times" in device_finding(rows)
    assert "recorded) does a matrix product up to 9 times" in device_finding(rows[rows["origin"] == "a"])


def test_without_a_gpu_the_number_format_is_reported():
    """Half of the seconds in the shorter format, at the largest size."""
    said = device_finding(frame(row(size=256, compute=0.2), row(size=256, compute=0.1, dtype="bfloat16"), row(size=64)))

    assert said == (
        "On this CPU, bfloat16 does a matrix product 2 times as fast: 100 ms instead of 200 ms at 256 rows."
    )


def test_without_anything_to_compare_the_growth_is_reported():
    """Twice the rows, eight times the seconds."""
    said = device_finding(frame(row(size=128, compute=0.01), row(size=256, compute=0.08)))

    assert said == ("On this CPU, a matrix product takes 80 ms at 256 rows; 2 times the size takes 8 times as long.")


def test_the_lessons_numbers_stand_beside_the_best_measured():
    """The largest speed-up over all sizes, with how it was achieved; what was not measured says so."""
    table = lesson_table(pair([1.0, 1.0, 4.0, 16.0], [4.0, 2.0, 2.0, 2.0])).set_index("work")

    assert table["lesson"].to_dict() == {work: said for work, (_, said) in LESSON.items()}
    assert table.loc["Matrix product", "measured"] == "8 times"
    assert table.loc["Matrix product", "how"] == "256 rows, float32, NVIDIA H100"
    assert table.loc[["Convolution", "Training"], "measured"].tolist() == [NOT_YET, NOT_YET]


def test_the_lessons_numbers_are_over_the_processor_s_fastest_way():
    """bfloat16 takes the processor 8 s and the GPU 1 s, but float32 takes the processor 2 s: twice as fast, not 8."""
    rows = [row(compute=8.0, dtype="bfloat16"), row(compute=2.0), row(device="cuda", compute=1.0, dtype="bfloat16")]
    table = lesson_table(frame(*rows)).set_index("work")

    assert table.loc["Matrix product", "measured"] == "2 times"
    assert table.loc["Matrix product", "how"] == "64 rows, bfloat16, NVIDIA H100"


def test_work_in_the_other_memory_order_only_is_compared_all_the_same():
    """What all rows have in common, here the memory order, is not mentioned."""
    rows = [row("training", dtype=name, compute=seconds, channels_last=True)
            for name, seconds in (("float32", 3.0), ("bfloat16", 2.0))]  # fmt: skip

    assert device_finding(frame(*rows)) == (
        "On this CPU, bfloat16 does a whole training 1.5 times as fast: 2 s instead of 3 s at 64 images."
    )
