"""Why deep learning? Every claim of the lesson, with the verdict of what was measured here."""

from ui.common.page import open_page
from ui.lesson.parts import show_lesson

open_page("Why deep learning?")
show_lesson()
