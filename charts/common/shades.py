"""Cells that tell a share by the strength of one colour, and the ink that can be read on it."""

import numpy as np


def mixed(low: str, high: str, share: float) -> str:
    """The colour so far from `low` to `high`, all hexadecimal, as plotly mixes them."""
    start, end = (np.array([int(colour[i : i + 2], 16) for i in (1, 3, 5)]) for colour in (low, high))
    return "#{:02X}{:02X}{:02X}".format(*np.rint(start + (end - start) * share).astype(int))


def ink(colour: str) -> str:
    """Black or white: one of the two has a contrast of at least 4.5 on any colour."""
    parts = np.array([int(colour[i : i + 2], 16) for i in (1, 3, 5)]) / 255
    linear = np.where(parts <= 0.04045, parts / 12.92, ((parts + 0.055) / 1.055) ** 2.4)
    light = float(linear @ [0.2126, 0.7152, 0.0722])
    return "#000000" if (light + 0.05) / 0.05 > 1.05 / (light + 0.05) else "#FFFFFF"
