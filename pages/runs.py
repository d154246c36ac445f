"""What is queued, running and done; and every result, as a table and for download."""

from ui.common import source
from ui.common.page import open_page
from ui.runs.queue import show_export, show_queue
from ui.runs.results import show_results

open_page("What is running?")
show_queue()
show_results()
rows = source.all_rows()
show_export(rows[rows["origin"] == "live"])
