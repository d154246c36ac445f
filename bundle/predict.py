# /// script
# requires-python = ">=3.11"
# dependencies = [
#   "numba>=0.61,<0.70",
#   "numpy>=2.0,<3",
#   "onnxruntime>=1.20,<2",
#   "pillow-heif>=1.8,<2",
#   "pillow>=12.3,<13",
#   "scikit-image>=0.26,<0.28",
#   "scikit-learn>=1.9,<1.11",
#   "scipy>=1.14,<2",
# ]
# ///
"""Predicts the class of every image in a folder: `python predict.py FOLDER [--model svm|cnn|pretrained]`.

It needs the files that it came with and the libraries listed above, and works offline; `uv run predict.py FOLDER`
installs the libraries by itself. It prints CSV: each file, the class that each model predicts, and for a file that
cannot be read the reason.
"""

import argparse
import csv
import json
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

if TYPE_CHECKING:  # libraries are loaded where they are used, so that wrong use is reported at once
    import numpy as np
    from numpy.typing import NDArray

HERE = Path(__file__).parent
USE = "python predict.py FOLDER [--model svm|cnn|pretrained]"
AT_ONCE = 200
LARGEST = 200 * 2**20
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")

Predict = Callable[["NDArray[Any]"], "NDArray[np.int64]"]


class WrongUse(Exception):  # noqa: N818 - not an error of the program
    """The script was used wrongly; the text is one sentence that says what to do."""


class Arguments(argparse.ArgumentParser):
    """Reads the command line, and answers every error in it with the same sentence."""

    def error(self, message: str) -> NoReturn:  # noqa: ARG002 - argparse's own message is harder to understand
        """Say how the script is used."""
        raise WrongUse(f"Please run: {USE}")


def main() -> None:
    """Print one line per file; after wrong use, print one sentence and exit with status 2."""
    arguments = Arguments(description=(__doc__ or "").splitlines()[0], usage=USE)
    arguments.add_argument("folder", metavar="FOLDER", type=Path)
    arguments.add_argument("--model", choices=PREDICT, help="default: every model that is here")
    try:
        asked = arguments.parse_args()
        predict_folder(asked.folder, asked.model)
    except WrongUse as problem:
        sys.exit(_fail(str(problem)))
    except ModuleNotFoundError as problem:
        sys.exit(_fail(f"{problem.name} is missing: keep all files together, and install what predict.py lists."))


def predict_folder(folder: Path, model: str | None) -> None:
    """Print what the model, or every model if none is named, predicts for each image in the folder and subfolders."""
    from catalogue.images.one_image import UnusableImage

    files = sorted(_files(folder))
    if not files:
        raise WrongUse(f"{folder} holds no files: please name the folder that the images are in.")
    about = _about()
    models = (model,) if model else tuple(about["models"])
    if not set(models) <= set(about["models"]):
        raise WrongUse(f"There is no model {model} in this archive, but {' and '.join(about['models'])}.")
    shape = tuple(about["image"][side] for side in ("height", "width", "channels"))
    predicts = [PREDICT[model](about["models"][model]) for model in models]
    sys.stdout.reconfigure(encoding="utf-8", errors="backslashreplace", newline="")  # type: ignore[union-attr]
    table = csv.writer(sys.stdout, lineterminator="\n")
    table.writerow(["file", *models, "problem"])
    for start in range(0, len(files), AT_ONCE):
        images, problems = {}, {}
        for path in files[start : start + AT_ONCE]:
            try:
                images[path] = _image(path, shape)
            except (UnusableImage, OSError) as problem:
                problems[path] = f"{path.name} cannot be opened." if isinstance(problem, OSError) else str(problem)
        names = _names(images, predicts, about["classes"])
        for path in files[start : start + AT_ONCE]:
            cells = [str(path), *names.get(path, [""] * len(models)), problems.get(path, "")]
            table.writerow([_no_formula(cell) for cell in cells])


def _files(folder: Path) -> Iterator[Path]:
    """Every file in a folder and its subfolders, without hidden files and those that a Mac adds to archives."""
    if not folder.is_dir():
        raise WrongUse(f"{folder} is not a folder: please name the folder that the images are in.")
    for path in folder.rglob("*"):
        hidden = any(part.startswith(".") or part == "__MACOSX" for part in path.relative_to(folder).parts)
        if not hidden and path.is_file():
            yield path


def _about() -> dict[str, Any]:
    try:
        about: dict[str, Any] = json.loads((HERE / "classes.json").read_text(encoding="utf-8"))
    except (OSError, ValueError) as problem:
        raise WrongUse("classes.json is missing or damaged: please unpack the whole archive again.") from problem
    return about


def _image(path: Path, shape: tuple[int, ...]) -> "NDArray[np.uint8]":
    """The image as the models take it, read by the code that Crossover itself uses."""
    from catalogue.images.one_image import UnusableImage, one_image

    if path.stat().st_size > LARGEST:
        raise UnusableImage(f"{path.name} has more than {LARGEST // 2**20} MB: please make it smaller first.")
    height, width, channels = shape
    # Whoever runs this chose the files, and the photographs that the models learned from may be HEIC too.
    return one_image(path.read_bytes(), path.name, (height, width, channels), with_heic=True)


def _names(
    images: "dict[Path, NDArray[np.uint8]]", predicts: list[Predict], classes: list[str]
) -> dict[Path, list[str]]:
    """The name of the class that each model predicts for each image."""
    import numpy as np

    if not images:
        return {}
    together = np.stack(list(images.values()))
    names = [[classes[label] for label in predict(together)] for predict in predicts]
    return {path: list(of_image) for path, of_image in zip(images, zip(*names, strict=True), strict=True)}


def _svm(about: dict[str, Any]) -> Predict:
    """Handcrafted features, then the support vector machine."""
    from features import FAMILIES, union

    classify = _open(about)
    features = union(**{name: about["features"].get(name, "drop") for name in FAMILIES})
    return lambda images: classify(features.fit_transform(images))


def _open(about: dict[str, Any]) -> Predict:
    """A model's ONNX file as a function that predicts class numbers from images, or from features for the SVM."""
    import onnxruntime

    file = about["file"]
    onnxruntime.disable_telemetry_events()
    onnxruntime.set_default_logger_severity(3)
    if not (HERE / file).is_file():
        raise WrongUse(f"{file} is missing: please unpack the whole archive again.")
    session = onnxruntime.InferenceSession(HERE / file, providers=["CPUExecutionProvider"])
    input_name = session.get_inputs()[0].name
    return lambda given: session.run(["labels"], {input_name: given})[0]


PREDICT: dict[str, Callable[[dict[str, Any]], Predict]] = {"svm": _svm, "cnn": _open, "pretrained": _open}


def _no_formula(cell: str) -> str:
    """The text, with an apostrophe before it if a spreadsheet would run it as a formula."""
    return f"'{cell}" if cell.startswith(FORMULA_STARTS) else cell


def _fail(sentence: str) -> int:
    print(sentence, file=sys.stderr)
    return 2


if __name__ == "__main__":
    main()
