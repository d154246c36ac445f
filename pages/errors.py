"""Where do they disagree, and is the difference real? Two learners on the same test images, and whom they fail."""

from functools import partial

from ui.common.page import link, open_page, show_tabs
from ui.errors.choice import choose
from ui.errors.classes import show_classes
from ui.errors.consistency import show_consistency
from ui.errors.gallery import show_gallery
from ui.errors.lucky import show_lucky
from ui.errors.real import show_real
from ui.errors.shortcut import show_shortcut
from ui.errors.sure import show_sure

PARTS = {
    "Is it real?": show_real,
    "Images": show_gallery,
    "Which classes": show_classes,
    "The same mistakes?": show_consistency,
    "A lucky seed": show_lucky,
    "How sure?": show_sure,
    "The shortcut trap": show_shortcut,
}

open_page("Where do they disagree, and is the difference real?")
compared = choose()
show_tabs({part: partial(show, compared) for part, show in PARTS.items()}, alone=True)
link("compare", "See what both see in one image", "compare")
