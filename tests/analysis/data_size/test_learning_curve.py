"""The laws of the fitted learning curve."""

import numpy as np
import pytest
from scipy.optimize import curve_fit

from analysis.data_size.learning_curve import fit_power_law, power_laws
from tests.analysis.synthetic import rows

pytestmark = pytest.mark.slow

SIZES = (100, 300, 1000, 3000, 10_000, 30_000)


def curve(floor=0.1, b=3.0, alpha=0.4, sizes=SIZES, **options):
    """Rows whose expected error is floor + b · n^-alpha."""
    law = {("cnn", "quick"): lambda n: 1 - floor - b * n**-alpha}
    return rows(law, sizes=sizes, **({"n_test": 10_000, "seed_spread": 0.002} | options))


def exact(floor=0.1, b=3.0, alpha=0.4):
    """Rows whose accuracies lie exactly on the law."""
    frame = curve(n_seeds=1, n_test=100)
    return frame.assign(accuracy=1 - floor - b * frame["n_train"] ** -alpha, n_test=10_000)


def test_a_curve_without_chance_gives_its_law_back():
    """Floor 0.1, b 3 and alpha 0.4 are recovered, and so is the error between and beyond the sizes."""
    law = fit_power_law(exact())

    assert (law.floor, law.b, law.alpha) == pytest.approx((0.1, 3.0, 0.4), rel=1e-3)
    assert law.error_at(20_000).value == pytest.approx(0.1 + 3 * 20_000**-0.4, rel=1e-4)


def test_no_floor_is_found_where_there_is_none():
    """The floor is bounded at zero, not below."""
    law = fit_power_law(exact(floor=0.0, b=2.0, alpha=0.3))

    assert law.floor == pytest.approx(0, abs=1e-3)
    assert law.alpha == pytest.approx(0.3, abs=0.005)


def test_the_fit_is_scipys_weighted_least_squares():
    """The same optimum as scipy's curve_fit started at the truth, with the weights of equal seeds."""
    frame = curve(n_seeds=1, n_test=10_000, seed_spread=0)
    law = fit_power_law(frame)
    n, error = frame["n_train"].to_numpy(float), 1 - frame["accuracy"].to_numpy()
    likely = (error * 10_000 + 2) / 10_004
    found, _ = curve_fit(
        lambda n, floor, b, alpha: floor + b * n**-alpha,
        n,
        error,
        p0=(0.1, 3, 0.4),
        sigma=np.sqrt(likely * (1 - likely)),
    )

    assert (law.floor, law.b, law.alpha) == pytest.approx(found, rel=0.01)


def test_the_interval_covers_the_true_alpha():
    """The 95 % interval contains the true alpha in at least 54 of 60 synthetic measurements."""
    laws = [fit_power_law(curve(random_state=i, n_test=2000)) for i in range(60)]

    assert sum(law.alpha_low <= 0.4 <= law.alpha_high for law in laws) >= 54


def test_the_interval_is_repeatable_and_holds_the_estimate():
    """The bootstrap is seeded; error_at lies within its interval."""
    frame = curve()
    one, two = fit_power_law(frame), fit_power_law(frame)
    estimate = one.error_at(100_000)

    assert (one.alpha_low, one.alpha_high) == (two.alpha_low, two.alpha_high)
    assert estimate.low <= estimate.value <= estimate.high


def test_a_curve_that_is_no_such_law_widens_the_interval():
    """A misfit larger than chance widens the interval."""
    frame = curve(n_seeds=1)
    bent = frame.assign(accuracy=frame["accuracy"] + 0.04 * (frame["n_train"] == 1000))
    straight, bent = fit_power_law(frame), fit_power_law(bent)

    assert bent.alpha_high - bent.alpha_low > 1.5 * (straight.alpha_high - straight.alpha_low)


def test_nothing_is_trusted_beyond_four_times_the_data():
    """With 30,000 measured, 120,000 is the last number of images that is trusted."""
    assert fit_power_law(curve()).trusted_to == 120_000


def test_the_lessons_law_halves_the_error_with_four_times_the_images():
    """It goes through the first measured mean and has alpha = 0.5 and no floor."""
    law = fit_power_law(exact())
    first = 0.1 + 3 * 100**-0.4

    assert law.lesson_error_at(100) == pytest.approx(first)
    assert law.lesson_error_at(400) == pytest.approx(first / 2)


def test_three_sizes_are_too_few():
    """A law with three unknowns fits any three points."""
    few = curve(sizes=SIZES[:3])

    with pytest.raises(ValueError, match="at least 4 sizes of training set, but only 3"):
        fit_power_law(few)
    assert power_laws(few) == []
    assert [law.learner for law in power_laws(curve())] == ["cnn"]
