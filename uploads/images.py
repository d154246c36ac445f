"""All files of an upload as a table: one row per file, image or not, in the order of arrival."""

import json
import zipfile
from collections.abc import Iterator, Sequence
from pathlib import Path, PurePosixPath

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from catalogue.images.decode import LARGEST, SMALLEST
from catalogue.images.look import Look, common_look
from catalogue.sources.layout import in_classes
from uploads.delivery import FILES, ORIGINALS, THUMBNAILS

ABOUT_FILE = {
    **{"place": "", "refused": "", "width": 0, "height": 0, "mode": "", "n_bytes": 0, "digest": ""},
    **{"bits": 0, "hidden_on": None, "colour": None},
}
NO_CLASS = "It is in no class folder: please put it into a folder that is named after its class."
ALONE = "It is the only image of its class, and each class needs two or more."


def list_files(deliveries: Sequence[Path]) -> pd.DataFrame:
    """One row per file: `place`, `refused` (why), `part`, `label`, `width`, `height`, `mode`, `n_bytes`, `digest`.

    `delivery` and `number` locate an image's bytes, `row` its thumbnail; `number` and `row` are -1 for other files.
    """
    tables = [_delivered(delivery) for delivery in deliveries]
    files = pd.concat(tables, ignore_index=True) if tables else pd.DataFrame(columns=[*ABOUT_FILE, "part", "label"])
    files["row"] = _counted(files["digest"] != "")
    alone = ~files.duplicated("label", keep=False) & (files["refused"] == "")
    files.loc[alone, "refused"] = ALONE
    return files


def thumbnails(deliveries: Sequence[Path]) -> NDArray[np.uint8]:
    """The images at 64x64, red, green and blue, in the order of `row`."""
    found = [np.load(delivery / THUMBNAILS, mmap_mode="r") for delivery in deliveries]
    return found[0] if len(found) == 1 else np.concatenate(found)


def look_of(images: pd.DataFrame) -> Look:
    """The range and the ground that the images share as training images."""
    return common_look(images["bits"], [one if isinstance(one, list) else None for one in images["hidden_on"]])


def contents(files: pd.DataFrame) -> Iterator[bytes]:
    """The bytes of each image as uploaded; files of the same delivery should follow each other."""
    for delivery, group in files.groupby("delivery", sort=False):
        with zipfile.ZipFile(Path(str(delivery)) / ORIGINALS) as originals:
            yield from (originals.read(str(number)) for number in group["number"])


def own_size(images: pd.DataFrame) -> tuple[int, int] | None:
    """Width and height that all images have, if the learners can take them as they are."""
    sizes = set(zip(images["width"], images["height"], strict=True))
    if len(sizes) != 1 or not all(SMALLEST <= side <= LARGEST for side in next(iter(sizes))):
        return None
    width, height = sizes.pop()
    return int(width), int(height)


def _delivered(delivery: Path) -> pd.DataFrame:
    lines = (delivery / FILES).read_text(encoding="utf-8").splitlines()
    files = pd.DataFrame([{**ABOUT_FILE, **json.loads(line)} for line in lines], columns=list(ABOUT_FILE))
    files["delivery"] = str(delivery)
    files["number"] = _counted(files["digest"] != "")
    files["part"] = files["label"] = ""
    images = files["refused"] == ""
    places = in_classes([PurePosixPath(place) for place in files.loc[images, "place"]])
    files.loc[images, "part"] = [place.part for place in places]
    files.loc[images, "label"] = [place.label for place in places]
    files.loc[images & (files["label"] == ""), "refused"] = NO_CLASS
    return files


def _counted(chosen: pd.Series) -> pd.Series:
    """0, 1, 2, ... for the chosen ones, and -1 for the rest."""
    return chosen.cumsum().sub(1).where(chosen, -1)
