"""Rows made by hand."""

import pandas as pd


def row(target, family, n, errors, depth=1, units=None, origin="two-core-machine"):
    """One row: a network with these errors of its seeds, or fixed features with one error."""
    is_network = family == "network"
    return {
        "target": target,
        "family": family,
        "depth": depth if is_network else 0,
        "units": (units or (n - 1) // 3) if is_network else 0,
        "n_parameters": n,
        "errors": list(errors),
        "seconds": [0.1] * len(errors),
        "machine": "2-core AMD EPYC",
        "versions": {},
        "commit": "abc",
        "measured_at": "2026-11-27T12:00:00+00:00",
        "origin": origin,
    }


def rows(target, networks, polynomials=0.1, fourier=0.2, **named):
    """A target with fixed features of 4 to 400 parameters, and networks: errors of the seeds by parameters."""
    fixed = [
        row(target, family, n, [error])
        for family, error in (("polynomials", polynomials), ("fourier", fourier))
        for n in (4, 400)
    ]
    return pd.DataFrame([*fixed, *(row(target, "network", n, errors, **named) for n, errors in networks.items())])
