"""The part of the page that measures in the visitor's browser; its modules in `browser/` are joined into one."""

import json
import re
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import streamlit as st

from ui.common.texts import text
from ui.common.window import do_nothing

if TYPE_CHECKING:
    from streamlit.components.v2.types import ComponentRenderer

FOLDER = Path(__file__).parent / "browser"
IN_WORKER = ("numbers", "work", "check", "processor")
IN_PAGE = (
    *("numbers", "work", "check", "control", "stopwatch", "kernels", "adapter", "gpu", "worker"),
    *("measurement", "view"),
)
"""The modules of the worker and of the page, each after the modules that it imports."""
WORKER = "PROCESSOR_SOURCE"
"""A name in `view.js` that is replaced by the worker's whole code, so that the browser requests no file for it."""
NOTES = (
    *("old", "insecure", "refused", "lost", "stopped", "hidden"),
    *("memory", "wrong", "time", "slower", "worker", "error"),
)
"""What may keep the browser from measuring something; the texts are named after them."""
KEY = "own-gpu"

Found = dict[str, Any]
"""What the browser found: its `report`, or None, and the `notes` on what was not measured and why."""


def joined(names: tuple[str, ...]) -> str:
    """These modules as one, without their imports of each other."""
    sources = (FOLDER.joinpath(f"{name}.js").read_text("utf-8") for name in names)
    return "\n".join(re.sub(r"(?m)^import .*\n|^export (?!default)", "", source) for source in sources)


@cache
def component_source() -> str:
    """The component's JavaScript, which contains the worker's as a string."""
    return joined(IN_PAGE).replace(WORKER, json.dumps(joined(IN_WORKER)), 1)


@cache
def _component() -> "ComponentRenderer":
    html, css = (FOLDER.joinpath(f"view.{kind}").read_text("utf-8") for kind in ("html", "css"))
    return st.components.v2.component("crossover_own_gpu", html=html, css=css, js=component_source())


def measure_own_gpu() -> Found | None:
    """Show the button and the progress; returns what this visitor's browser found last, None before a measurement."""
    kept = f"{KEY}-kept"  # Streamlit drops a widget's state when a run does not draw the widget
    found = st.session_state.get(KEY, {}).get("found") or st.session_state.get(kept)
    notes = found.get("notes") if isinstance(found, dict) else None
    data = {"words": words(), "notes": notes if isinstance(notes, list) else [], "again": found is not None}
    found = _component()(key=KEY, data=data, on_found_change=do_nothing).found or found
    st.session_state[kept] = found
    return found if isinstance(found, dict) else None


def words() -> dict[str, Any]:
    """Every word that the browser shows, with fields in braces that it fills."""
    return {
        "start": "Measure my GPU",
        "again": "Measure again",
        "opening": "Asking the browser for its GPU …",
        "progress": "{what}, {on} …",
        "matrix_product": "Matrix product, {size} rows",
        "convolution": "Convolution, batch of {size}",
        "webgpu": "with WebGPU",
        "javascript": "on one core, in JavaScript",
        "notes": {name: text(f"timing/own_gpu/{name}") for name in NOTES},
    }
