"""Packs everything that a visitor takes home into one zip."""

import json
import os
import shutil
import zipfile
from collections.abc import Mapping
from pathlib import Path
from string import Template
from tempfile import TemporaryDirectory
from typing import Any

import pandas as pd

from bundle.exchange import Agreement, check, write_onnx
from bundle.opened import OpenedModel, open_models
from bundle.report import report
from bundle.sources import needed_files
from experiments.store.results import write
from models.register import LEARNERS

UNGUESSABLE = r"own-[0-9a-f]{32}"
FOLDER = Path(__file__).parent
SCRIPT, README, PRETRAINED = (FOLDER / name for name in ("predict.py", "README.txt", "README-pretrained.txt"))


def pack(
    dataset: str, title: str, model_ids: tuple[str, ...], rows: pd.DataFrame, reproduce: str, target: Path
) -> Agreement:
    """Write models, script, report and numbers into the zip `target`; returns how often the ONNX files agreed.

    `model_ids` are those of a kept svm, a kept cnn and, if there is one, a kept pretrained, all of the data set or of a
    fold of it; `rows` are those of the curve, with the columns of `Store.rows`; `reproduce` is the text of a shell
    script. ValueError, one sentence, if a model is gone or of other images; OSError if the zip cannot be written.
    """
    models = open_models(dataset, model_ids)
    # In the target's folder, which is deleted with the data set.
    with TemporaryDirectory(prefix="packing-", dir=target.parent) as name:
        folder = Path(name)
        for learner, opened in models.items():
            LEARNERS[learner].save(opened.model, folder / learner)
        files = write_onnx(models, folder)
        agreement = check(models, files)
        paths = {learner: path.relative_to(folder).as_posix() for learner, path in files.items()}
        _write_text(folder / "classes.json", json.dumps(about(title, models, paths), indent=1))
        _write_text(folder / "report.html", report(title, models, rows, agreement))
        _write_text(folder / "README.txt", _readme(title, with_pretrained="pretrained" in models))
        _write_text(folder / "reproduce.sh", reproduce)
        (folder / "reproduce.sh").chmod(0o755)
        write(_without_names(rows), "csv", folder / "numbers.csv")
        for place, source in {**needed_files(SCRIPT), SCRIPT.name: SCRIPT}.items():
            (folder / place).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(source, folder / place)
        _zip(folder, target)
    return agreement


def about(title: str, models: Mapping[str, OpenedModel], files: Mapping[str, str]) -> dict[str, Any]:
    """What `predict.py` and other readers of the files need: the classes, the shape of an image, and the models."""
    images = models["svm"].images
    height, width, channels = images.shape
    families = models["svm"].model["features"].transformer_list
    features = {"features": {name: family.get_params() for name, family in families if family != "drop"}}
    about_models = {
        learner: {
            "file": files[learner],
            "accuracy": opened.n_correct / opened.n_test,
            "test_images": opened.n_test,
            "training_images": opened.experiment.n_train,
            "recipe": opened.experiment.recipe,
            "columns": opened.model.classes_.tolist(),
            **(features if learner == "svm" else {}),
        }
        for learner, opened in models.items()
    }
    image = {"height": height, "width": width, "channels": channels}
    return {"title": title, "classes": images.classes, "image": image, "models": about_models}


def _readme(title: str, *, with_pretrained: bool) -> str:
    """The text that explains each file of the zip."""
    files = [README, *([PRETRAINED] if with_pretrained else [])]
    text = Template("\n".join(file.read_text(encoding="utf-8") for file in files))
    return text.substitute(title=" ".join(title.split())[:200])


def _without_names(rows: pd.DataFrame) -> pd.DataFrame:
    """The rows without the name that opens a visitor's data set on the server, because people pass tables on."""
    return rows.assign(dataset=rows["dataset"].astype(str).str.replace(UNGUESSABLE, "own", regex=True))


def _write_text(path: Path, text: str) -> None:
    # A name from an old archive may hold half a character, which UTF-8 cannot encode.
    path.write_bytes(text.encode("utf-8", "replace"))


def _zip(folder: Path, target: Path) -> None:
    """All files of the folder as one zip, which appears when it is complete."""
    partial = target.with_name(f"{target.name}.{os.getpid()}.partial")
    try:
        with zipfile.ZipFile(partial, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
            for path in sorted(path for path in folder.rglob("*") if path.is_file()):
                archive.write(path, path.relative_to(folder).as_posix())
        partial.replace(target)
    finally:
        partial.unlink(missing_ok=True)
