"""Fitted scikit-learn models as a file without code: arrays and names, of the types listed here and no others."""

import io
import zipfile
from pathlib import Path

from sklearn.dummy import DummyClassifier
from sklearn.pipeline import Pipeline

from features import FAMILIES
from models.handcrafted.kernel_svc import KernelSVC
from models.handcrafted.support_vectors import SearchedSVC

FILE = "model.skops"
SCHEMA = "schema.json"
RENAMED = {
    **{f'"models.{name}"': f'"models.handcrafted.{name}"' for name in ("kernel_svc", "raw_svm", "support_vectors")},
    '"machine_":': '"pipeline_":',
}
"""Modules and an attribute that had other names until November 2026: models kept before then use those."""


def save(model: Pipeline | DummyClassifier, folder: Path) -> None:
    """Write the fitted model into the folder."""
    import skops.io  # it loads all of scikit-learn, which a worker that only measures need not wait for

    skops.io.dump(model, folder / FILE)


def load(folder: Path) -> Pipeline | DummyClassifier:
    """The model that `save` wrote, here or in an earlier version; TypeError when the file holds any other type."""
    import skops.io

    model = skops.io.loads(with_current_names((folder / FILE).read_bytes()), trusted=trusted())
    if not isinstance(model, Pipeline | DummyClassifier):
        raise TypeError(f"the file holds no model but a value of type {type(model).__name__}")
    return model


def trusted() -> list[type | str]:
    """Our own types, trusted beside scikit-learn's and NumPy's plain ones: none runs code when it is read."""
    named = (  # since an SVM on handcrafted features must not load torch
        "models.handcrafted.raw_svm.pixels",
        "models.pretrained.scaling.Scaling",
        "models.pretrained.classifier.SearchedScaledSVC",
        "models.pretrained.embedding.Embedding",
        "models.swap.head.Head",
    )
    return [KernelSVC, SearchedSVC, *FAMILIES.values(), *named]


def with_current_names(content: bytes) -> bytes:
    """A skops file with today's names of modules and attributes."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        schema = archive.read(SCHEMA).decode()
        renamed = schema
        for former, current in RENAMED.items():
            renamed = renamed.replace(former, current)
        if renamed == schema:
            return content
        rewritten = io.BytesIO()
        with zipfile.ZipFile(rewritten, "w") as copy:
            for member in archive.infolist():
                copy.writestr(member, renamed if member.filename == SCHEMA else archive.read(member))
    return rewritten.getvalue()
