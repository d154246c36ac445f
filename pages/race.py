"""Who is ahead after a second, a minute, ten minutes? Learners raced against the clock."""

from ui.common.page import open_page
from ui.race.page import choose_races, race_and_clocks

open_page("Who is ahead after a second, a minute, ten minutes?")
if races := choose_races():
    race_and_clocks(*races)
