"""A fitted law is told in words with what it expects."""

import numpy as np

from analysis.data_size.learning_curve import PowerLaw
from charts.data_size.laws import describe_law


def test_a_law_is_reported_with_what_it_expects_at_the_end_of_its_trust():
    """Error 10 % + 10 / √n is 20 % at 10,000, four times the 2,500 measured; floors of 6 to 14 % give 16 to 24 %."""
    floors = np.linspace(0.06, 0.14, 81)
    draws = np.stack([floors, np.full(81, 10.0), np.full(81, 0.5)], axis=1)
    law = PowerLaw("cnn", "quick", "live", 0.1, 10.0, 0.5, 0.4, 0.6, 400, 2500, 0.6, draws)

    assert describe_law(law) == (
        "CNN, quick: error ≈ 10 % + b · n^−α with α = 0.50 (95 % interval 0.40 to 0.60; "
        "rule of thumb: 0.50). At 10,000 images it predicts 20 % wrong (16 % to 24 %)."
    )
