"""The sentences about times, from rows that can be checked by hand."""

import pandas as pd

from analysis.timing.finding import device_finding
from analysis.timing.lesson import LESSON, NOT_YET, claims, is_measured, lesson_table
from analysis.timing.names import OPERATIONS, named
from tests.analysis.timing.timed import frame, pair, row
from timing.operations.register import OPERATIONS as REGISTER


def test_every_operation_that_is_named_is_in_the_register():
    """Every name belongs to a timed operation; an operation without names has its own."""
    known = {operation.name for operation in REGISTER}

    assert set(OPERATIONS) - known <= {"training", "convolution_by_side"}
    assert named("odd_work").title == "Odd work"


def test_a_size_of_one_is_singular():
    """A batch may be of one image."""
    assert named("convolution").at(1) == "one image"
    assert named("convolution_by_side").at(1) == "one pixel per side"
    assert named("matrix_product").at(2048) == "2,048 rows"


SIZES = (128, 256, 512, 1024)


def test_the_finding_says_how_many_times_with_and_without_copies_and_when_the_cpu_is_faster():
    """At 1,024 rows 16 s against 2 s, and against 1 s without copies; even between 256 and 512, in logarithms."""
    said = device_finding(pair([1.0, 1.0, 4.0, 16.0], [4.0, 2.0, 2.0, 2.0], SIZES, copies=1.0))

    assert said == (
        "In a matrix product of 1,024 rows, the H100 here is 8 times as fast as the EPYC, 16 times without copies; "
        "below about 360 rows, the CPU is faster. Copies included, half of the calls took at most 2 s on the GPU, and "
        "16 s on the CPU in the same machine (AMD EPYC, 2 cores)."
    )


def test_the_first_sentence_fits_into_a_headline():
    """Also with the long names that machines have: 170 letters are two lines at 1280 pixels."""
    cpu = "INTEL(R) XEON(R) PLATINUM 8568Y+, 16 cores"
    for operation in OPERATIONS:
        rows = pair([1.0, 1.0, 4.0, 16.0], [4.0, 2.0, 2.0, 0.111], SIZES, copies=0.1, operation=operation)
        of_gpu = rows["device"] != "cpu"
        names = of_gpu.map({True: f"NVIDIA H100 80GB HBM3, {cpu}", False: cpu})
        said = device_finding(rows.assign(machine=names, origin="h100"))

        assert len(said.partition(". ")[0]) <= 170
        assert "the recorded H100" in said
        assert "as the XEON 8568Y+" in said


def test_a_larger_gain_at_another_size_is_reported():
    """8 times at 1,024 rows, 32 times at 4,096."""
    said = device_finding(pair([1.0, 8.0, 32.0], [2.0, 1.0, 1.0], (128, 1024, 4096)))

    assert "At most, the GPU is 32 times as fast, copies included: at 4,096 rows." in said


def test_an_interval_that_contains_1_is_about_as_fast():
    """The quartiles are 10 % off: 1.1 times may be 0.9 times. Faster and slower have their own words."""
    for gpu, copies, said in [
        (0.91, 0.0, "is about as fast as the EPYC, with or without copies;"),
        (0.91, 0.66, "is about as fast as the EPYC, but is 4 times as fast without copies;"),
        (2.5, 0.0, "takes 2.5 times as long as the EPYC, with or without copies;"),
        (2.5, 1.0, "takes 2.5 times as long as the EPYC, 1.5 times without copies;"),
        (2.5, 2.0, "takes 2.5 times as long as the EPYC, but is 2 times as fast without copies;"),
        (0.25, 0.0, "is 4 times as fast as the EPYC, with or without copies;"),
    ]:
        assert said in device_finding(pair([1.0], [gpu], [1024], copies=copies))


def test_a_whole_training_has_no_speed_without_copies():
    """Its copies are part of it."""
    rows = pair([4.0], [1.0], [1000], operation="training").assign(copy_in=None, copy_out=None)

    assert "is 4 times as fast as the EPYC; the CPU" in device_finding(rows)


def test_another_format_is_named():
    """Only float32 goes without saying."""
    said = device_finding(pair([4.0], [1.0], [1024], dtype="bfloat16", compiled=True))

    assert said.startswith("In a matrix product of 1,024 rows (bfloat16, compiled), the H100 here is 4 times")


