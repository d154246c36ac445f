"""How families of handcrafted features, and learners with settings, are named and coloured on every page."""

from collections.abc import Mapping
from html import escape

from analysis.common.swap_cells import LEARNER as SWAP
from analysis.common.swap_cells import cell_name
from analysis.common.variants import CHANGED, TRAINED_ON
from analysis.common.wording import capitalised
from charts.common.style import Theme, label

FAMILIES = {
    "colour_histogram": ("Colour histogram", "#CC79A7", "#E7A9CB"),
    "colour_moments": ("Colour moments", "#8F4A73", "#C07BA3"),
    "hog": ("Edge directions (HOG)", "#D55E00", "#FF9147"),
    "edges": ("Edge strength (Sobel)", "#8C3E00", "#C96A2B"),
    "binary_patterns": ("Texture (LBP)", "#009E73", "#3FD0A5"),
    "co_occurrence": ("Texture (grey pairs)", "#00614A", "#1F9C7B"),
    "gabor": ("Stripes (Gabor)", "#7A6A00", "#E0CB4A"),
}
"""Each family's label and its colours in the light and the dark theme, after Okabe and Ito (2008).

Pink for colour, orange for edges, green for texture, yellow for stripes.
"""
LABELS = {family: FAMILIES[family][0] for family in FAMILIES}


def family_label(family: str) -> str:
    """A family's label; a family without one is shown under its own name."""
    return LABELS.get(family, family)


def family_colour(family: str, theme: Theme) -> str:
    """A family's colour; one without an entry is grey."""
    _, light, dark = FAMILIES.get(family, (family, "#7A7A7A", "#7A7A7A"))
    return dark if theme == "dark" else light


def variant_label(learner: str, settings: Mapping[str, object]) -> str:
    """A learner's name with its settings, safe inside a chart: `CNN, epochs 20`, `A CNN's features, linear SVM`."""
    if learner == SWAP and set(settings) == {"features", "head"} and (cell := cell_name(settings)):
        return capitalised(cell)
    values = {
        name: family_label(str(value)) if name in ("only", "without") else value
        for name, value in settings.items()
        if name not in ("budget_seconds", CHANGED, TRAINED_ON)
    }
    values |= {"within": f"{settings['budget_seconds']} s"} if "budget_seconds" in settings else {}
    values |= {"trained on": settings[TRAINED_ON]} if TRAINED_ON in settings else {}
    values |= {"with": "changed test images"} if CHANGED in settings else {}
    return ", ".join([label(learner), *(escape(f"{name} {value}", quote=False) for name, value in values.items())])
