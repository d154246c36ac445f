"""The addresses of a room, as this browser reached the server, and a QR code drawn without the internet."""

from functools import cache
from urllib.parse import urlencode, urlsplit

import segno
import streamlit as st

LOCAL = ("localhost", "127.0.0.1", "::1")
QR_PIXELS, LARGE_PIXELS = 264, 440


def address_of(code: str, **more: str) -> str:
    """The address of the room for students; `more` are further parameters, such as that of the projector's view."""
    return f"{st.context.url or ''}?{urlencode({'room': code, **more})}"


def is_local() -> bool:
    """Whether this browser runs on the server itself, by an address that no phone can reach."""
    return urlsplit(st.context.url or "").hostname in LOCAL


def show_qr(address: str, alt: str, width: int = QR_PIXELS) -> None:
    """The address as a QR code on white, which phones expect in the dark theme too."""
    st.image(_svg(address), width=width, alt=alt)


@cache
def _svg(address: str) -> str:
    """The code as an SVG file."""
    svg = segno.make(address, error="m", micro=False).svg_inline(scale=8, border=4, light="#fff")
    return svg.replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1)
