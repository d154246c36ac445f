"""What the widgets that pages share offer."""

from streamlit.testing.v1 import AppTest


def page():
    """A page with nothing but the learners to measure."""
    from ui.common.pickers import pick_learners

    pick_learners()


def test_cells_of_the_swap_board_are_offered_nowhere_else():
    """Sixteen cells under one name would be one curve that means nothing."""
    (learners,) = AppTest.from_function(page).run().pills

    assert "CNN" in learners.options
    assert len(learners.options) == 5
    assert not any("swap" in option.lower() for option in learners.options)
