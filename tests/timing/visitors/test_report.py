"""A report is read as it was measured, or refused with one sentence: whoever wrote it, whatever it holds."""

import json
import re
from itertools import product

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tests.timing.visitors.reports import report, sent, sent_row
from timing.visitors.report import MOST_BYTES, MOST_ROWS, fastest, parse, work

SCALARS = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20)
ANYTHING = st.recursive(SCALARS, lambda one: st.lists(one) | st.dictionaries(st.text(max_size=9), one), max_leaves=20)
NAMES = ("vendor", "architecture", "browser")
FIELDS = sorted(sent()) + [f"rows.{name}" for name in sent_row()] + [f"parts.{name}" for name in sent_row()["parts"]]


def changed(name, value):
    """A report of which one field, on whatever level, has this value."""
    where, _, field = name.rpartition(".")
    given = sent()
    target = {"": given, "rows": given["rows"][0], "parts": given["rows"][0]["parts"]}[where]
    target[field] = value
    return json.dumps(given)


def refusal(text):
    """The sentence with which it is refused, which is one."""
    with pytest.raises(ValueError, match="must") as problem:
        parse(text)
    sentence = str(problem.value)
    assert re.fullmatch(r"[A-Z][^\n]{10,200}\.", sentence)
    return sentence


def test_a_report_is_read_as_it_was_sent():
    """Every field, and what is unknown."""
    found = report(sent_row(512), sent_row(512, dtype="float16"), vendor="nvidia", complete=False)

    assert (found.vendor, found.architecture, found.browser) == ("nvidia", "metal-3", "Safari")
    assert (found.is_software, found.complete) == (False, False)
    assert (found.copy_bytes_per_second, found.flop_per_second) == (2e11, None)
    assert [row.what for row in found.rows] == [
        ("matrix_product", 512, "webgpu", "float32"),
        ("matrix_product", 512, "webgpu", "float16"),
    ]
    assert found.rows[0].parts == {"warm_up": 1.0, "copy_in": 0.0025, "compute": 0.005, "copy_out": 0.0025}


def test_what_is_stored_is_read_as_the_same_report():
    """The text that a file holds goes through the same checks; the longest report still fits."""
    names = dict.fromkeys(NAMES, "A" + 59 * "😀")
    many = [sent_row(n, 1 / 3, operation="convolution", n_repeats=10**6) for n in range(1, MOST_ROWS + 1)]
    for found in (report(), report(*many, **names)):
        assert parse(found.to_json()) == found
        assert len(found.to_json()) <= MOST_BYTES


def test_the_work_follows_from_operation_and_size():
    """Two matrices of 2 rows have 8 products and sums of 4 bytes each; what the report says of it is not believed."""
    assert work("matrix_product", 2, "float32") == (16, 48)
    assert work("convolution", 1, "float16") == (2 * 1024 * 64 * 64 * 9, 2 * (2 * 1024 * 64 + 64 * 64 * 9))
    row = report(sent_row(128, flop=1e30, n_bytes=-1)).rows[0]

    assert (row.flop, row.n_bytes) == work("matrix_product", 128, "float32")


WRONG = [True, "", -1, -0.5, 10**400, [[[]]], {}, float("nan"), float("inf"), "![x](//y)"]


def test_a_wrong_value_is_refused_by_name():
    """Truth values are no numbers, numbers no truth values; the sentence never repeats what was sent."""
    for name, value in product([name for name in FIELDS if name not in ("rows.flop", "rows.n_bytes")], WRONG):
        field, text = name.rpartition(".")[2], changed(name, value)
        if (field in ("is_software", "complete") and value is True) or (field in NAMES and value == ""):
            assert parse(text)  # some browsers do not name the GPU
            continue
        said = refusal(text)

        assert field in said or "ordinary numbers" in said or said.startswith("Row 1 of the report must be"), name
        assert "![" not in said


def test_what_is_missing_is_refused():
    """Only a rate may be unknown, and what the report says of its work is not looked at."""
    for name in FIELDS:
        where, _, field = name.rpartition(".")
        given = sent()
        del {"": given, "rows": given["rows"][0], "parts": given["rows"][0]["parts"]}[where][field]
        if field in ("flop", "n_bytes", "copy_bytes_per_second", "flop_per_second"):
            assert parse(json.dumps(given))
        else:
            assert field in refusal(json.dumps(given))


