"""The learner on pretrained features: a frozen network turns images into features, and an SVM learns from them.

The features are the means of its late maps, mostly of their middle, as a vector of length 1. The network was trained on
ImageNet's 1.28 million labelled photographs (Russakovsky et al. 2015, arXiv:1409.0575), at 224 pixels; transferring its
features is described by Donahue et al. (2014, arXiv:1310.1531). Small images are enlarged, because the network halves
them five times.
"""

from numbers import Integral, Real
from pathlib import Path
from typing import Any, ClassVar

import numpy as np
import torch
from numpy.typing import NDArray
from sklearn.pipeline import Pipeline
from sklearn.utils._param_validation import Interval, StrOptions
from torch import Tensor, nn

from features.family import Family, Shape
from models.handcrafted import files, support_vectors
from models.pretrained.backbones import BACKBONES, TRAINED_ON, Backbone, network
from models.pretrained.classifier import SearchedScaledSVC
from models.register import Context

save = files.save

AT_ONCE = 32
"""Images in one pass: their maps stay in the processor's cache."""
CENTRE = 0.3
"""Chosen on training images of several data sets: see docs/decisions.md."""


class Embedding(Family):
    """Transforms uint8 images (n, height, width, channels) into the float32 (n, d) features of a frozen backbone.

    The images are enlarged to `side` x `side` pixels; grey ones are red, green and blue alike. Maps are averaged with
    Gaussian weights round their middle; `centre` is the Gaussian's standard deviation in halves of a map's side.
    Float32, whatever the machine is best at, so that a model gives the same labels everywhere.
    """

    is_slow = True
    """Whether these features are worth keeping on disk."""

    _parameter_constraints: ClassVar = {
        "backbone": [StrOptions(set(BACKBONES))],
        "side": [Interval(Integral, 32, 512, closed="both")],
        "centre": [Interval(Real, 0.1, 10, closed="both")],
    }

    def __init__(self, backbone: str = "efficientnet-lite0", side: int = 128, centre: float = CENTRE) -> None:
        self.backbone = backbone
        self.side = side
        self.centre = centre

    @property
    def n_features(self) -> int:
        """The number of features, which depends on the backbone alone."""
        return BACKBONES[self.backbone].n_features

    def _names(self, shape: Shape) -> list[str]:  # noqa: ARG002  (the number of features depends on the backbone alone)
        return [f"{self.backbone} {number}" for number in range(self.n_features)]

    def _transform(self, X: NDArray[np.uint8]) -> NDArray[Any]:
        backbone, frozen = BACKBONES[self.backbone], network(self.backbone, self.centre)
        with torch.inference_mode():
            parts = [
                frozen(prepared(images, self.side, backbone)).numpy() for images in torch.from_numpy(X).split(AT_ONCE)
            ]
        return np.concatenate(parts)


def prepared(images: Tensor, side: int, backbone: Backbone) -> Tensor:
    """Images uint8 (n, height, width, channels) as the network takes them: three channels, enlarged, scaled.

    They stay on their device, with channels last in memory.
    """
    images = images.permute(0, 3, 1, 2).to(torch.float32, memory_format=torch.channels_last)
    mean, deviation = (
        torch.tensor(values, device=images.device).view(3, 1, 1) for values in (backbone.mean, backbone.deviation)
    )
    if images.shape[2:] != (side, side):
        images = _resized(images, side, side)
    return ((images - mean) / deviation).contiguous(memory_format=torch.channels_last)


def resizing(length: int, side: int) -> NDArray[np.float32]:
    """The weights (side, length) by which a line of pixels is resized, read off from lines with a single 1."""
    return np.asarray(_resized(torch.eye(length)[None, None], side, length)[0, 0], np.float32)


def _resized(images: Tensor, height: int, width: int) -> Tensor:
    return nn.functional.interpolate(images, size=(height, width), mode="bilinear", align_corners=False, antialias=True)


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
