"""What are features worth? Handcrafted ones, by family and by cue, and those that a CNN learned."""

from ui.common.page import link, open_page, show_tabs
from ui.common.pickers import picked_dataset
from ui.features.ablation import show_families
from ui.features.cue_board import show_cues
from ui.features.filters import show_filters
from ui.features.layers import show_layers
from ui.features.plateau import show_plateau
from ui.features.swap_board import show_swaps

open_page("What are features worth, made by hand or learned?")
show_tabs(
    {
        "Each family": show_families,
        "Cue board": show_cues,
        "Swap board": show_swaps,
        "What lifts the SVM": show_plateau,
        "First filters of a CNN": show_filters,
        "What the layers see": show_layers,
    }
)
link("compare", "See the families drawn on one image", "compare", query_params=picked_dataset())
