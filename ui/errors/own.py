"""A visitor's own images: their rows, a cross-validation as one row, and the test images of all its folds together."""

from collections.abc import Iterable

import numpy as np
import pandas as pd

from analysis.common.scored_on import ScoredOn
from analysis.data_size.pooled import LIKE, pool_folds
from catalogue.dataset import Images
from catalogue.sources.own import is_own, whole
from experiments.store.results import LIVE
from ui.common import source
from ui.common.visitor import visitor
from uploads.folder import Upload, uploads


def own_rows(rows: pd.DataFrame) -> pd.DataFrame:
    """The rows that were measured on this visitor's own images as they are prepared now."""
    names = {whole(name) for name in rows["dataset"].unique() if is_own(name)}
    mine = [upload for upload in uploads().of(visitor()) if upload.name in names] if names else []
    return pd.concat([rows[:0], *(_rows(upload, rows) for upload in mine)])


def _rows(upload: Upload, rows: pd.DataFrame) -> pd.DataFrame:
    folds = source.folds_of(upload)
    of_upload = rows["dataset"].isin(folds) & (rows["origin"] == LIVE)
    current = rows[of_upload & (rows["data_version"] == upload.choices.get("version"))]
    return pool_folds(current, len(folds)) if len(folds) > 1 else current


def folds_of(scored: ScoredOn) -> list[str]:
    """The data sets whose test images together are those of the rows; empty if they are not this visitor's."""
    try:
        upload = uploads().open(scored.dataset, visitor())
    except KeyError:
        return []
    is_current = upload.choices.get("version") == scored.data_version
    return source.folds_of(upload) if is_current else []


def own_images(scored: ScoredOn) -> Images | None:
    """The images with the test images of all folds, in the order of the rows; None if the images were deleted."""
    names = folds_of(scored)
    try:
        return source.images_of_folds(names) if names else None
    except ValueError:
        return None


def ids_of_folds(row: pd.Series, scored: ScoredOn) -> list[str]:
    """The ids of the rows that were pooled into this one, in the order of the folds."""
    rows = source.all_rows()
    is_like = np.logical_and.reduce([rows[name] == row[name] for name in LIKE])
    latest = rows[is_like].sort_values("measured_at").drop_duplicates("dataset", keep="last").set_index("dataset")["id"]
    return [str(latest[name]) for name in folds_of(scored) if name in latest]


def titles(names: Iterable[str]) -> dict[str, str]:
    """What each data set is called in a list; equal titles of a visitor's own are numbered, as on their page."""
    mine = {name: f"{title} (yours)" for name, title in source.own_titles().items()}
    return {name: mine.get(name) or source.title(name) for name in names}
