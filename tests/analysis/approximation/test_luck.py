"""Which seed succeeds and which fails is found from the rows."""

from analysis.approximation.lead import luck, luck_in_words, most_telling
from tests.analysis.approximation.made import rows


def test_the_best_and_the_worst_seed_are_those_of_the_rows():
    """Seeds are numbered from 0 in the order of the errors."""
    found = luck(rows("kink", {25: (0.2, 0.01, 0.3)}), 1)[8]

    assert (found.best_seed, found.worst_seed, found.n_seeds) == (1, 2, 3)
    assert "seed 1 ends 0.01 off, seed 2 ends 0.3 off, 30 times as far" in luck_in_words(found)
    assert "training did not find them" in luck_in_words(found)


def test_another_seed_fails_in_other_rows():
    """Nothing is fixed in code."""
    assert luck(rows("kink", {25: (0.3, 0.01, 0.2)}), 1)[8].worst_seed == 0


def test_equal_seeds_teach_nothing():
    """A small difference is no failure."""
    found = luck(rows("kink", {25: (0.1, 0.12)}), 1)

    assert "hardly matters" in luck_in_words(found[8])
    assert most_telling(found) is None


def test_the_most_telling_size_fails_visibly():
    """A ratio of a thousand between errors that nobody sees is less than one of five between visible ones."""
    found = luck(rows("kink", {7: (1e-6, 1e-3), 25: (0.02, 0.1), 49: (0.05, 0.1)}), 1)

    assert most_telling(found) == 8
    assert "too small to see" in luck_in_words(found[2])


def test_one_seed_is_no_comparison():
    """Without a second there is no luck to show."""
    assert luck(rows("kink", {25: (0.1,)}), 1) == {}