def test_other_courses_have_words_of_their_own():
    """Always ahead, never, never for certain, changing, and changing below a size."""
    for gpu, said in [
        ([0.5, 0.5, 0.5, 0.5], "; the CPU is faster at no size measured."),
        ([8.0, 8.0, 4.0, 2.0], "; the CPU is faster at every size measured."),
        ([8.0, 8.0, 4.0, 1.1], "; the GPU is clearly faster at no size measured."),
        ([2.0, 0.5, 0.6, 1.4], "; which one is faster changes with the size."),
        ([0.5, 2.0, 0.5, 0.5], "; from about 360 rows on, the GPU is always ahead."),
    ]:
        assert said in device_finding(pair([1.0] * 4, gpu, SIZES))


def test_what_was_measured_here_is_reported_before_what_was_recorded():
    """The visitor's machine comes first, whatever the names of recorded files; then the first name."""
    recorded = [pair([9.0] * 4, [1.0] * 4, origin="b"), pair([5.0] * 4, [1.0] * 4, origin="a")]
    rows = pd.concat([*recorded, pair([2.0] * 4, [1.0] * 4)])

    assert "the H100 here is 2 times" in device_finding(rows)
    assert "the recorded H100 is 5 times" in device_finding(rows[rows["origin"] != "here"])


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

    assert table["lesson"].to_dict() == {work: said for work, (*_, said) in LESSON.items()}
    assert table.loc["Matrix product", "measured"] == "8 times"
    assert table.loc["Matrix product", "how"] == "256 rows, float32, H100 and EPYC (here)"
    assert table.loc["Matrix product", "usual"] == "8 times at 256 rows"
    assert table.loc[["Convolution", "Training"], "measured"].tolist() == [NOT_YET, NOT_YET]


def test_the_lessons_numbers_are_over_the_processor_s_fastest_way():
    """bfloat16 takes the processor 8 s and the GPU 1 s, but float32 takes the processor 2 s: twice as fast, not 8."""
    rows = [row(compute=8.0, dtype="bfloat16"), row(compute=2.0), row(device="cuda", compute=1.0, dtype="bfloat16")]
    table = lesson_table(frame(*rows)).set_index("work")

    assert table.loc["Matrix product", "measured"] == "2 times"
    assert table.loc["Matrix product", "how"] == "64 rows, bfloat16, H100 and EPYC (here)"
    assert table.loc["Matrix product", "usual"] == NOT_YET


def test_the_usual_size_stands_beside_the_largest_gain_of_the_same_gpu():
    """32 times at 4,096 rows in bfloat16, but 4 times in float32 at 1,024, whatever another GPU does."""
    ours = [pair([4.0, 5.0], [1.0, 1.0], (1024, 4096)), pair([8.0], [0.15625], [4096], dtype="bfloat16")]
    rows = pd.concat([*ours, pair([9.0], [1.0], [1024], origin="elsewhere")])
    said = lesson_table(rows).set_index("work").loc["Matrix product"]

    assert (said["measured"], said["usual"]) == (
        "32 times",
        "4 times at 1,024 rows, at most 5 times",
    )
    assert said["how"] == "4,096 rows, bfloat16, H100 and EPYC (here)"


def test_without_a_gpu_the_claims_are_one_sentence():
    """Nothing can be compared with them."""
    assert not is_measured(frame(row(), row("convolution")))
    assert not is_measured(frame(row(), row(device="cuda", size=128)))
    assert is_measured(frame(row(), row(device="cuda")))
    assert claims() == (
        "20 times as fast at a matrix product, 100 times at a convolution and 10 to 100 times at a whole training"
    )


def test_work_in_the_other_memory_order_only_is_compared_all_the_same():
    """What all rows have in common, here the memory order, is not mentioned."""
    rows = [row("training", dtype=name, compute=seconds, channels_last=True)
            for name, seconds in (("float32", 3.0), ("bfloat16", 2.0))]  # fmt: skip

    assert device_finding(frame(*rows)) == (
        "On this CPU, bfloat16 does a whole training 1.5 times as fast: 2 s instead of 3 s at 64 images."
    )
