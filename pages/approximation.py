"""Can one layer approximate anything? Learned features against fixed ones, on functions that can be drawn."""

from ui.approximation.choice import choose
from ui.approximation.error import fold, show_errors
from ui.approximation.fit import show_fit
from ui.common.page import link, open_page

open_page("Can one layer approximate anything?")
chosen = choose()
panel, rows = show_errors(chosen)
show_fit(chosen, rows)
fold(panel, rows, chosen)
link("features", "See what features are worth on images, made or learned", "category")
