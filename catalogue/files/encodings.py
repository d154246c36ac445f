"""Decoding names whose encoding nobody noted: as UTF-8 if all of them are, else by one guess for all of them."""

import os
import re
from collections.abc import Callable, Iterable
from typing import Any

ENCODINGS = ("cp932", "big5", "gb18030", "cp949", "cp437", "cp1252", "cp1251", "cp866", "koi8_r", "mac_roman")
"""What zip programs and old systems wrote; if two fit equally well, the first counts, as it is likelier."""

LAST = "cp437"  # gives every byte a letter of its own, so that two names never become one


def decoder(names: Iterable[bytes]) -> Callable[[bytes], str]:
    """A function that decodes each of these names; names that differ stay different."""
    raw = sorted({name for name in names if not name.isascii()})
    encoding = "utf-8" if _keeps_apart(raw, "utf-8") else _guessed(raw)
    encoding = encoding if _keeps_apart(raw, encoding) else LAST
    return lambda name: name.decode(encoding, "surrogateescape")


def stored_bytes(name: str) -> bytes:
    """The bytes of a name that the system or tarfile has decoded as UTF-8."""
    return name.encode("utf-8", "surrogateescape") if os.name != "nt" else name.encode("utf-8", "surrogatepass")


def _guessed(names: list[bytes]) -> str:
    from charset_normalizer import from_bytes

    matches = from_bytes(b"\n".join(names), cp_isolation=list(ENCODINGS))
    order = {encoding: number for number, encoding in enumerate(ENCODINGS)}

    def doubt(match: Any) -> tuple[float, int]:
        return round(match.chaos, 3) + _mixed(str(match)), order.get(match.encoding, len(order))

    best = min(matches, key=doubt, default=None)
    return best.encoding if best else LAST


def _mixed(text: str) -> float:
    """The share of words that mix Latin letters with Greek or Cyrillic ones, as no language does."""
    words = re.findall(r"\w+", text)
    odd = [word for word in words if re.search(r"[a-zA-Z]", word) and re.search(r"[\u0370-\u04ff]", word)]
    return len(odd) / max(1, len(words))


def _keeps_apart(names: list[bytes], encoding: str) -> bool:
    """Whether this encoding decodes all names, each to a different text."""
    try:
        return len({name.decode(encoding) for name in names}) == len(names)
    except UnicodeDecodeError:
        return False
