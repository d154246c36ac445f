"""Arrays as images: every number keeps its place and its order."""

import numpy as np

from charts.common.images import coloured, contact_sheet, enlarged, overlaid


def test_every_point_becomes_a_square():
    """Two points, red and blue, each three times as high and wide; nothing is smoothed."""
    image = np.array([[[255, 0, 0], [0, 0, 255]]], np.uint8)
    large = enlarged(image, side=6)
    assert large.shape == (3, 6, 3)
    assert (large[:, :3] == [255, 0, 0]).all()
    assert (large[:, 3:] == [0, 0, 255]).all()


def test_a_grey_image_becomes_grey_in_three_channels():
    """Browsers want three."""
    assert enlarged(np.full((2, 2, 1), 7, np.uint8), side=2).tolist() == np.full((2, 2, 3), 7).tolist()


def test_more_is_brighter():
    """The scale runs from dark to bright, and from its smallest to its largest number."""
    brightness = coloured(np.array([[0.0, 0.5, 1.0]]), side=1).astype(int).sum(axis=2)[0]
    assert brightness[0] < brightness[1] < brightness[2]


def test_limits_are_shared_by_who_shares_them():
    """The same number has the same colour in two maps with the same limits, whatever else they hold."""
    first = coloured(np.array([[0.2, 0.9]]), low=0, high=1, side=1)
    second = coloured(np.array([[0.2, 0.3]]), low=0, high=1, side=1)
    assert (first[0, 0] == second[0, 0]).all()


def test_a_constant_map_is_drawn():
    """There is no division by zero."""
    assert np.isfinite(coloured(np.zeros((2, 2)), side=1)).all()


def test_a_map_over_a_image_is_red_where_it_is_high_and_blue_where_it_is_low():
    """In the middle of the scale the image is visible."""
    image = np.array([[[0], [0], [255]]], np.uint8)
    red, blue, middle = overlaid(image, np.array([[1.0, -1.0, 0.0]]), -1.0, 1.0, side=1)[0].astype(int)
    assert red[0] > red[2] + 50
    assert blue[2] > blue[0] + 50
    assert middle.min() > 200


def test_a_contact_sheet_keeps_the_order_by_rows():
    """Three images in two columns: the third begins the second row, and white fills the rest."""
    images = np.stack([np.full((1, 1, 3), shade, np.uint8) for shade in (10, 20, 30)])
    sheet = contact_sheet(images, gap=1, columns=2, side=1)
    assert sheet[..., 0].tolist() == [[10, 255, 20], [255, 255, 255], [30, 255, 255]]
