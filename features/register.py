"""The feature families by name: a new one is one file and one line here, which every test and benchmark finds."""

from typing import Any, Literal

from sklearn.pipeline import FeatureUnion

from features.binary_patterns import BinaryPatterns
from features.co_occurrence import CoOccurrence
from features.colour_histogram import ColourHistogram
from features.colour_moments import ColourMoments
from features.edges import EdgeStrength
from features.family import Family
from features.gabor import GaborEnergy
from features.hog import HOG

FAMILIES: dict[str, type[Family]] = {
    "colour_histogram": ColourHistogram,
    "colour_moments": ColourMoments,
    "hog": HOG,
    "edges": EdgeStrength,
    "binary_patterns": BinaryPatterns,
    "co_occurrence": CoOccurrence,
    "gabor": GaborEnergy,
}


def union(**families: dict[str, Any] | Literal["drop"]) -> FeatureUnion:
    """All families side by side; `union(hog={"cells": 7}, gabor="drop")` sets a family's settings or leaves it out."""
    unknown = sorted(set(families) - set(FAMILIES))
    if unknown:
        raise ValueError(f"There is no family named {', '.join(unknown)}; there are {', '.join(FAMILIES)}.")
    chosen = {name: families.get(name, {}) for name in FAMILIES}
    return FeatureUnion(
        [(name, part if part == "drop" else FAMILIES[name](**part)) for name, part in chosen.items()]  # type: ignore[arg-type]
    )
