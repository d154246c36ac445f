"""Page: what is queued, running, done?"""

import streamlit as st

from ui import source
from ui.anatomy import open_page
from ui.queue import show_export, show_queue

open_page("What is running?")
show_queue()
show_export(source.store().rows(origin="live"))
