"""What a network's first filters resemble: the nearest filter made by hand, or nothing beyond what chance reaches."""

from collections import Counter
from dataclasses import dataclass
from functools import lru_cache, reduce

import numpy as np
from numpy.typing import NDArray
from scipy import special

Filters = NDArray[np.floating]

PERIODS = (3, 4, 6)
"""Pixels from one stripe to the next, as far as a filter of five pixels can show any."""

N_DIRECTIONS = 8
PHASES = (0, 45, 90, 135)
"""Degrees; a filter and its negative count as the same, so that half a turn is enough."""

KINDS = {
    "gabor": "Gabor stripes",
    "sobel": "Sobel edges",
    "centre_surround": "spots with a surround",
    "flat": "patches",
}
"""The kinds of filters made by hand, as they are called in a sentence."""


@dataclass(frozen=True, eq=False)
class HandMadeFilter:
    """A filter that people thought of: (size, size), of length one."""

    kind: str
    name: str
    image: NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Match:
    """The nearest filter made by hand, its correlation from 0 to 1, and the two as (size, size, channels).

    `sure` says whether it is nearer than chance explains; `filter` is the network's own.
    """

    kind: str
    name: str
    correlation: float
    sure: bool
    filter: Filters
    image: Filters


@dataclass(frozen=True, eq=False)
class Matches:
    """The match of each filter, nearest first; `threshold` is what `level` of the random filters stay below."""

    found: list[Match]
    threshold: float
    level: float
    by_chance: NDArray[np.float64]  # the best correlation of each random filter


def match_filters(filters: Filters, level: float = 0.95, n_random: int = 2000, random_state: int = 0) -> Matches:
    """The nearest filter made by hand for each of the filters (n, size, size, channels).

    The correlation is that of the whole filter with the one made by hand painted in the one colour, or grey, that suits
    best: |sum of p f| / |f| for a filter f and a hand-made p of length one. For grey images that is the absolute
    correlation (not centred, because an even patch is a filter too). The threshold is what random numbers, which a
    network starts with, reach against the same filters made by hand.
    """
    size, channels = filters.shape[1], filters.shape[3]
    random = np.random.default_rng(random_state)
    by_chance = _correlations(random.standard_normal((n_random, size, size, channels)), size).max(axis=1)
    # To two decimals, as both are written, so that nobody reads 0.59 beside a mark of 0.59 and wonders.
    threshold = round(float(np.quantile(by_chance, level)), 2)
    correlations = _correlations(filters, size)
    found = [_match(one, row, threshold) for one, row in zip(filters, correlations, strict=True)]
    return Matches(sorted(found, key=lambda match: -match.correlation), threshold, level, by_chance)


def _correlations(filters: Filters, size: int) -> NDArray[np.float64]:
    """(filters, filters made by hand)."""
    colours = np.einsum("mij,nijc->nmc", np.stack([one.image for one in hand_made(size)]), filters)
    lengths = np.sqrt(np.square(filters).sum(axis=(1, 2, 3)))
    return np.linalg.norm(colours, axis=2) / np.where(lengths > 0, lengths, 1)[:, None]


def _match(filter: Filters, correlations: NDArray[np.float64], threshold: float) -> Match:
    nearest = int(correlations.argmax())
    by_hand = hand_made(filter.shape[0])[nearest]
    colour = np.einsum("ij,ijc->c", by_hand.image, filter)
    coloured = colour.sum() ** 2 < np.square(colour).sum() * len(colour) / 2
    name = f"{by_hand.name}, coloured" if coloured else by_hand.name
    image = by_hand.image[..., None] * colour
    best = float(correlations[nearest])
    return Match(by_hand.kind, name, best, round(best, 2) > threshold, filter, image)


@lru_cache(maxsize=8)
def hand_made(size: int) -> tuple[HandMadeFilter, ...]:
    """Gabor, Sobel and centre-surround filters, and patches, each (size, size)."""
    return (*_gabors(size), *_sobels(size), *_spots(size))


