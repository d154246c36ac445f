"""How many images until one learner overtakes the other? Measured live, point by point."""

from ui.common.page import open_page
from ui.data_size.live import choose_sweep, curve_and_progress

open_page("How many images until one overtakes the other?")
if sweep := choose_sweep():
    curve_and_progress(*sweep)
