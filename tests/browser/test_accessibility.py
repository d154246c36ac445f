"""axe finds nothing on any page, light or dark, wide or on a phone."""

import pytest

from tests.browser.accessible import unfold, violations
from tests.browser.test_journeys import go

PATHS = ("", "compare", "data_size", "race", "timing", "features", "your_images", "runs")


@pytest.mark.parametrize("path", PATHS, ids=lambda path: path or "home")
def test_axe_finds_nothing(any_page, server, path):
    """No violation of any rule, in both themes, at both widths, with everything unfolded."""
    go(any_page, server, path)
    unfold(any_page)
    assert violations(any_page) == []
