"""The learner on pretrained features: a frozen network turns images into features, and an SVM learns from them."""

from pathlib import Path
from typing import Any

from sklearn.pipeline import Pipeline

from models.handcrafted import files, support_vectors
from models.handcrafted.files import save
from models.pretrained.backbones import TRAINED_ON, network
from models.pretrained.classifier import SearchedScaledSVC
from models.pretrained.embedding import CENTRE, Embedding
from models.register import Context

__all__ = ["describe", "load", "make", "save"]


def make(
    context: Context,
    backbone: str = "efficientnet-lite0",
    side: int = 128,
    centre: float = CENTRE,
    **settings: Any,
) -> Pipeline:
    """An SVM on the features of a frozen backbone, which sees the images enlarged to `side` x `side` pixels.

    ValueError, one sentence, for a wrong setting, or when the backbone's weights are missing or were changed.
    """
    classify = support_vectors.classifier(context, SearchedScaledSVC, **settings)
    return Pipeline([("features", make_features(backbone, side, centre)), ("classify", classify)])


def make_features(backbone: str = "efficientnet-lite0", side: int = 128, centre: float = CENTRE) -> Embedding:
    """The frozen backbone alone; errors as in `make`."""
    features = Embedding(backbone, side, centre)
    features._validate_params()
    network(backbone, centre)
    return features


def load(folder: Path) -> Pipeline:
    """The model that `save` wrote; the backbone's weights are not in its files, but read where all models read them."""
    model = files.load(folder)
    if not isinstance(model, Pipeline) or not isinstance(model["features"], Embedding):
        raise TypeError("what it holds does not use pretrained features")
    model["features"]._validate_params()
    return model


def describe(model: Pipeline) -> dict[str, Any]:
    """Sizes and settings of the SVM, and of the backbone that feeds it with the images that it has seen before."""
    svm, backbone = support_vectors.describe(model), describe_features(model["features"])
    added = {name: svm[name] + backbone[name] for name in ("n_parameters", "model_bytes")}
    return {**svm, **backbone, **added, "power": support_vectors.best(model)["scale"].power}


def describe_features(features: Embedding) -> dict[str, Any]:
    """Sizes of the backbone, how it is used, and the images that it has seen before."""
    size = sum(tensor.numel() for tensor in network(features.backbone, features.centre).parameters())
    return {
        "n_parameters": size,
        "model_bytes": 4 * size,
        "backbone": features.backbone,
        "side": features.side,
        "centre": features.centre,
        "dtype": "float32",
        "pretrained_on": TRAINED_ON,
    }
