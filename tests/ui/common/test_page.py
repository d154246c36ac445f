"""Text that visitors can name has no power on a page."""

from ui.common.page import plain


def test_markdown_in_a_name_is_shown_as_it_is():
    """An image or a link in a class name is neither fetched nor linked."""
    assert plain("![x](https://example.org/x.png)") == "\\!\\[x\\]\\(https\u2060\\://example\\.org/x\\.png\\)"


def test_plain_words_stay_as_they_are():
    """Letters, digits and spaces are not escaped."""
    assert plain("brick and gravel 7") == "brick and gravel 7"
