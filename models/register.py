"""The learners by name: a new one is one module and one entry here, which pages, command line and tests find."""

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:  # scikit-learn takes a second, and pages need only the names
    from sklearn.base import BaseEstimator

RECIPES = ("quick", "thorough")
"""The recipes that every learner has and every page offers; a learner may have others of its own."""


@dataclass(frozen=True)
class Context:
    """What a learner is given besides images; `on_progress` receives the epochs done and the epochs in all."""

    recipe: str = "quick"
    n_train: int = 1_000
    mirrored: bool = False  # whether a mirror image keeps its class
    seed: int = 0
    device: str = "auto"
    on_progress: Callable[[float, int], None] | None = None


NO_FAULT_OF_THE_FILES = (FileNotFoundError, PermissionError, MemoryError, ImportError)


class UnusableModel(ValueError):  # noqa: N818  (it is no error of the program)
    """The files of a model are damaged, or were not written by this program."""


@dataclass(frozen=True)
class Learner:
    """A learner, whose module has `make(context, **settings)`, `describe(model)`, `save` and `load`."""

    name: str
    module: str
    recipes: tuple[str, ...] = RECIPES
    on_accelerator: bool = False  # whether it trains on a GPU where there is one
    is_offered: bool = True  # whether pages offer it beside the others; the swap board's is on its own page alone

    def describe(self, model: "BaseEstimator") -> dict[str, Any]:
        """Facts about a fitted model: n_parameters, model_bytes, implementation, tuning, augmentation and others."""
        return self.functions().describe(model)

    def save(self, model: "BaseEstimator", folder: Path) -> None:
        """Write a fitted model into the folder as numbers and text: reading its files runs no code."""
        folder.mkdir(parents=True, exist_ok=True)
        self.functions().save(model, folder)

    def load(self, folder: Path) -> "BaseEstimator":
        """The model that `save` wrote, on the CPU, with the same predictions.

        UnusableModel, one sentence, when its files are damaged or foreign; OSError when they cannot be read.
        """
        try:
            model: BaseEstimator = self.functions().load(folder)
        except NO_FAULT_OF_THE_FILES:
            raise
        except Exception as problem:  # on a damaged file the libraries raise almost anything
            reason = str(problem).strip().partition("\n")[0].rstrip(".") or type(problem).__name__
            sentence = f"The kept model {folder.name} is damaged or foreign ({reason}); train it again."
            raise UnusableModel(sentence) from problem
        return model

    def functions(self) -> ModuleType:
        """The module, imported when needed: torch takes two seconds, and the web process must never load it."""
        return import_module(self.module)


LEARNERS = {
    learner.name: learner
    for learner in (
        Learner("svm", "models.handcrafted.svm"),
        Learner("cnn", "models.network.recipes", (*RECIPES, "speed"), on_accelerator=True),
        Learner("pretrained", "models.pretrained.embedding"),
        Learner("raw_svm", "models.handcrafted.raw_svm"),
        Learner("majority", "models.majority"),
        Learner("swap", "models.swap.cell", is_offered=False),
    )
}


ACCELERATED = [name for name in LEARNERS if LEARNERS[name].on_accelerator]


def require(learner: str, recipe: str) -> None:
    """ValueError, one sentence, for an unknown learner or recipe."""
    if learner not in LEARNERS:
        raise ValueError(f"There is no learner named {learner!r}; there are {', '.join(LEARNERS)}.")
    recipes = LEARNERS[learner].recipes
    if recipe not in recipes:
        raise ValueError(f"{learner} has no recipe named {recipe!r}; there are {' and '.join(recipes)}.")


def build(learner: str, context: Context, **settings: Any) -> "BaseEstimator":
    """The learner of this name: an unfitted scikit-learn classifier over uint8 images (n, height, width, channels).

    ValueError, one sentence, for an unknown name, recipe or setting.
    """
    require(learner, context.recipe)
    try:
        return LEARNERS[learner].functions().make(context, **settings)
    except TypeError as error:
        raise ValueError(f"The learner {learner!r} does not take these settings: {error}.") from error
