"""Between the database's rows and the values of Python: settings, versions and details are JSON text in a row."""

import json
from collections.abc import Collection, Iterator, Mapping
from typing import Any

import pandas as pd
import sqlalchemy as sa

from experiments.record import experiment_from, experiment_record, from_record, plain, to_record
from experiments.spec import Experiment, Result

JSON_COLUMNS = ("settings", "versions", "details")


def experiment_values(experiment: Experiment) -> dict[str, Any]:
    """The experiment as a row's values."""
    return _written(experiment_record(experiment))


def result_values(result: Result) -> dict[str, Any]:
    """The result as a row's values."""
    return _written(to_record(result))


def experiment_from_row(row: sa.RowMapping) -> Experiment:
    """The experiment that a row of either table names."""
    return experiment_from(_read(row))


def result_from_row(row: sa.RowMapping) -> Result:
    """The result that a row holds."""
    return from_record(_read(row))


def frame(answer: sa.CursorResult[Any]) -> pd.DataFrame:
    """The answer as a data frame, which has its columns even without rows."""
    return pd.DataFrame(answer.fetchall(), columns=list(answer.keys()))


def chunks(ids: Collection[str], size: int = 500) -> Iterator[list[str]]:
    """The ids in parts: one statement takes a limited number of values."""
    listed = list(ids)
    return (listed[start : start + size] for start in range(0, len(listed), size))


def ids_where(
    connection: sa.Connection, condition: sa.ColumnElement[bool], column: sa.Column[str], ids: Collection[str]
) -> set[str]:
    """Which of the ids stand in the column of a row that meets the condition."""
    query = sa.select(column).where(condition)
    return {id for chunk in chunks(ids) for id in connection.scalars(query.where(column.in_(chunk)))}


def _written(record: Mapping[str, Any]) -> dict[str, Any]:
    return {name: json.dumps(value, default=plain) if name in JSON_COLUMNS else value for name, value in record.items()}


def _read(row: sa.RowMapping) -> dict[str, Any]:
    return {name: json.loads(value) if name in JSON_COLUMNS else value for name, value in row.items()}
