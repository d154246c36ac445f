"""The class's GPUs in words: laws on rows that can be checked by hand."""

import re

import pandas as pd
import pytest

from analysis.timing.class_gpus import class_finding, class_table, gpu_lines, outcomes, processor_of
from tests.analysis.timing.class_rows import a_class, gpu, processor
from tests.analysis.timing.timed import CPU, frame, row

FROM_173 = (2.0, 2.5, 3.0, 4.0)  # half as fast as the processor at 64, 4 times at 512
FAST = (2.0, 2.0, 1.0, 0.2)  # 80 times at 512
SLOW = (9.0, 9.0, 9.0, 32.0)
ALWAYS = (0.5, 0.5, 0.5, 0.5)
CHANGING = (0.5, 0.5, 0.5, 32.0)


def test_the_finding_says_how_many_pass_from_where_and_by_how_much():
    """One is as fast at 128; the other is 0.8 times as fast there and 1.33 times at 256: they cross at 173."""
    rows = a_class(gpu("a", FROM_173), gpu("b", FAST, "nvidia", "ada"), gpu("c", SLOW, "intel", ""))

    assert class_finding(rows, processor()) == (
        f"2 of 3 GPUs here pass the server's processor ({CPU}) from about 130 to 170 rows on; at 512 rows they are "
        "4 to 80 times as fast. The fastest of them is nvidia ada, the slowest apple metal-3. 1 is slower at every "
        "size measured."
    )


def test_where_each_starts_is_where_its_own_seconds_cross():
    """As `break_even` finds it; one that is always ahead starts at its smallest size."""
    rows = a_class(gpu("a", FAST), gpu("b", ALWAYS), gpu("c", SLOW), gpu("d", CHANGING))
    from_processor = processor().rows.set_index("size")["median_seconds"]
    lines = gpu_lines(rows)
    found = outcomes(lines.assign(times=lines["size"].map(from_processor) / lines["median_seconds"]))

    assert found["kind"].tolist() == ["from", "always", "never", "changes"]
    assert found["start"].tolist()[:2] == [pytest.approx(128), 64]
    assert found["start"].isna().tolist() == [False, False, True, True]


def test_one_gpu_is_named():
    """In the singular, with its name, since a ratio needs both."""
    for seconds, said in [
        (FAST, f"passes the server's processor ({CPU}) from about 130 rows on; at 512 rows it is 80 times as fast."),
        (
            ALWAYS,
            f"is faster than the server's processor ({CPU}) at every size measured; at 512 rows it is 32 times as "
            "fast.",
        ),
        (
            SLOW,
            f"does not pass the server's processor ({CPU}) for good; at 512 rows it takes 2 times as long.",
        ),
        (
            CHANGING,
            f"does not pass the server's processor ({CPU}) for good; at 512 rows it takes 2 times as long. It is "
            "faster at some smaller sizes.",
        ),
    ]:
        assert class_finding(gpu("a", seconds), processor()) == f"The only GPU here (apple metal-3) {said}"


def test_all_and_none_are_words():
    """Both or all pass, or neither or none does."""
    both = a_class(gpu("a", ALWAYS), gpu("b", ALWAYS, "intel", "xe"))
    none = a_class(gpu("a", SLOW), gpu("b", CHANGING, "intel", "xe"))

    assert class_finding(both, processor()).startswith("Both GPUs here are faster than the server's processor")
    three = class_finding(a_class(both, gpu("c", FAST)), processor())
    assert three.startswith("All 3 GPUs here pass the server's processor")
    assert class_finding(none, processor()) == (
        f"Neither of the two GPUs here passes the server's processor ({CPU}) for good; at 512 rows they take 2 times "
        "as long. 1 of them is faster at smaller sizes. Among them are apple metal-3 and intel xe."
    )


def test_none_of_many_is_a_number():
    """Three that are slower everywhere."""
    rows = a_class(*(gpu(who, SLOW) for who in "abc"))

    assert class_finding(rows, processor()).startswith("None of the 3 GPUs here (apple metal-3) passes the server's")


def test_one_of_several_is_singular_and_named():
    """`1 of 3 GPUs here passes`, and which one that is."""
    rows = a_class(gpu("a", FAST), gpu("b", SLOW, "intel", "xe"), gpu("c", CHANGING, "arm", "mali"))
    said = class_finding(rows, processor())

    assert said.startswith("1 of 3 GPUs here (apple metal-3) passes the server's")
    assert "at 512 rows it is 80 times as fast. 1 is" in said
    assert said.endswith("1 is faster at some sizes only and 1 is slower at every size measured.")


def test_equal_gpus_share_their_name():
    """A room of equal computers is named once."""
    said = class_finding(a_class(gpu("a", FAST), gpu("b", FAST)), processor())

    assert said.startswith("Both GPUs here (apple metal-3) pass")
    assert "The fastest" not in said


def test_the_ratio_is_at_the_largest_size_that_half_of_them_reached():
    """One that stopped early does not drag all to a small size, and is not counted at the large one."""
    rows = a_class(gpu("a", FAST), gpu("b", FROM_173), gpu("c", ALWAYS[:2]))

    assert "; at 512 rows, which 2 of them reached, they are 4 to 80 times as fast." in class_finding(rows, processor())


