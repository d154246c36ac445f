"""How the families of handcrafted features are named and coloured, the same on every page."""

from charts.common.style import Theme

LABELS = {
    "colour_histogram": "Colour histogram",
    "colour_moments": "Colour moments",
    "hog": "Edge directions (HOG)",
    "edges": "Edge strength (Sobel)",
    "binary_patterns": "Texture (LBP)",
    "co_occurrence": "Texture (grey pairs)",
    "gabor": "Stripes (Gabor)",
}

COLOURS: dict[Theme, dict[str, str]] = {
    "light": {
        "colour_histogram": "#CC79A7",
        "colour_moments": "#8F4A73",
        "hog": "#D55E00",
        "edges": "#8C3E00",
        "binary_patterns": "#009E73",
        "co_occurrence": "#00614A",
        "gabor": "#7A6A00",
    },
    "dark": {
        "colour_histogram": "#E7A9CB",
        "colour_moments": "#C07BA3",
        "hog": "#FF9147",
        "edges": "#C96A2B",
        "binary_patterns": "#3FD0A5",
        "co_occurrence": "#1F9C7B",
        "gabor": "#E0CB4A",
    },
}
"""After Okabe and Ito (2008): colour pink, edges orange, texture green, stripes yellow."""


def family_label(family: str) -> str:
    """A family's name for people; one without an entry has its own."""
    return LABELS.get(family, family)


def family_colour(family: str, theme: Theme) -> str:
    """A family's colour; one without an entry is grey."""
    return COLOURS[theme].get(family, "#7A7A7A")
