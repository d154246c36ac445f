"""All files of an upload as a table: one row per file, image or not, in the order of arrival."""

import json
import zipfile
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from catalogue.images.decode import LARGEST, SMALLEST
from catalogue.images.look import Look, common_look
from catalogue.layout.files import FileRow, path_of, settle
from catalogue.layout.gathered import gather
from catalogue.layout.labels import SAYS
from catalogue.layout.report import Report, report
from uploads.delivery import FILES, ORIGINALS, THUMBNAILS

ABOUT_FILE = {
    **{"place": "", "refused": "", "width": 0, "height": 0, "mode": "", "n_bytes": 0, "digest": ""},
    **{"target": "", "title": "", "bits": 0, "hidden_on": None, "colour": None, "spelt": ""},
}


def read_files(deliveries: Sequence[Path], classes_at: int | None = None) -> tuple[pd.DataFrame, Report]:
    """A table of all files, and the report on all deliveries together.

    One row per file: `place`, `refused` (why), `part`, `label`, `group`, `width`, `height`, `mode`, `digest`.
    `group` and `subfolder` are those of `catalogue.layout.files.FileRow`.
    `delivery` and `number` locate an image's bytes, `row` its thumbnail; `number` and `row` are -1 for other files.
    """
    tables = [_read_delivery(delivery) for delivery in deliveries]
    files = pd.concat(tables, ignore_index=True) if tables else pd.DataFrame(columns=list(ABOUT_FILE))
    files["row"] = _counted(files["digest"] != "")
    settled, understood = settle(gather([_rows(table) for table in tables]), classes_at)
    files["refused"] = [file.left_out for file in settled]
    for name in ("part", "label", "group", "subfolder"):
        files[name] = [getattr(file, name) for file in settled]
    return files, report(settled, understood)


def _rows(table: pd.DataFrame) -> tuple[str, list[FileRow]]:
    """The title of a delivery, and its files."""
    files = [
        FileRow(path_of(place), refused, target, said, spelt=path_of(spelt))
        for place, refused, target, said, spelt in table[["place", "refused", "target", "said", "spelt"]].to_numpy()
    ]
    return str(table["title"].max()), files


def thumbnails(deliveries: Sequence[Path]) -> NDArray[np.uint8]:
    """The images at 64x64, red, green and blue, in the order of `row`."""
    parts = [np.load(delivery / THUMBNAILS, mmap_mode="r") for delivery in deliveries]
    return parts[0] if len(parts) == 1 else np.concatenate(parts)


def look_of(images: pd.DataFrame) -> Look:
    """The range of values and the background colour that the images share as training images."""
    return common_look(images["bits"], [hidden if isinstance(hidden, list) else None for hidden in images["hidden_on"]])


def contents(files: pd.DataFrame) -> Iterator[bytes]:
    """The bytes of each image as uploaded; files of the same delivery should follow each other."""
    for delivery, group in files.groupby("delivery", sort=False):
        with zipfile.ZipFile(Path(str(delivery)) / ORIGINALS) as originals:
            yield from (originals.read(str(number)) for number in group["number"])


def own_size(images: pd.DataFrame) -> tuple[int, int] | None:
    """The width and height that all images share, if the learners can take that size; otherwise None."""
    sizes = set(zip(images["width"], images["height"], strict=True))
    if len(sizes) != 1 or not all(SMALLEST <= side <= LARGEST for side in next(iter(sizes))):
        return None
    width, height = sizes.pop()
    return int(width), int(height)


def _read_delivery(delivery: Path) -> pd.DataFrame:
    notes = [json.loads(line) for line in (delivery / FILES).read_text(encoding="utf-8").splitlines()]
    said = [{what: note[what] for what in SAYS if note.get(what)} for note in notes]
    files = pd.DataFrame([{**ABOUT_FILE, **note} for note in notes], columns=list(ABOUT_FILE)).assign(said=said)
    files["delivery"] = str(delivery)
    files["number"] = _counted(files["digest"] != "")
    return files


def _counted(chosen: pd.Series) -> pd.Series:
    """0, 1, 2, ... for the chosen rows, and -1 for the others."""
    return chosen.cumsum().sub(1).where(chosen, -1)
