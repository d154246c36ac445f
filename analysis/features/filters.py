"""What a CNN's first filters resemble: the most similar handcrafted filter, and whether that is more than chance."""

from collections import Counter
from dataclasses import dataclass
from functools import lru_cache, reduce

import numpy as np
from numpy.typing import NDArray
from scipy import special

from analysis.common.wording import figures

Filters = NDArray[np.floating]

PERIODS = (3, 4, 6)
"""Distances between stripes, in pixels, that a filter five pixels wide can represent."""

N_DIRECTIONS = 8
PHASES = (0, 45, 90, 135)
"""Degrees; a filter and its negative count as the same, so half a turn is enough."""

N_RANDOM, LEVEL = 2_000, 0.95
"""Random filters, and the share of them that stay at or below the threshold."""

KINDS = {
    "gabor": "Gabor stripes",
    "sobel": "Sobel edges",
    "centre_surround": "spots with a surround",
    "flat": "patches",
}
"""The kinds of handcrafted filters, as they are called in a sentence."""


@dataclass(frozen=True, eq=False)
class HandcraftedFilter:
    """A filter designed by people: (size, size), of length one."""

    kind: str
    name: str
    image: NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Match:
    """The CNN's `filter` and the `image` of its most similar handcrafted filter, both (size, size, channels).

    `correlation` is from 0 to 1; `above_chance` says whether chance does not explain it.
    """

    kind: str
    name: str
    correlation: float
    above_chance: bool
    filter: Filters
    image: Filters


@dataclass(frozen=True, eq=False)
class Matches:
    """The match of each filter, best first; LEVEL of the random filters stay at or below `threshold`."""

    found: list[Match]
    threshold: float
    by_chance: NDArray[np.float64]  # the best correlation of each random filter


def match_filters(filters: Filters) -> Matches:
    """The most similar handcrafted filter for each of the filters (n, size, size, channels).

    A filter f is correlated with each handcrafted filter p of length one in the colour, or grey, that fits best:
    |sum of p f| / |f|. For grey images this is the absolute correlation (not centred, because an even patch is a filter
    as well). The threshold comes from random filters, such as a CNN starts with, matched in the same way.
    """
    size, channels = filters.shape[1], filters.shape[3]
    random = np.random.default_rng(0)
    by_chance = _correlations(random.standard_normal((N_RANDOM, size, size, channels)), size).max(axis=1)
    # To two decimals, as displayed, so that a filter that is displayed at the threshold does not pass it.
    threshold = round(float(np.quantile(by_chance, LEVEL)), 2)
    correlations = _correlations(filters, size)
    found = [_match(one, row, threshold) for one, row in zip(filters, correlations, strict=True)]
    return Matches(sorted(found, key=lambda match: -match.correlation), threshold, by_chance)


def _correlations(filters: Filters, size: int) -> NDArray[np.float64]:
    """The correlation of each filter with each handcrafted one: (filters, handcrafted filters)."""
    colours = np.einsum("mij,nijc->nmc", np.stack([one.image for one in handcrafted_filters(size)]), filters)
    lengths = np.sqrt(np.square(filters).sum(axis=(1, 2, 3)))
    return np.linalg.norm(colours, axis=2) / np.where(lengths > 0, lengths, 1)[:, None]


def _match(filter: Filters, correlations: NDArray[np.float64], threshold: float) -> Match:
    nearest = int(correlations.argmax())
    handcrafted = handcrafted_filters(filter.shape[0])[nearest]
    colour = np.einsum("ij,ijc->c", handcrafted.image, filter)
    coloured = colour.sum() ** 2 < np.square(colour).sum() * len(colour) / 2  # more than 45° away from grey
    name = f"{handcrafted.name}, coloured" if coloured else handcrafted.name
    image = handcrafted.image[..., None] * colour
    best = float(correlations[nearest])
    return Match(handcrafted.kind, name, best, round(best, 2) > threshold, filter, image)


@lru_cache(maxsize=8)
def handcrafted_filters(size: int) -> tuple[HandcraftedFilter, ...]:
    """Gabor, Sobel and centre-surround filters, and patches, each (size, size)."""
    return (*_gabors(size), *_sobels(size), *_spots(size))


