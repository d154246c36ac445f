"""Old addresses keep working: a page whose parameters or choices were renamed is redirected to its new address."""

from urllib.parse import parse_qsl, urlencode

from starlette.responses import RedirectResponse
from starlette.types import ASGIApp, Receive, Scope, Send

NAMES = {
    "pictures": "images",
    "scaling_pictures": "scaling_images",
    "answer_pictures": "deployment_images",
    "answer_where": "deployment_where",
    "hand_made": "handcrafted",
    "hand_where": "handcrafted_where",
}
"""The new name of each renamed parameter."""

CHOICES = {
    "Features by hand": "Handcrafted features",
    "More images": "How time grows",
    "The plateau": "What lifts the SVM",
    "Answering": "Models in use",
    "Trained models in use": "Models in use",
    "First filters of a network": "First filters of a CNN",
    "Always the commonest class": "Majority class",
    "SVM, learning": "SVM training",
    "SVM, answering": "SVM prediction",
    "Features made by hand + SVM": "Handcrafted features + SVM",
    "Features by hand + SVM": "Handcrafted + SVM",
}
"""The new label of each renamed choice."""


SWITCHES = ("projector", "divide")
"""Switches that people turn on by hand in an address, where they write 1 as often as true."""


class OldAddresses:
    """Middleware that redirects old addresses; Streamlit's widgets read only the address that the browser opened."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Redirect a page's old address; pass everything else on."""
        query = scope.get("query_string", b"").decode("latin-1")
        new = renew(query) if scope["type"] == "http" and query else query
        # Relative to the page, because a proxy may serve it under another path.
        respond: ASGIApp = self.app if new == query else RedirectResponse(f"?{new}")
        await respond(scope, receive, send)


def renew(query: str) -> str:
    """The query string with the new names and choices; unchanged if it has no old ones."""
    old = parse_qsl(query, keep_blank_values=True)
    new = [(NAMES.get(name, name), _switch(name, value) or CHOICES.get(value, value)) for name, value in old]
    return query if new == old else urlencode(new)


def _switch(name: str, value: str) -> str:
    """`true` for a switch that the address turns on in whatever way; otherwise an empty text."""
    return "true" if name in SWITCHES and value.lower() in ("1", "on", "yes", "true") else ""
