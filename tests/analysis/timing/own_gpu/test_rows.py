"""A browser's report becomes rows like all others, or is refused with a sentence."""

import numpy as np
import pytest

from analysis.timing.own_gpu import adapter_name, read, server_rows
from tests.analysis.timing.own_gpu.reports import SOFTWARE, report, sent
from tests.analysis.timing.timed import CPU, frame, row


def test_a_report_has_the_columns_of_timed_rows():
    """Whoever reads timed rows reads these; one core has no copies."""
    rows = read(report()).rows

    assert set(frame(row()).columns) <= {*rows.columns, "n_calls", "measured_at"}
    assert rows["origin"].unique().tolist() == ["your browser"]
    assert rows.loc[rows["device"] == "webgpu", "copy_in"].tolist() == [1.0, 1.0, 1.0]
    assert rows.loc[rows["device"] == "javascript", "copy_in"].isna().all()


def test_an_adapter_is_called_what_its_maker_is_called():
    """As far as the browser tells; a program in a GPU's place by its own name."""
    for changed, name in [
        ({}, "Apple, metal-3"),
        ({"vendor": "nvidia", "architecture": ""}, "NVIDIA"),
        ({"vendor": "", "architecture": ""}, "Safari does not tell its name"),
        (SOFTWARE, "SwiftShader"),
        ({"vendor": "microsoft", "architecture": "", "is_software": True}, "microsoft"),
    ]:
        assert adapter_name(report(**changed)) == name


def test_what_is_no_report_is_refused_with_a_sentence():
    """Never with an error of another kind."""
    for forged in [
        "words",
        [],
        {},
        report(rows=[]),
        report(rows=[{}]),
        report(rows=5),
        report(copy_bytes_per_second="much"),
        *(report(rows=[sent(median_seconds=value)]) for value in (-1.0, 0.0, np.nan, np.inf, "<b>")),
        report(rows=[sent() | {"size": "x"}]),
        report(rows=[sent(parts={})]),
    ]:
        with pytest.raises(ValueError, match="is no measurement"):
            read(forged)


def test_the_servers_line_is_its_plain_product_on_all_cores_here_if_timed_here():
    """Compiled, short, on fewer cores, other work and recorded rows stay out."""
    wanted = row(size=128)
    rows = frame(
        wanted, row(origin="elsewhere"), row(compiled=True), row(dtype="bfloat16"), row(threads=1),
        row("convolution"), row(device="cuda"), row(channels_last=True),
    )  # fmt: skip

    assert server_rows(rows)["size"].tolist() == [128]
    assert server_rows(rows)["machine"].tolist() == [CPU]
    assert server_rows(rows.iloc[:0]).empty
