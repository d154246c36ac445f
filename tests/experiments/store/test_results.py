"""The one table: what goes in comes out, once, from here or from a recorded file."""

import gzip
import io
import json
import zlib
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from experiments import spec
from experiments.spec import from_json, to_json
from experiments.store import database
from experiments.store.results import LIVE, Store, write
from tests.experiments.toy import Experiment, result

EXPERIMENT = Experiment("digits", "svm", 100, seed=2, settings=(("gamma", 1.0), ("classes", "ten")))
ASKED_FOR = (
    "id dataset learner n_train seed recipe device accuracy n_test feature_seconds fit_seconds predict_seconds "
    "n_parameters model_bytes machine threads versions commit measured_at details settings data_version "
    "correct predictions"
)


def test_a_line_of_json_is_the_whole_result():
    """Writing and reading gives an equal result, settings in their order and kind, bytes and all."""
    measured = result(EXPERIMENT, predictions=zlib.compress(np.arange(8, dtype=np.uint16).tobytes()))

    assert from_json(to_json(measured)) == measured
    assert set(ASKED_FOR.split()) <= set(json.loads(to_json(measured)))
    assert "\n" not in to_json(measured)


def test_a_line_takes_numpy_details():
    """What learners leave in `details` as NumPy values is written as plain numbers."""
    measured = result(EXPERIMENT, details={"C": np.float32(0.5), "counts": np.array([1, 2])})

    assert from_json(to_json(measured)).details == {"C": 0.5, "counts": [1, 2]}


def test_a_line_that_is_not_of_this_protocol_is_refused():
    """A line without its keys, or whose id is another protocol's, is a ValueError."""
    for line in ["{}", "[]", "no json", to_json(result(EXPERIMENT)).replace(EXPERIMENT.id, "0" * 16)]:
        with pytest.raises(ValueError, match=r"result|protocol|Expecting"):
            from_json(line)


def test_rows_that_are_read_in_parts_are_the_same_rows(store, monkeypatch):
    """Whatever the size of a part, also of the queue, some of whose columns hold nothing yet in a part."""
    store.add_all([result(replace(EXPERIMENT, seed=seed)) for seed in range(7)])
    store.enqueue([replace(EXPERIMENT, seed=seed) for seed in range(10, 15)], "me")
    store.claim("engine", 1)
    whole = store.rows(), store.jobs()
    monkeypatch.setattr(database, "ROWS_AT_ONCE", 2)

    for rows, expected in zip((store.rows(), store.jobs()), whole, strict=True):
        pd.testing.assert_frame_equal(rows, expected)


def test_texts_are_shared_and_not_copied(store):
    """With 100,000 rows each selection would otherwise take 70 MB; numbers keep their kind beside equal ones."""
    store.add_all([result(replace(EXPERIMENT, seed=seed), accuracy=float(seed)) for seed in range(3)])
    rows = store.rows()
    machines, details = rows["machine"].tolist(), rows["details"].tolist()
    selected = rows[rows["seed"] > 0]

    assert machines[0] is machines[1]
    assert selected["details"].tolist()[0] is details[1]
    assert (rows["seed"].dtype, rows["accuracy"].dtype) == (np.int64, np.float64)


def test_rows_have_their_columns_even_when_there_are_none(store):
    """An empty table is a frame with every column but the predictions."""
    empty = store.rows()

    assert len(empty) == 0
    assert {"id", "origin", *ASKED_FOR.split()} - {"predictions"} <= set(empty.columns)
    assert "predictions" not in empty.columns


def test_what_was_added_is_there(store):
    """A row holds the result's numbers; predictions come on demand."""
    store.add(result(EXPERIMENT))
    row = store.rows().iloc[0]

    assert (row["id"], row["origin"], row["n_train"], row["accuracy"]) == (EXPERIMENT.id, "live", 100, 0.5)
    assert json.loads(row["settings"]) == {"gamma": 1.0, "classes": "ten"}
    assert store.predictions(EXPERIMENT.id) == b"\x00\x01"
    assert store.predictions(EXPERIMENT.id, "elsewhere") == b""


def test_a_result_never_changes(store):
    """The second result of an experiment is left out; another origin has its own."""
    store.add(result(EXPERIMENT, accuracy=0.5))
    store.add(result(EXPERIMENT, accuracy=0.9))
    store.add(result(EXPERIMENT, accuracy=0.7), origin="elsewhere")

    assert store.rows().set_index("origin")["accuracy"].to_dict() == {"live": 0.5, "elsewhere": 0.7}


def test_rows_are_filtered_by_value_and_by_list(store):
    """A filter names a column; an unknown one is a clear error."""
    for n_train in (10, 20, 30):
        store.add(result(Experiment("digits", "svm", n_train)))

    assert store.rows(dataset="digits", n_train=[30, 10])["n_train"].tolist() == [10, 30]
    assert len(store.rows(learner="cnn")) == 0
    with pytest.raises(ValueError, match="no column 'colour'"):
        store.rows(colour="red")


def test_recorded_files_are_loaded_once_and_again_when_they_change(store, tmp_path):
    """A file's rows are those of its present content, plain or compressed, however often it is loaded."""
    first, second = (to_json(result(Experiment("digits", "svm", n), accuracy=n / 100)) for n in (10, 20))
    (tmp_path / "plain.jsonl").write_text(first + "\n")
    (tmp_path / "packed.jsonl.gz").write_bytes(gzip.compress(f"{first}\n{second}\n".encode()))
    store.load_recorded(tmp_path)
    store.load_recorded(tmp_path)

    assert store.rows()["origin"].value_counts().to_dict() == {"packed": 2, "plain": 1}
    (tmp_path / "plain.jsonl").write_text(second + "\n")
    store.load_recorded(tmp_path)
    assert store.rows(origin="plain")["n_train"].tolist() == [20]


