"""How a learner is named when it was told which families of features to use."""

from collections.abc import Mapping
from html import escape

from charts.common.families import family_label
from charts.common.style import label

NAMING_A_FAMILY = ("only", "without")


def variant_label(learner: str, settings: Mapping[str, object]) -> str:
    """The learner's name with its settings, safe inside a chart: `CNN, epochs 20`; `…, without Stripes (Gabor)`."""
    told = [f"{name} {_value(name, value)}" for name, value in settings.items()]
    return ", ".join([label(learner), *(escape(words, quote=False) for words in told)])


def _value(name: str, value: object) -> str:
    return family_label(str(value)) if name in NAMING_A_FAMILY else str(value)
