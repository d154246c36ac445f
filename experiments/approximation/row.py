"""How well a family of models approximates a function, as a row of a file of JSON lines."""

from dataclasses import dataclass

from settings import ROOT
from timing.rows.row import Row

RECORDED = ROOT / "recorded" / "approximation"
"""Rows that were measured elsewhere and are shipped."""


@dataclass(frozen=True)
class Approximation(Row):
    """Errors on the test points: one for each seed, from 0, of a network; exactly one of fixed features.

    `error` is the root mean square difference from the target, whose values lie from -1 to 1. `seconds` are those of
    each fit. Fixed features have no units and no depth.
    """

    PROTOCOL = 1

    target: str
    family: str  # "network", "polynomials" or "fourier"
    depth: int
    units: int
    n_parameters: int
    errors: list[float]
    seconds: list[float]
    machine: str
    versions: dict[str, str]
    commit: str
    measured_at: str  # ISO 8601, UTC
