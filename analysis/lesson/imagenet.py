"""The winners of the ImageNet competition by year, as their papers report them; nothing of this was measured here."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Winner:
    """The lowest error of a year: the share of test images whose class is not among five guesses, in percent."""

    year: int
    error: float
    name: str
    learned: bool  # a CNN, rather than handcrafted features


WINNERS = (
    Winner(2010, 28.2, "NEC", learned=False),
    Winner(2011, 25.8, "Xerox", learned=False),
    Winner(2012, 15.3, "AlexNet", learned=True),
    Winner(2013, 11.7, "Clarifai", learned=True),
    Winner(2014, 6.7, "GoogLeNet", learned=True),
    Winner(2015, 3.6, "ResNet", learned=True),
)
"""Russakovsky and others 2015 (arXiv:1409.0575); 2015: He and others 2015 (arXiv:1512.03385)."""

PERSON = 5.1
"""The error of one person who trained for it (Russakovsky and others 2015)."""
