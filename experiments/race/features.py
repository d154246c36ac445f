"""Features of a race's images: each image's are worked out once, and their seconds counted."""

import numpy as np
from numpy.typing import NDArray
from sklearn.base import BaseEstimator

from experiments.race.clock import RaceClock

BLOCK = 256
"""Images described between two looks at the clock."""


class Described:
    """The features of images (n, height, width, channels), as far as they were asked for."""

    def __init__(self, features: BaseEstimator, X: NDArray[np.uint8], clock: RaceClock) -> None:
        self.features = features
        self.X = X
        self.clock = clock
        self.n = 0
        self._columns: NDArray[np.float32] | None = None

    def first(self, n: int) -> NDArray[np.float32]:
        """Those of the first n images (n, d); OutOfTime, or Stopped, where that comes before."""
        while self.n < n:
            self.clock.check()
            block = self.X[self.n : min(self.n + BLOCK, n)]
            with self.clock.counting("feature_seconds"):
                self._keep(self.features.fit_transform(block))
        assert self._columns is not None
        return self._columns[:n]

    def _keep(self, columns: NDArray[np.float32]) -> None:
        if self._columns is None:
            self._columns = np.empty((len(self.X), columns.shape[1]), np.float32)
        self._columns[self.n : self.n + len(columns)] = columns
        self.n += len(columns)
