"""The law error = floor + b · n^-alpha, fitted to one curve."""

from dataclasses import dataclass


@dataclass(frozen=True)
class PowerLaw:
    """TODO."""
