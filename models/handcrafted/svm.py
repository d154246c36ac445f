"""The SVM on handcrafted features: every feature family, standardised, into a support vector machine."""

from typing import Any, Literal

from sklearn.pipeline import FeatureUnion, Pipeline
from sklearn.preprocessing import FunctionTransformer

from features import FAMILIES, union
from models.handcrafted.files import load, save
from models.handcrafted.raw_svm import pixels
from models.handcrafted.support_vectors import classifier, describe
from models.register import Context

__all__ = ["describe", "load", "make", "save"]


def make(context: Context, only: str = "", without: str = "", and_pixels: bool = False, **settings: Any) -> Pipeline:
    """An SVM on the features of all families, of `only` one, or of all `without` one; also on raw pixels if asked.

    ValueError, one sentence, for an unknown family, or when both are given.
    """
    features = union(**left_out(only, without))
    if and_pixels:
        features = FeatureUnion([*features.transformer_list, ("pixels", FunctionTransformer(pixels))])
    return Pipeline([("features", features), ("classify", classifier(context, **settings))])


def left_out(only: str = "", without: str = "") -> dict[str, Literal["drop"]]:
    """The settings of `union` that leave these families out."""
    if only and without:
        raise ValueError("Give the SVM either `only` or `without`, not both: each names one family of features.")
    if only and only not in FAMILIES:
        raise ValueError(f"There is no family named {only!r}; there are {', '.join(FAMILIES)}.")
    if only:
        return {family: "drop" for family in FAMILIES if family != only}
    return {without: "drop"} if without else {}
