"""Controls that a link hides: `?hide=controls` hides every choice, `?hide=dataset,effort` only these two.

At projector size, without `hide`, a page shows only the data set, Run and the controls that move what is shown;
`?hide=none` shows everything. A hidden control is rendered but not displayed, because the link sets its value through
it. Pages need no code for this.
"""

from dataclasses import dataclass

import streamlit as st

from ui.common.projector import is_projected

PARAMETER = "hide"
ALL = "controls"
"""Hides every choice, but not the button that runs."""
NONE = "none"
RUN = "run"
PROJECTED = (
    *("dataset", "moment", "who", "luck", "background", "cell", "image", "sliders", "target", "units", "verdict"),
    RUN,
)
"""What is shown at projector size: the other choices of a page would push its chart below the fold."""
LONGEST = 40
"""Characters of an unknown name that the message shows."""


@dataclass(frozen=True)
class Control:
    """What a control is called in a list, and the keys of its widgets on all pages."""

    label: str
    keys: tuple[str, ...]


CONTROLS = {
    "dataset": Control(
        "Images",
        (
            "dataset",
            "classes_at",
            "images",
            "errors_images",
            "board_images",
            "scaling_images",
            "deployment_images",
            "like",
        ),
    ),
    "effort": Control("Effort", ("recipe", "effort", "here_effort", "how", "scaling_recipe", "training")),
    "learners": Control("Who learns", ("learners",)),
    "sizes": Control("Training images", ("sizes", "n", "errors_n", "here_n", "board_n", "have")),
    "seeds": Control("Seeds", ("seeds", "errors_seed", "errors_gallery_seed", "errors_sure_seed", "start")),
    "view": Control("What is drawn", ("view", "show", "bars", "scaling_view", "errors_groups")),
    "pretrained": Control("Pretrained features too", ("pretrained",)),
    "recorded": Control("Recorded results too", ("recorded",)),
    "budget": Control("Time for each side", ("budget",)),
    "moment": Control("The moment", ("after",)),
    "sides": Control("Which two are compared", ("errors_a", "errors_b")),
    "who": Control("Who is right", ("errors_part", "errors_page")),
    "luck": Control("Which seeds are shown", ("errors_favoured", "errors_all")),
    "background": Control("Images with the usual background", ("errors_share",)),
    "cell": Control("Cell of a table", ("confusion_cell", "board_features", "board_head")),
    "change": Control("Change of the images", ("change",)),
    "image": Control("Which image", ("where", "number")),
    "sliders": Control("Sliders that change the image", ("change_sliders",)),
    "layers": Control("Layers", ("layer", "layers")),
    "target": Control("Target", ("target", "heights")),
    "units": Control("Hidden units", ("units",)),
    "limits": Control("What is asked for", ("train", "answer", "model", "explain")),
    "work": Control("Work", ("work", "size", "calls", "handcrafted", "own_work")),
    "places": Control(
        "Measured where",
        ("places", "device", "whose", "handcrafted_where", "scaling_where", "deployment_where", "plateau_at"),
    ),
    "format": Control("Number format", ("format", "one-format", "orders", "own_format")),
    "verdict": Control("Verdict", ("verdict",)),
    RUN: Control("Run", ("run", "run_part", "time-here")),
}
"""What a link may hide, by the name in its address."""


def names_to_hide() -> list[str]:
    """The names of the controls that are hidden, because of the address or of projector size."""
    asked = _names_in_address()
    if not asked and is_projected():
        return [name for name in CONTROLS if name not in PROJECTED]
    return [name for name in CONTROLS if name in asked or (ALL in asked and name != RUN)]


def hide_controls() -> None:
    """Hide controls, with a button that shows them again; name those in the address that no page has."""
    if unknown := _names_in_address() - set(CONTROLS) - {ALL, NONE}:
        shown = ", ".join(f"“{_plain(name)}”" for name in sorted(unknown))
        known = f"{ALL}, which is every choice, or any of {', '.join(CONTROLS)}"
        st.caption(f"This link asks to hide {shown}, which no page has. A link can hide {known}.")
    names = names_to_hide()
    if not names:
        return
    keys = [key for name in names for key in CONTROLS[name].keys]
    st.html(f"<style>{', '.join(f'.st-key-{key}' for key in keys)} {{ display: none }}</style>")
    # the sidebar is hidden at projector size
    container = st.container(key="hidden_choices") if is_projected() else st.sidebar
    container.button(
        "Show all choices", icon=":material/visibility:", key="show_hidden", on_click=_show_all, type="tertiary"
    )


def _names_in_address() -> set[str]:
    """The names after `hide=` in the address, in lower case."""
    written = ",".join(st.query_params.get_all(PARAMETER))
    return {name.strip().lower() for name in written.split(",") if name.strip()}


def _plain(name: str) -> str:
    """A name from the address with only its letters, digits, spaces and hyphens, and cut if it is long."""
    kept = "".join(letter for letter in name if letter.isalnum() or letter in " -")
    return kept[:LONGEST] + ("…" if len(kept) > LONGEST else "")


def _show_all() -> None:
    if is_projected():
        st.query_params[PARAMETER] = NONE
    else:
        st.query_params.pop(PARAMETER, None)