def test_recorded_files_loaded_by_many_at_once_are_there_once(store, tmp_path):
    """Several threads, or processes, that start together leave one set of rows."""
    (tmp_path / "shipped.jsonl").write_text(to_json(result(EXPERIMENT)))
    with ThreadPoolExecutor(6) as starting:
        list(starting.map(lambda _: store.load_recorded(tmp_path), range(12)))

    assert store.rows()["origin"].tolist() == ["shipped"]


def test_recorded_lines_of_another_protocol_are_left_out(store, tmp_path):
    """A file cut short, or measured under another protocol, gives the rows that are whole and alike."""
    line = to_json(result(EXPERIMENT))
    (tmp_path / "old.jsonl").write_text(f"{line}\n{line.replace(EXPERIMENT.id, '0' * 16)}\n{line[:50]}")
    store.load_recorded(tmp_path)

    assert store.rows()["id"].tolist() == [EXPERIMENT.id]


def test_rows_from_before_a_learner_changed_never_mix_with_todays(store, monkeypatch, tmp_path):
    """Rows of its former features are neither shown nor loaded, as a learner or as a cell; all other rows stay."""
    cell = Experiment("digits", "swap", 100, settings=(("features", "pretrained"), ("head", "rbf_svm")))
    other = replace(cell, settings=(("features", "cnn"), ("head", "rbf_svm")))
    experiments = [Experiment("digits", "pretrained", 100), cell, other, EXPERIMENT]
    monkeypatch.setattr(spec, "REVISIONS", {})
    before = [result(replace(one), accuracy=0.25) for one in experiments]
    store.add_all(before)
    lines = [to_json(one) for one in before]
    monkeypatch.undo()
    today = [result(replace(one)) for one in experiments]
    (tmp_path / "former.jsonl").write_text("\n".join(lines))
    store.load_recorded(tmp_path)

    assert len(store.rows()) == 4
    assert set(store.rows()["id"]) == {other.id, EXPERIMENT.id}
    store.add_all(today)
    assert sorted(store.rows(origin=LIVE)["accuracy"]) == [0.25, 0.25, 0.5, 0.5]


def test_export_makes_formulas_harmless(store):
    """In CSV, a text that a spreadsheet would run begins with an apostrophe; numbers stay numbers."""
    store.add(result(Experiment("=cmd()", "svm", 10), machine="@home", accuracy=-0.5))
    target = io.BytesIO()
    write(store.rows(), "csv", target)
    row = pd.read_csv(io.BytesIO(target.getvalue())).iloc[0]

    assert (row["dataset"], row["machine"], row["accuracy"]) == ("'=cmd()", "'@home", -0.5)


def test_export_to_parquet_keeps_every_column(store, tmp_path):
    """What parquet gives back equals the rows, without the bits of single images; texts it keeps in its own way."""
    store.add(result(EXPERIMENT))
    write(store.rows(), "parquet", tmp_path / "rows.parquet")
    expected = store.rows().drop(columns="correct")

    pd.testing.assert_frame_equal(pd.read_parquet(tmp_path / "rows.parquet").astype(expected.dtypes), expected)


def test_export_knows_two_formats(store, tmp_path):
    """Another format is one sentence that names both."""
    with pytest.raises(ValueError, match="csv or parquet"):
        write(store.rows(), "xls", tmp_path / "rows.xls")


def test_rows_of_a_recorded_file_that_is_gone_are_deleted(store, tmp_path):
    """Renamed or removed, its rows go with it; what was measured here stays."""
    store.add(result(EXPERIMENT))
    (tmp_path / "old.jsonl").write_text(to_json(result(EXPERIMENT)))
    store.load_recorded(tmp_path)
    (tmp_path / "old.jsonl").rename(tmp_path / "new.jsonl")
    store.load_recorded(tmp_path)

    assert sorted(store.rows()["origin"]) == ["live", "new"]
    (tmp_path / "new.jsonl").rename(tmp_path / "old.jsonl")
    store.load_recorded(tmp_path)
    assert sorted(store.rows()["origin"]) == ["live", "old"]
    store.load_recorded(tmp_path / "nowhere")
    assert store.rows()["origin"].tolist() == ["live"]


@pytest.mark.parametrize("name", ["what?", "a#b", "100%", "50%25", "a b", "ü&x=1", "a:b@c"])
def test_a_file_may_have_any_path(tmp_path, name):
    """The signs that mean something in a URL mean nothing in the path of a home."""
    place = tmp_path / name / "results.sqlite"
    store = Store(place)
    store.add(result(EXPERIMENT))
    store.close()
    assert place.is_file()
    assert [one.name for one in tmp_path.iterdir()] == [name]
    assert len(Store(place).rows()) == 1


def test_a_database_that_cannot_be_opened_is_one_sentence():
    """Whether its address is malformed, of an unknown kind, or leads nowhere."""
    for url in ["nonsense", "cloud://here/it", "sqlite:////proc/no.sqlite", "postgresql://host:x/it"]:
        with pytest.raises(ValueError, match=r"^The database of results cannot be opened \(.+\); CROSSOVER_.*\.$"):
            Store(url).rows()
