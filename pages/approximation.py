"""Can one layer approximate anything? Learned features against fixed ones, on functions that can be drawn."""

from ui.approximation.choice import choose
from ui.approximation.error import show_errors
from ui.approximation.fit import show_fit
from ui.common.page import link, open_page

open_page("Can one layer approximate anything?")
chosen = choose()
errors = show_errors(chosen)
show_fit(chosen, errors.rows)
errors.fold()
link("features", "See what features are worth on images, made or learned", "category")
