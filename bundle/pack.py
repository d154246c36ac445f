"""The verb: everything that a visitor takes home, in one zip."""

import json
import os
import shutil
import zipfile
from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pandas as pd

from bundle.checked import Checked
from bundle.exchange import check, write_onnx
from bundle.opened import Opened, opened
from bundle.readme import readme
from bundle.report import report
from bundle.sources import needed
from experiments.store.export import write
from models.register import LEARNERS

UNGUESSABLE = r"own-[0-9a-f]{32}"
SCRIPT = Path(__file__).parent / "predict.py"


def pack(
    dataset: str, title: str, model_ids: tuple[str, ...], rows: pd.DataFrame, reproduce: str, target: Path
) -> Checked:
    """Write models, script, report and numbers into the zip `target`, and say how the ONNX files were checked.

    `model_ids` are of a kept svm and a kept cnn of the data set, or of a division of it; `rows` are those of the curve,
    with the columns of `Store.rows`; `reproduce` is the text of a shell script. ValueError, one sentence, when a model
    is gone or of other images; OSError when there is no writing.
    """
    models = opened(dataset, model_ids)
    with TemporaryDirectory(prefix="packing-", dir=target.parent) as name:  # which is deleted with the data set
        folder = Path(name)
        for learner, one in models.items():
            LEARNERS[learner].save(one.model, folder / learner)
        files = write_onnx(models, folder)
        checked = check(models, files)
        places = {learner: path.relative_to(folder).as_posix() for learner, path in files.items()}
        _write_text(folder / "classes.json", json.dumps(about(title, models, places), indent=1))
        _write_text(folder / "report.html", report(title, models, rows, checked))
        _write_text(folder / "README.txt", readme(title))
        _write_text(folder / "reproduce.sh", reproduce)
        (folder / "reproduce.sh").chmod(0o755)
        write(_without_names(rows), "csv", folder / "numbers.csv")
        for place, source in {**needed(SCRIPT), SCRIPT.name: SCRIPT}.items():
            (folder / place).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(source, folder / place)
        _zip(folder, target)
    return checked


def about(title: str, models: Mapping[str, Opened], files: Mapping[str, str]) -> dict[str, Any]:
    """What `predict.py` must know, and what whoever reads the files may want to: classes, shape, and both models."""
    images = models["svm"].images
    height, width, channels = images.shape
    families = [part for part in models["svm"].model["features"].transformer_list if part[1] != "drop"]
    features = {"features": {family: made.get_params() for family, made in families}}
    told = {
        learner: {
            "file": files[learner],
            "accuracy": one.n_right / one.n_test,
            "test_images": one.n_test,
            "training_images": one.experiment.n_train,
            "recipe": one.experiment.recipe,
            "columns": one.model.classes_.tolist(),
            **(features if learner == "svm" else {}),
        }
        for learner, one in models.items()
    }
    image = {"height": height, "width": width, "channels": channels}
    return {"title": title, "classes": images.classes, "image": image, "models": told}


def _without_names(rows: pd.DataFrame) -> pd.DataFrame:
    """The rows without what opens a visitor's data set on the server: a table may be passed on."""
    return rows.assign(dataset=rows["dataset"].astype(str).str.replace(UNGUESSABLE, "own", regex=True))


def _write_text(path: Path, text: str) -> None:
    # A name from an old archive may hold half a letter, which no file can.
    path.write_bytes(text.encode("utf-8", "replace"))


def _zip(folder: Path, target: Path) -> None:
    """All files of the folder as one zip, which is there when it is whole."""
    partial = target.with_name(f"{target.name}.{os.getpid()}.partial")
    try:
        with zipfile.ZipFile(partial, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
            for path in sorted(path for path in folder.rglob("*") if path.is_file()):
                archive.write(path, path.relative_to(folder).as_posix())
        partial.replace(target)
    finally:
        partial.unlink(missing_ok=True)
