"""Generated images, 32x32 in colour, in which one chosen cue reveals the class and everything else is random."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from catalogue.arrays import Arrays, save
from catalogue.entries import Progress

Floats = NDArray[np.floating]
Labels = NDArray[np.int64]

SIZE = 32
N_TRAIN, N_TEST = 5_000, 2_000

COLOURS = {"red": (230, 60, 50), "green": (50, 170, 70), "blue": (60, 90, 230), "yellow": (225, 200, 40)}
TEXTURES = ("horizontal stripes", "vertical stripes", "slanted stripes", "checks")
SHAPES = ("circle", "square", "triangle", "cross")
ARRANGEMENTS = ("circle above square", "circle below square", "circle left of square", "circle right of square")
OFFSETS = np.array([(-1, 0), (1, 0), (0, -1), (0, 1)], np.float32)  # of the circle, in rows and columns

CLASSES = {
    "colour": tuple(COLOURS),
    "texture": TEXTURES,
    "shape": SHAPES,
    "arrangement": ARRANGEMENTS,
    "all": tuple(
        f"{colour} {shape}, {texture}" for colour, texture, shape in zip(COLOURS, TEXTURES, SHAPES, strict=True)
    ),
}


def make_shapes(cue: str, folder: Path, progress: Progress) -> None:
    """Balanced classes that differ in `cue` alone; for "all", colour, texture and shape agree."""
    y = np.arange(N_TRAIN + N_TEST) % 4
    X = in_parts(len(y), 4, lambda part, random: draw(cue, y[part], random), progress)
    save(folder, Arrays(X[:N_TRAIN], y[:N_TRAIN], X[N_TRAIN:], y[N_TRAIN:], CLASSES[cue]))


def in_parts(
    n: int, seed: int, draw_part: Callable[[slice, np.random.Generator], NDArray[np.uint8]], progress: Progress
) -> NDArray[np.uint8]:
    """`n` images, drawn a thousand at a time, which keeps the arrays in the processor's cache."""
    X = np.empty((n, SIZE, SIZE, 3), np.uint8)
    for start in range(0, n, 1_000):
        progress(start / n, "Drawing shapes")
        part = slice(start, start + 1_000)
        X[part] = draw_part(part, np.random.default_rng((seed, start)))
    return X


def draw(cue: str, y: Labels, random: np.random.Generator) -> NDArray[np.uint8]:
    """Images (n, 32, 32, 3) of the classes `y`."""
    cues = ("colour", "texture", "shape") if cue == "all" else (cue,)
    colour, texture, shape = (
        y if name in cues else random.integers(0, 4, len(y)) for name in ("colour", "texture", "shape")
    )
    inside = _pair(y, random) if cue == "arrangement" else single(shape, random)
    paint = painted(colour, texture, random)
    return rendered(inside, paint, random.uniform(60, 190, (len(y), 1, 1, 1)), random)


def painted(colour: Labels, texture: Labels, random: np.random.Generator) -> Floats:
    """The colours of the pixels of shapes (n, 32, 32, 3), as if they filled the images."""
    return _paint(colour, random) * (0.55 + 0.45 * _texture(texture, random))[..., np.newaxis]


def rendered(
    inside: NDArray[np.bool_], paint: Floats, background: Floats, random: np.random.Generator
) -> NDArray[np.uint8]:
    """Images (n, 32, 32, 3): `paint` inside the shapes, the background around them, and noise."""
    noise = 14 * random.standard_normal((len(inside), SIZE, SIZE, 3), np.float32)
    return np.clip(np.where(inside[..., np.newaxis], paint, background) + noise, 0, 255).astype(np.uint8)


def single(shape: Labels, random: np.random.Generator) -> NDArray[np.bool_]:
    """The pixels (n, 32, 32) of one shape per image, somewhere near the middle, slightly turned."""
    n = len(shape)
    return _mask(shape, random.uniform(-4, 4, (n, 2)), random.uniform(5.5, 7, n), random.uniform(-0.35, 0.35, n))


def _pair(arrangement: Labels, random: np.random.Generator) -> NDArray[np.bool_]:
    n = len(arrangement)
    middle, apart, radius = random.uniform(-3, 3, (n, 2)), random.uniform(6, 7.5, (n, 1)), random.uniform(3.5, 4.5, n)
    step, upright = OFFSETS[arrangement] * apart, np.zeros(n)
    circle = _mask(np.full(n, SHAPES.index("circle")), middle + step, radius, upright)
    return circle | _mask(np.full(n, SHAPES.index("square")), middle - step, radius, upright)


def _mask(shape: Labels, centre: Floats, radius: Floats, turn: Floats) -> NDArray[np.bool_]:
    """The pixels of shapes that all have the area of a circle of `radius`, so that their size tells nothing."""
    grid = np.mgrid[:SIZE, :SIZE].astype(np.float32) - (SIZE - 1) / 2
    rows, columns = (grid[axis] - centre[:, axis, np.newaxis, np.newaxis] for axis in (0, 1))
    cosine, sine = np.cos(turn)[:, np.newaxis, np.newaxis], np.sin(turn)[:, np.newaxis, np.newaxis]
    scale = radius[:, np.newaxis, np.newaxis]
    v, u = (cosine * rows - sine * columns) / scale, (sine * rows + cosine * columns) / scale
    square = np.sqrt(np.pi) / 2  # half a side
    triangle = np.sqrt(np.pi / (3 * np.sqrt(3)))  # from the middle to a side
    arm = np.sqrt(np.pi / 5) / 2  # half the width of a cross whose arms are three widths long
    across, along = np.minimum(abs(u), abs(v)), np.maximum(abs(u), abs(v))
    inside = (
        u**2 + v**2 <= 1,
        along <= square,
        np.maximum(v, np.sqrt(3) / 2 * abs(u) - v / 2) <= triangle,
        (across <= arm) & (along <= 3 * arm),
    )
    return np.choose(shape[:, np.newaxis, np.newaxis], inside)


def _texture(texture: Labels, random: np.random.Generator) -> Floats:
    """Light (1) and dark (0) in equal parts, with a random phase and width (n, 32, 32)."""
    rows, columns = np.mgrid[:SIZE, :SIZE].astype(np.float32)
    phase, width = random.uniform(0, 8, (2, len(texture), 1, 1)), random.uniform(2, 3, (len(texture), 1, 1))
    horizontal, vertical = np.floor((rows + phase[0]) / width) % 2, np.floor((columns + phase[1]) / width) % 2
    slanted = np.floor((rows + columns + phase[0]) / (width * np.sqrt(2))) % 2
    return np.choose(texture[:, np.newaxis, np.newaxis], (horizontal, vertical, slanted, (horizontal + vertical) % 2))


def _paint(colour: Labels, random: np.random.Generator) -> Floats:
    pure = np.array(list(COLOURS.values()), np.float32)[colour]
    return (pure * random.uniform(0.7, 1.1, (len(colour), 1)))[:, np.newaxis, np.newaxis]