def _gabors(size: int) -> list[HandcraftedFilter]:
    """Stripes under a Gaussian (Daugman 1985): the real part of `skimage.filters.gabor_kernel` without its mean."""
    from skimage.filters import gabor_kernel  # here, because it would delay the first page by half a second

    found = []
    for period in PERIODS:
        for turn in np.arange(N_DIRECTIONS) * np.pi / N_DIRECTIONS:
            name = f"Gabor {_degrees(turn)}, {period} px"
            for phase in np.deg2rad(PHASES):
                kernel = gabor_kernel(1 / period, turn, sigma_x=size / 4, sigma_y=size / 4, offset=phase).real
                start = (len(kernel) - size) // 2
                found.append(_centre("gabor", name, kernel[start : start + size, start : start + size]))
    return found


def _sobels(size: int) -> list[HandcraftedFilter]:
    """Sobel's filter extended to this size, in all directions: binomial weights along the edge, their slope across."""
    smooth, slope = _binomial(size), np.convolve(_binomial(size - 2), [1, 0, -1])
    across, down = np.outer(smooth, slope), np.outer(slope, smooth)
    return [
        _centre("sobel", f"Sobel {_degrees(turn)}", np.cos(turn) * across + np.sin(turn) * down)
        for turn in np.arange(N_DIRECTIONS) * np.pi / N_DIRECTIONS
    ]


def _spots(size: int) -> list[HandcraftedFilter]:
    """Differences of two Gaussians (Marr and Hildreth 1980), one Gaussian, and an even patch."""
    spots = [
        _centre("centre_surround", f"{name} spot, surround", _gaussian(size, sigma) - _gaussian(size, wide))
        for name, sigma, wide in (("small", 0.12 * size, 0.2 * size), ("large", 0.2 * size, 0.32 * size))
    ]
    soft, even = _gaussian(size, 0.2 * size), np.ones((size, size))
    patches = (("soft spot", soft), ("even patch", even))
    return spots + [HandcraftedFilter("flat", name, patch / np.linalg.norm(patch)) for name, patch in patches]


def _centre(kind: str, name: str, image: NDArray[np.float64]) -> HandcraftedFilter:
    """A filter with mean zero and length one."""
    centred = image - image.mean()
    return HandcraftedFilter(kind, name, centred / np.linalg.norm(centred))


def _degrees(turn: float) -> str:
    """The direction of the lines of a filter whose brightness changes along `turn`: 0° is horizontal, 90° vertical."""
    return f"{(90 - np.rad2deg(turn)) % 180:.3g}°"


def _binomial(length: int) -> NDArray[np.float64]:
    return reduce(np.convolve, [np.ones(2)] * (length - 1), np.ones(1))


def _gaussian(size: int, sigma: float) -> NDArray[np.float64]:
    """A Gaussian of sum one."""
    squares = (np.arange(size) - (size - 1) / 2) ** 2
    line = np.exp(-squares / (2 * sigma**2))
    return np.outer(line, line) / line.sum() ** 2


def resemblance(matches: Matches) -> str:
    """The finding: how many filters resemble handcrafted ones more than chance explains, and of which kinds."""
    above = Counter(match.kind for match in matches.found if match.above_chance)
    n, n_above, by_chance = len(matches.found), above.total(), 1 - LEVEL
    verb, one_in = "resembles" if n_above < 2 else "resemble", round(1 / by_chance)
    if not n_above or special.bdtrc(n_above - 1, n, by_chance) > 0.05:
        return (
            f"{f'Only {n_above}' if n_above else 'None'} of the CNN's {n} first filters {verb} a handcrafted filter "
            f"more than {one_in - 1} of {one_in} random ones do ({figures(n * by_chance)} would by chance): no clear "
            "resemblance, one by one."
        )
    kinds = ", ".join(f"{KINDS[kind]} {count}" for kind, count in above.most_common())
    rest = n - n_above
    others = "; the other does not" if rest == 1 else f"; the other {rest} do not" if rest else ""
    return (
        f"Of the CNN's {n} first filters, {n_above} {verb} handcrafted filters more than {one_in - 1} of {one_in} "
        f"random ones do ({kinds}){others}."
    )
