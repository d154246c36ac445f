"""Which images a row was scored on: accuracies on different test images are never compared."""

from dataclasses import dataclass

import pandas as pd


class UnlikeTestImagesError(ValueError):
    """Rows to be compared were scored on different test images."""


@dataclass(frozen=True)
class ScoredOn:
    """A fixed set of test images: its data set, the version of that data set, and the number of images."""

    dataset: str
    data_version: str
    n_test: int

    @classmethod
    def of(cls, rows: pd.DataFrame) -> "ScoredOn":
        """The set of test images that all rows share; raises UnlikeTestImagesError for several sets or none."""
        found = rows[["dataset", "data_version", "n_test"]].drop_duplicates()
        if len(found) != 1:
            sets = "; or ".join(
                f"{row.dataset} version {row.data_version}, {row.n_test:,} images" for row in found.itertuples()
            )
            raise UnlikeTestImagesError(
                f"Only rows scored on the same test images can be compared: choose {sets}."
                if sets
                else "There are no rows to compare."
            )
        dataset, data_version, n_test = found.iloc[0]
        return cls(str(dataset), str(data_version), int(n_test))