def _gabors(size: int) -> list[HandMadeFilter]:
    """`skimage.filters.gabor_kernel`, its real part, without its mean: stripes under a Gaussian (Daugman 1985)."""
    from skimage.filters import gabor_kernel  # half a second that the first page need not wait

    found = []
    for period in PERIODS:
        for turn in np.arange(N_DIRECTIONS) * np.pi / N_DIRECTIONS:
            name = f"Gabor {_degrees(turn)}, {period} px"
            for phase in np.deg2rad(PHASES):
                kernel = gabor_kernel(1 / period, turn, sigma_x=size / 4, sigma_y=size / 4, offset=phase).real
                start = (len(kernel) - size) // 2
                found.append(_hand_made("gabor", name, kernel[start : start + size, start : start + size]))
    return found


def _sobels(size: int) -> list[HandMadeFilter]:
    """Sobel's filter, widened to the size: binomial weights along the edge, their slope across it, turned."""
    smooth, slope = _binomial(size), np.convolve(_binomial(size - 2), [1, 0, -1])
    across, down = np.outer(smooth, slope), np.outer(slope, smooth)
    return [
        _hand_made("sobel", f"Sobel {_degrees(turn)}", np.cos(turn) * across + np.sin(turn) * down)
        for turn in np.arange(N_DIRECTIONS) * np.pi / N_DIRECTIONS
    ]


def _spots(size: int) -> list[HandMadeFilter]:
    """Differences of two Gaussians (Marr and Hildreth 1980), a Gaussian, and an even patch."""
    found = [
        _hand_made("centre_surround", f"{name} spot, surround", _gaussian(size, sigma) - _gaussian(size, wide))
        for name, sigma, wide in (("small", 0.12 * size, 0.2 * size), ("large", 0.2 * size, 0.32 * size))
    ]
    soft, even = _gaussian(size, 0.2 * size), np.ones((size, size))
    patches = (("soft spot", soft), ("even patch", even))
    return found + [HandMadeFilter("flat", name, patch / np.linalg.norm(patch)) for name, patch in patches]


def _hand_made(kind: str, name: str, image: NDArray[np.float64]) -> HandMadeFilter:
    """Without its mean and of length one."""
    centred = image - image.mean()
    return HandMadeFilter(kind, name, centred / np.linalg.norm(centred))


def _degrees(turn: float) -> str:
    """How the lines of a filter run whose brightness changes along `turn`: 0° is level, 90° upright."""
    return f"{(90 - np.rad2deg(turn)) % 180:.3g}°"


def _binomial(length: int) -> NDArray[np.float64]:
    return reduce(np.convolve, [np.ones(2)] * (length - 1), np.ones(1))


def _gaussian(size: int, sigma: float) -> NDArray[np.float64]:
    """Of sum one."""
    squares = (np.arange(size) - (size - 1) / 2) ** 2
    line = np.exp(-squares / (2 * sigma**2))
    return np.outer(line, line) / line.sum() ** 2


def resemblance(matches: Matches) -> str:
    """The finding: how many filters are nearer to one made by hand than chance explains, and which kinds they are."""
    sure = Counter(match.kind for match in matches.found if match.sure)
    n, n_sure, by_chance = len(matches.found), sure.total(), 1 - matches.level
    if not n_sure or special.bdtrc(n_sure - 1, n, by_chance) > 0.05:
        return (
            f"The network's {n} first filters are no nearer to filters made by hand than chance explains: {n_sure} of "
            f"them {'passes' if n_sure == 1 else 'pass'} the mark that 1 in {1 / by_chance:.0f} random filters passes."
        )
    kinds = ", ".join(f"{KINDS[kind]} {count}" for kind, count in sure.most_common())
    rest = n - n_sure
    nothing = f"; {rest} {'matches' if rest == 1 else 'match'} nothing" if rest else ""
    verb = "resembles" if n_sure == 1 else "resemble"
    return f"Of the network's {n} first filters, {n_sure} {verb} filters made by hand ({kinds}){nothing}."
