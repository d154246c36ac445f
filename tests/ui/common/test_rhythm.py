"""A class that opens a page together does not ask together for ever."""

from ui.common.rhythm import spread


def test_intervals_differ_and_are_about_as_long_as_asked():
    """A fifth more or less, for each visitor anew."""
    seconds = {spread(4.0) for _ in range(30)}

    assert len(seconds) > 20
    assert 3.2 <= min(seconds) < max(seconds) <= 4.8
