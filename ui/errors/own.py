"""A visitor's own images: their rows, a cross-validation as one row, and the test images of all its folds together."""

from collections.abc import Iterable
from dataclasses import replace

import numpy as np
import pandas as pd

import catalogue
from analysis.common.scored_on import ScoredOn
from analysis.data_size.pooled import LIKE, pool_folds
from catalogue.dataset import Images
from catalogue.sources.own import is_own, whole
from experiments.store.results import LIVE
from ui.common import source
from ui.common.visitor import visitor
from uploads.folder import Upload, uploads


def own_rows(rows: pd.DataFrame) -> pd.DataFrame:
    """Those of all rows that were measured on this visitor's own images as they are prepared now."""
    named = {whole(name) for name in rows["dataset"].unique() if is_own(name)}
    mine = [upload for upload in uploads().of(visitor()) if upload.name in named] if named else []
    return pd.concat([rows[:0], *(_rows(upload, rows) for upload in mine)])


def _rows(upload: Upload, rows: pd.DataFrame) -> pd.DataFrame:
    folds = source.folds_of(upload)
    of_upload = rows["dataset"].isin(folds) & (rows["origin"] == LIVE)
    found = rows[of_upload & (rows["data_version"] == upload.choices.get("version"))]
    return pool_folds(found, len(folds)) if len(folds) > 1 else found


def folds_of(scored: ScoredOn) -> list[str]:
    """The data sets whose test images together are those of the rows; none if they are not this visitor's."""
    try:
        upload = uploads().open(scored.dataset, visitor())
    except KeyError:
        return []
    is_current = upload.choices.get("version") == scored.data_version
    return source.folds_of(upload) if is_current else []


def own_images(scored: ScoredOn) -> Images | None:
    """The images with the test images of all folds, in the order of the rows; None if they were deleted meanwhile."""
    try:
        loaded = [catalogue.load(name) for name in folds_of(scored)]
    except ValueError:
        return None
    if len(loaded) < 2:
        return loaded[0] if loaded else None
    X_test, y_test = (np.concatenate([getattr(one, part) for one in loaded]) for part in ("X_test", "y_test"))
    return replace(loaded[0], X_test=X_test, y_test=y_test)


def ids_of_folds(row: pd.Series, scored: ScoredOn) -> list[str]:
    """The ids of the rows that were pooled into this one, in the order of the folds."""
    rows = source.all_rows()
    is_like = np.logical_and.reduce([rows[name] == row[name] for name in LIKE])
    latest = rows[is_like].sort_values("measured_at").drop_duplicates("dataset", keep="last").set_index("dataset")["id"]
    return [str(latest[name]) for name in folds_of(scored) if name in latest]


def titles(names: Iterable[str]) -> dict[str, str]:
    """What each data set is called in a list; a visitor's own as on their page, where equal titles are numbered."""
    mine = {name: f"{title} (yours)" for name, title in source.own_titles().items()}
    return {name: mine.get(name) or source.title(name) for name in names}
