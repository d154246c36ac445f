"""The learner on pretrained features: its settings, and what it says of itself."""

import pytest

from models.register import LEARNERS, RECIPES, Context, build
from tests.models.images import easy

pytestmark = pytest.mark.slow


def test_a_wrong_setting_is_refused():
    """One sentence names the setting and what would be right."""
    for settings, named in [
        ({"backbone": "resnet19"}, ["resnet19", "resnet18", "efficientnet-lite0"]),
        ({"side": 5}, ["side", "5", "32"]),
        ({"power": 2.0}, ["power", "2"]),
        ({"C": -1.0}, ["C", "-1"]),
    ]:
        for recipe in RECIPES:
            with pytest.raises(ValueError) as problem:
                build("pretrained", Context(recipe), **settings)

            assert all(name in str(problem.value) for name in named)


def test_it_says_what_it_has_seen_before():
    """The fairness card can tell that its features were learned from 1.28 million labelled photographs."""
    described = LEARNERS["pretrained"].describe(build("pretrained", Context(), side=32).fit(*easy(6)))

    assert described["pretrained_on"] == "1.28 million labelled photographs (ImageNet)"
    assert described["n_parameters"] > 3_000_000
    assert described["model_bytes"] >= 4 * 3_000_000


def test_thorough_searches_the_scaling_too():
    """Each power is tried with each C and gamma, on training images alone."""
    model = build("pretrained", Context("thorough"), side=32, C=(1.0, 5.0), gamma=0.5, power=(0.0, 1.0))

    assert model.fit(*easy(12))["classify"].n_tried_ == 4
