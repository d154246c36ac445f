"""What does your class expect? Everybody votes before the curve appears, and then sees both on one axis."""

from ui.classroom.view import show_classroom
from ui.common.page import open_page

open_page("What does your class expect?")
show_classroom()
