"""axe finds nothing on any page, light or dark, wide or on a phone."""

import pytest

from tests.browser.accessible import unfold, violations
from tests.browser.test_journeys import go
from tests.ui.part import PAGES


@pytest.mark.parametrize("name", PAGES)
def test_axe_finds_nothing(any_page, server, name):
    """No violation of any rule, in both themes, at both widths, with everything unfolded."""
    go(any_page, server, "" if name == "home" else name)
    unfold(any_page)
    assert violations(any_page) == []
