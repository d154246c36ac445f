"""Numbers and lists in sentences."""

import pytest

from analysis.common.wording import capitalised, listed, number


@pytest.mark.parametrize(
    ("parts", "text"), [([], ""), (["a"], "a"), (["a", "b"], "a and b"), (["a", "b", "c"], "a, b and c")]
)
def test_a_list_reads_as_one_says_it(parts, text):
    """Commas, and one `and`."""
    assert listed(parts) == text


@pytest.mark.parametrize(("n", "text"), [(0, "no"), (3, "three"), (10, "ten"), (1234, "1,234")])
def test_small_numbers_are_words(n, text):
    """Up to ten."""
    assert number(n) == text


def test_a_sentence_begins_with_a_capital():
    """And the rest stays as it is."""
    assert capitalised("hOG leads") == "HOG leads"
    assert capitalised("") == ""