def test_software_adapters_are_left_out_and_counted():
    """They are no GPUs, however fast they are."""
    fake = gpu("s", ALWAYS, "google", "swiftshader", is_software=True)
    one, two = a_class(gpu("a", FAST), fake), a_class(fake, fake.assign(who="t"))

    assert class_finding(one, processor()).startswith("The only GPU here (apple metal-3) passes")
    assert class_finding(one, processor()).endswith("1 software adapter is left out: it computes on a processor.")
    assert class_finding(two, processor()) == (
        "No GPU has been added yet. 2 software adapters are left out: they compute on a processor."
    )
    assert gpu_lines(two).empty


def test_only_float32_products_on_the_gpu_are_compared():
    """JavaScript on one core, float16 and convolutions are other work."""
    other = [{"device": "javascript"}, {"dtype": "float16"}, {"operation": "convolution"}]
    rows = a_class(*(gpu(str(number), ALWAYS, **changes) for number, changes in enumerate(other)))

    assert class_finding(rows, processor()) == "No GPU has been added yet."


def test_without_a_processor_nothing_is_compared():
    """Neither where none was measured nor where no size is common; no ratio is told."""
    for beside in (None, processor_of(frame(row(size=8)))):
        said = class_finding(gpu("a", FAST), beside)
        assert said == (
            "1 GPU has been added; apple metal-3 reached 512 rows. No processor has been measured at the same sizes "
            "yet, so nothing is compared."
        )
    said = class_finding(a_class(gpu("a", FAST), gpu("b", SLOW, "intel", "xe")), None)
    assert said.startswith("2 GPUs have been added; apple metal-3 was fastest at 512 rows.")


def test_one_without_a_common_size_is_counted_apart():
    """It is neither ahead nor behind."""
    rows = a_class(gpu("a", FAST), gpu("b", [0.1], sizes=[4096]))

    assert class_finding(rows, processor()).startswith("The only GPU here (apple metal-3) passes")
    assert class_finding(rows, processor()).endswith("1 has no size in common with the processor.")


def test_no_ratio_without_both_names():
    """Each finding with `times` names the processor and at least one GPU."""
    for seconds in [FROM_173, FAST, SLOW, ALWAYS, CHANGING]:
        for other in [None, FAST, SLOW]:
            rows = a_class(gpu("a", seconds), *([] if other is None else [gpu("b", other, "intel", "xe")]))
            said = class_finding(rows, processor())

            assert "times" in said
            assert CPU in said
            assert re.search("apple metal-3|intel xe", said)


def test_the_processor_is_the_fastest_row_on_all_cores():
    """Of each size the fastest implementation, never one on fewer cores; another format does not count."""
    found = processor_of(
        frame(row(compute=4.0), row(compute=3.0, compiled=True), row(compute=1.0, threads=1),
              row(compute=0.5, dtype="bfloat16"), row(size=8, compute=2.0))
    )  # fmt: skip

    assert found.rows["size"].tolist() == [8, 64]
    assert found.rows["median_seconds"].tolist() == [2.0, 3.0]
    assert (found.whose, found.name) == ("the server's processor", CPU)


def test_what_was_measured_here_comes_before_what_was_recorded():
    """A recorded processor is never called the server's; of two machines here, the one measured last counts."""
    recorded = row(compute=1.0, machine="an old CPU", origin="a-laptop")
    here = row(compute=2.0), row(compute=3.0, machine="new, 8 cores", measured_at="2026-11-23T10:00:00+00:00")

    assert processor_of(frame(recorded, *here)).clause == "the server's processor (new, 8 cores)"
    assert processor_of(frame(recorded)).clause == "a recorded processor (an old CPU)"
    assert processor_of(frame(row(device="cuda"))) is None
    assert "pass" in class_finding(gpu("a", FAST), processor_of(frame(recorded)))


def test_the_table_has_a_row_a_gpu():
    """Fastest at the end first, in words, with the size that each ratio is for; one's own is marked."""
    rows = a_class(gpu("a", FROM_173, is_own=True), gpu("b", FAST, "nvidia", "ada"), gpu("c", SLOW, "", ""))
    table = class_table(gpu_lines(rows), processor())

    assert table["gpu"].tolist() == ["nvidia ada", "apple metal-3 (yours)", "a GPU that its browser does not name"]
    assert table["times"].tolist() == ["80 times at 512", "4 times at 512", "0.5 times at 512"]
    assert table["start"].tolist() == ["about 130 on", "about 170 on", "no size"]
    alone = class_table(gpu_lines(rows), None)
    assert set(alone["times"]) == set(alone["start"]) == {""}


def test_no_rows_are_no_gpus():
    """An empty table with its columns."""
    empty = gpu("a", FAST).iloc[:0]

    assert class_finding(empty, processor()) == "No GPU has been added yet."
    assert isinstance(gpu_lines(empty), pd.DataFrame)
    assert class_table(gpu_lines(empty), processor()).empty
