"""axe finds nothing on any page, light or dark, on a desktop or a phone."""

import pytest

from settings import ROOT
from tests.browser.accessible import unfold, violations_by_theme
from tests.browser.steps import go

PAGES = sorted(path.stem for path in (ROOT / "pages").glob("*.py"))


@pytest.mark.parametrize("name", PAGES)
def test_axe_finds_nothing(any_page, server, name):
    """No violation of any rule, in both themes, at both widths, with everything unfolded."""
    go(any_page, server, "" if name == "home" else name)
    unfold(any_page)
    assert violations_by_theme(any_page) == {}
