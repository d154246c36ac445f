"""The views of one image: what is drawn is what the families' numbers are made of."""

import numpy as np
import pytest
from skimage import data

from features import FAMILIES
from features.family import boundaries
from features.views import VIEWS, views
from tests.digits import digits

ASTRONAUT = data.astronaut()
IMAGES = {
    "digit": digits()[0][700],
    "colour": ASTRONAUT[100:132, 200:232],
    "oblong": ASTRONAUT[100:116, 200:237],
    "large": data.gravel()[:96, :80, None],
    "smallest": ASTRONAUT[100:108, 200:216],
    "flat": np.full((16, 16, 1), 77, np.uint8),
}


@pytest.fixture(scope="module")
def drawings():
    """Each image with its views: grey and colour, square and oblong, small and large."""
    families = {name: kind() for name, kind in FAMILIES.items()}
    return {name: (image, views(image, families)) for name, image in IMAGES.items()}


def in_cells(name, image):
    """What a family with cells gives for the image: for each name without its cell, a grid (rows, columns)."""
    family = FAMILIES[name]().fit(image[None])
    values = family.transform(image[None])[0]
    names = [column.split("_", 2)[2] for column in family.get_feature_names_out()]
    distinct = list(dict.fromkeys(names))
    parts = values.reshape(family.cells, family.cells, len(distinct))
    return {part: parts[:, :, number] for number, part in enumerate(distinct)}


def means(drawn, cells):
    """Means of a map over the cells: (rows, columns)."""
    rows, across = (boundaries(side, cells) for side in drawn.shape)
    parts = [np.split(strip, across[1:-1], axis=1) for strip in np.split(drawn, rows[1:-1])]
    return np.array([[part.mean() for part in strip] for strip in parts])


def test_every_family_has_a_view(drawings):
    """A new family needs a drawing; they come in the register's order, finite, of an image of any size."""
    assert set(VIEWS) == set(FAMILIES)
    for name, (_, drawn) in drawings.items():
        assert list(drawn) == list(FAMILIES), name
        assert all(np.isfinite(drawing).all() for drawing in drawn.values()), name


def test_histogram_counts_are_the_familys(drawings):
    """Counts of the whole image: the family's shares of each cell, times the cell's pixels."""
    for name, (image, drawn) in drawings.items():
        rows, across = (np.diff(boundaries(side, 2)) for side in image.shape[:2])
        counts = [(shares * np.outer(rows, across)).sum() for shares in in_cells("colour_histogram", image).values()]

        assert drawn["colour_histogram"].shape == (image.shape[2], 8), name
        assert drawn["colour_histogram"].ravel() == pytest.approx(np.array(counts), abs=1e-3), name


def test_moments_are_the_familys(drawings):
    """The same numbers, channel by channel: the first is the mean brightness of the cells."""
    for name, (image, drawn) in drawings.items():
        moments = drawn["colour_moments"]

        assert moments.shape == (image.shape[2], 4, 4, 3), name
        assert moments[0, :, :, 0] == pytest.approx(means(image[:, :, 0], 4), rel=1e-5), name


def test_glyphs_are_as_large_as_the_image(drawings):
    """Something is drawn exactly if the image has edges."""
    for name, (image, drawn) in drawings.items():
        assert drawn["hog"].shape == image.shape[:2], name
        assert drawn["hog"].any() == (np.ptp(image) > 0), name


def test_an_upright_edge_has_an_upright_glyph():
    """The glyph runs along the edge: it is higher than wide."""
    image = np.zeros((32, 32, 1), np.uint8)
    image[:, 12:] = 200
    drawn = views(image, {"hog": FAMILIES["hog"]()})["hog"][8:16, 8:16]  # one cell, with the edge in its middle
    rows, across = np.nonzero(drawn)

    assert np.ptp(rows) > 2 * np.ptp(across)


def test_edge_map_averages_to_the_familys_strength(drawings):
    """Cell by cell the map's mean is the family's column."""
    for name, (image, drawn) in drawings.items():
        assert means(drawn["edges"], 4) == pytest.approx(in_cells("edges", image)["strength"], abs=1e-5), name


def test_pattern_codes_count_to_the_familys_histograms(drawings):
    """In each cell the share of each code is the family's column of that pattern."""
    for name, (image, drawn) in drawings.items():
        codes = drawn["binary_patterns"]

        assert codes.shape == image.shape[:2], name
        for label, shares in enumerate(in_cells("binary_patterns", image).values()):
            assert means(codes == label, 4) == pytest.approx(shares, abs=1e-5), (name, label)


def test_co_occurrence_matrix_has_the_familys_contrast(drawings):
    """It sums to one, is symmetric, and its contrast is the mean of those of all steps."""
    levels = np.arange(256)
    for name, (image, drawn) in drawings.items():
        matrix = drawn["co_occurrence"]
        family = FAMILIES["co_occurrence"]().fit(image[None])
        values = dict(zip(family.get_feature_names_out(), family.transform(image[None])[0], strict=True))
        contrasts = [value for column, value in values.items() if column.endswith("contrast")]

        assert matrix.shape == (256, 256), name
        assert matrix.sum() == pytest.approx(1, abs=1e-4), name
        assert np.allclose(matrix, matrix.T), name
        assert (matrix * (levels[:, None] - levels) ** 2).sum() == pytest.approx(np.mean(contrasts), rel=1e-4), name


def test_gabor_responses_average_to_the_familys_energies(drawings):
    """Eight filters; cell by cell the mean of each response is the family's column."""
    for name, (image, drawn) in drawings.items():
        energies = [values for column, values in in_cells("gabor", image).items() if column.endswith("mean")]

        assert drawn["gabor"].shape == (8, *image.shape[:2]), name
        for response, expected in zip(drawn["gabor"], energies, strict=True):
            assert means(response, 4) == pytest.approx(expected, rel=1e-4, abs=1e-5), name


def test_a_familys_own_settings_are_drawn():
    """Ten ranges are ten bars, one frequency in three directions three maps; families not asked for are not drawn."""
    chosen = {
        "colour_histogram": FAMILIES["colour_histogram"](bins=10),
        "gabor": FAMILIES["gabor"](frequencies=(0.3,), orientations=3),
    }
    drawn = views(IMAGES["colour"], chosen)

    assert {name: drawing.shape for name, drawing in drawn.items()} == {
        "colour_histogram": (3, 10),
        "gabor": (3, 32, 32),
    }
