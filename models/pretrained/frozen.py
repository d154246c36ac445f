"""The learner on pretrained features: a frozen network turns images into features, and an SVM learns from them."""

from pathlib import Path
from typing import Any

from sklearn.pipeline import Pipeline

from models.handcrafted import files, support_vectors
from models.handcrafted.files import save
from models.pretrained.backbones import BACKBONES, network
from models.pretrained.classifier import classifier
from models.pretrained.embedding import Embedding
from models.register import Context

__all__ = ["describe", "load", "make", "save"]


def make(context: Context, backbone: str = "efficientnet-lite0", side: int = 128, **settings: Any) -> Pipeline:
    """An SVM on the features of a frozen backbone, which sees the images enlarged to `side` x `side` pixels.

    ValueError, one sentence, for a wrong setting, or when the backbone's weights are missing or were changed.
    """
    features = Embedding(backbone, side)
    features._validate_params()
    network(backbone)
    return Pipeline([("features", features), ("classify", classifier(context, **settings))])


def load(folder: Path) -> Pipeline:
    """The model that `save` wrote; the backbone's weights are not in its files, but read where all models read them."""
    model = files.load(folder)
    if not isinstance(model, Pipeline) or not isinstance(model["features"], Embedding):
        raise TypeError("what it holds does not use pretrained features")
    model["features"]._validate_params()
    return model


def describe(model: Pipeline) -> dict[str, Any]:
    """Sizes and settings of the SVM, and what is behind it: the backbone, and the images that it has seen before."""
    features: Embedding = model["features"]
    described = support_vectors.describe(model)
    size = sum(tensor.numel() for tensor in network(features.backbone).parameters())
    return {
        **described,
        "n_parameters": described["n_parameters"] + size,
        "model_bytes": described["model_bytes"] + 4 * size,
        "backbone": features.backbone,
        "side": features.side,
        "power": support_vectors.best(model)["scale"].power,
        "dtype": "float32",
        "pretrained_on": BACKBONES[features.backbone].trained_on,
    }
