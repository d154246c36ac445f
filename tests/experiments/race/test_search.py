"""The climb on C and gamma, on hills drawn by hand."""

import math

from experiments.race.search import Hill, Setting


def climbed(height):
    """Climb to the end on this hill; every place in the order in which it was tried."""
    hill = Hill()
    hill.settle(height(hill.here))
    tried = []
    while place := hill.neighbour():
        tried.append(place)
        hill.tried(place, height(place))
    return hill, tried


def test_on_the_top_the_four_neighbours_are_tried_and_no_more():
    """A factor of two in gamma and of five in C to either side."""
    hill, tried = climbed(lambda place: float(place == Setting(5.0, 1.0)))

    assert sorted(tried) == [(1.0, 1.0), (5.0, 0.5), (5.0, 2.0), (25.0, 1.0)]
    assert hill.here == Setting(5.0, 1.0)


def test_the_top_is_found_and_no_place_tried_twice():
    """From the defaults over C = 25 and 125 to C = 625, gamma = 1/4."""
    top = Setting(625.0, 0.25)
    hill, tried = climbed(lambda place: -abs(math.log(place.C / top.C)) - abs(math.log(place.gamma / top.gamma)))

    assert hill.here == top
    assert len(tried) == len(set(tried)) < 16


def test_a_step_that_led_up_is_taken_again():
    """Where a smaller gamma helps, the next place to try has a still smaller one."""
    hill = Hill()
    hill.settle(0.5)
    hill.tried(hill.neighbour(), 0.6)

    assert hill.here == Setting(5.0, 0.5)
    assert hill.neighbour() == Setting(5.0, 0.25)


def test_less_than_the_margin_is_no_step_up():
    """What is better by chance only does not move the climb, and other directions come first next time."""
    hill = Hill()
    hill.settle(0.5)
    first = hill.neighbour()
    hill.tried(first, 0.51, margin=0.02)

    assert hill.here == Setting()
    hill.settle(0.7)
    assert hill.neighbour() not in (first, None)