def test_a_row_that_cannot_be_true_is_refused():
    """Unknown work, sizes outside the list, too few repetitions, quartiles in disorder, a wrong product."""
    for wrong, said in [
        ({"operation": "sort"}, "one of matrix_product, convolution"),
        ({"device": "cuda"}, "one of webgpu, javascript"),
        ({"dtype": "int8"}, "one of float32, float16"),
        ({"size": 96}, "one of 64, 128, 256, 512, 1024, 2048, 4096"),
        ({"size": 8192}, "size must be"),
        ({"size": 64.0}, "size must be a whole number"),
        ({"size": 65, "operation": "convolution"}, "from 1 to 64"),
        ({"n_repeats": 4}, "n_repeats must be a whole number from 5"),
        ({"median_seconds": 0}, "median_seconds must be a number above 0 and at most 600"),
        ({"high_seconds": 600.1}, "high_seconds must be a number above 0 and at most 600"),
        ({"low_seconds": 0.02}, "between low_seconds and high_seconds"),
        ({"high_seconds": 0.001}, "between low_seconds and high_seconds"),
        ({"median_seconds": 1e30}, "median_seconds"),
        ({"error": 0.002}, "error must be a number from 0 to 0.001"),
        ({"parts": [1, 2, 3, 4]}, "parts must be an object"),
    ]:
        assert said in refusal(json.dumps(sent(sent_row(**wrong))))


def test_nothing_is_faster_than_machines_can_be():
    """2 * 4096^3 is 1.4e11: in float32 above 0.14 ms, in float16 a tenth of that, and on one core 0.14 s."""
    for changes, least in (({}, 1.37e-4), ({"dtype": "float16"}, 1.37e-5), ({"device": "javascript"}, 0.137)):
        assert fastest(changes.get("device", ""), "matrix_product", 4096, changes.get("dtype", "float32")) == (
            pytest.approx(least, rel=0.01)
        )
        for share, allowed in ((0.9, False), (1.2, True)):
            row = sent_row(4096, 2 * least * share, **changes)  # half of it computes
            if allowed:
                assert report(row)
            else:
                assert "faster than any machine can be" in refusal(json.dumps(sent(row)))


def test_one_row_of_each_work_and_not_too_many():
    """Twice the same is refused, and so is no row at all."""
    assert "one row for each" in refusal(json.dumps(sent(sent_row(), sent_row(seconds=0.02))))
    assert "a list of 1 to 60" in refusal(json.dumps(sent(rows=[])))
    assert "a list of 1 to 60" in refusal(json.dumps(sent(*[sent_row()] * 61)))


def test_a_name_is_short_printable_and_no_formula():
    """Sixty letters; a spreadsheet would compute what begins with =."""
    for letters in ["x" * 61, "two\nlines", "\u202eright to left", "\ud800", "=1+1", "<b>x", "\x00"]:
        for name in NAMES:
            assert name in refusal(json.dumps(sent(**{name: letters})))


def test_what_is_no_report_is_refused():
    """No JSON, nested without end, a megabyte."""
    for text in ["", "[]", "null", "7", "{", "[" * 60_000, '{"rows": ' * 7_000, "x" * 2**20, "\ud800"]:
        refusal(text)


@settings(max_examples=150, deadline=None)
@given(text=st.text() | ANYTHING.map(lambda one: json.dumps(one)))
@example(text="9" * 5_000)
@example(text='{"rows": 1e999}')
def test_any_text_is_a_report_or_a_sentence(text):
    """Never another exception."""
    refusal(text)


@settings(max_examples=150, deadline=None)
@given(name=st.sampled_from(FIELDS), value=ANYTHING)
def test_any_value_in_any_field_is_taken_or_refused(name, value):
    """Never another exception, and what is taken is stored and read again."""
    text = changed(name, value)
    try:
        found = parse(text)
    except ValueError:
        refusal(text)
    else:
        assert parse(found.to_json()) == found
