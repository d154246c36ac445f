# /// script
# requires-python = ">=3.11"
# dependencies = [
#   "numba>=0.61,<0.70",
#   "numpy>=2.0,<3",
#   "onnxruntime>=1.20,<2",
#   "pillow>=12.3,<13",
#   "scikit-image>=0.26,<0.28",
#   "scikit-learn>=1.9,<1.11",
#   "scipy>=1.14,<2",
# ]
# ///
"""Answer about every image in a folder as Crossover did: `python predict.py FOLDER [--model svm|cnn|both]`.

It needs the files that it came with, the libraries listed above, and no network; `uv run predict.py FOLDER` installs
the libraries by itself. It prints CSV: each file, each model's answer, and for a file that cannot be read why not.
"""

import argparse
import csv
import json
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

if TYPE_CHECKING:  # libraries are loaded where they are used, so that wrong use is answered at once
    import numpy as np
    from numpy.typing import NDArray
    from onnxruntime import InferenceSession

HERE = Path(__file__).parent
MODELS = ("svm", "cnn")
USE = "Please use it so: python predict.py FOLDER [--model svm|cnn|both]"
AT_ONCE = 200
LARGEST = 200 * 2**20
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")

Labels = Callable[["NDArray[np.uint8]"], "NDArray[np.int64]"]


class WrongUse(Exception):  # noqa: N818 - it is no error of the program
    """What was asked for cannot be done; the text is one sentence that says what would be right."""


class Arguments(argparse.ArgumentParser):
    """Reads the command line, and answers whatever is wrong with it by one sentence."""

    def error(self, message: str) -> NoReturn:  # noqa: ARG002 - it says less clearly what would be right
        """Say how it is used."""
        raise WrongUse(f"{USE}.")


def main() -> None:
    """Print one line a file; wrong use is one sentence and status 2."""
    arguments = Arguments(description=(__doc__ or "").splitlines()[0], usage=USE)
    arguments.add_argument("folder", metavar="FOLDER", type=Path)
    arguments.add_argument("--model", choices=(*MODELS, "both"), default="both")
    try:
        asked = arguments.parse_args()
        score(asked.folder, MODELS if asked.model == "both" else (asked.model,))
    except WrongUse as problem:
        sys.exit(_said(str(problem)))
    except ModuleNotFoundError as problem:
        sys.exit(_said(f"{problem.name} is missing: keep all files together, and install what predict.py lists."))


def score(folder: Path, models: tuple[str, ...]) -> None:
    """Print what the models answer about every image in the folder and in those below it."""
    from catalogue.images.one_image import UnusableImage

    files = sorted(_files(folder))
    if not files:
        raise WrongUse(f"{folder} holds no files: please name the folder that the images are in.")
    about = _about()
    shape = tuple(about["image"][side] for side in ("height", "width", "channels"))
    ask = {model: ASK[model](about["models"][model]) for model in models}
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
        answers = _answers(images, ask, about["classes"])
        for path in files[start : start + AT_ONCE]:
            cells = [str(path), *answers.get(path, [""] * len(models)), problems.get(path, "")]
            table.writerow([_harmless(cell) for cell in cells])


def _files(folder: Path) -> Iterator[Path]:
    """Every file in a folder and below; hidden ones, and what a Mac adds to an archive, are no images."""
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
    """A file as the models see it, by the very code that Crossover reads images with."""
    from catalogue.images.one_image import UnusableImage, one_image

    if path.stat().st_size > LARGEST:
        raise UnusableImage(f"{path.name} has more than {LARGEST // 2**20} MB: please make it smaller first.")
    height, width, channels = shape
    return one_image(path.read_bytes(), path.name, (height, width, channels))


def _answers(
    images: "dict[Path, NDArray[np.uint8]]", ask: dict[str, Labels], classes: list[str]
) -> dict[Path, list[str]]:
    """The name of the class that each model gives to each image."""
    import numpy as np

    if not images:
        return {}
    together = np.stack(list(images.values()))
    labels = [[classes[label] for label in labels_of(together)] for labels_of in ask.values()]
    return {path: list(names) for path, names in zip(images, zip(*labels, strict=True), strict=True)}


def _svm(about: dict[str, Any]) -> Labels:
    """Features made by hand, then the support vector machine."""
    from features import FAMILIES, union

    session = _session(about["file"])
    chosen = {name: about["features"].get(name, "drop") for name in FAMILIES}
    described = union(**chosen)
    return lambda images: session.run(["labels"], {"features": described.fit_transform(images)})[0]


def _cnn(about: dict[str, Any]) -> Labels:
    """The network, which takes images as they are."""
    session = _session(about["file"])
    return lambda images: session.run(["labels"], {"images": images})[0]


ASK: dict[str, Callable[[dict[str, Any]], Labels]] = {"svm": _svm, "cnn": _cnn}


def _session(file: str) -> "InferenceSession":
    import onnxruntime

    onnxruntime.disable_telemetry_events()
    onnxruntime.set_default_logger_severity(3)
    if not (HERE / file).is_file():
        raise WrongUse(f"{file} is missing: please unpack the whole archive again.")
    return onnxruntime.InferenceSession(HERE / file, providers=["CPUExecutionProvider"])


def _harmless(cell: str) -> str:
    """A text before which an apostrophe stands if a spreadsheet would run it as a formula."""
    return f"'{cell}" if cell.startswith(FORMULA_STARTS) else cell


def _said(sentence: str) -> int:
    print(sentence, file=sys.stderr)
    return 2


if __name__ == "__main__":
    main()
