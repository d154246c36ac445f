"""Which images a row was scored on: accuracies on unlike test images are never put side by side."""

from dataclasses import dataclass

import pandas as pd


class UnlikeTestImagesError(ValueError):
    """Rows that were scored on different test images were given as if they could be compared."""


@dataclass(frozen=True)
class ScoredOn:
    """A fixed set of test images: its data set, that data set's version, and how many images it has."""

    dataset: str
    data_version: str
    n_test: int

    @classmethod
    def of(cls, rows: pd.DataFrame) -> "ScoredOn":
        """The one set of test images of all rows; raises UnlikeTestImagesError on several or none."""
        found = rows[["dataset", "data_version", "n_test"]].drop_duplicates()
        if len(found) != 1:
            sets = "; or ".join(
                f"{row.dataset} version {row.data_version}, {row.n_test:,} images" for row in found.itertuples()
            )
            raise UnlikeTestImagesError(
                f"Rows compare only when scored on the same test images: choose {sets or 'rows, as none were given'}."
            )
        dataset, data_version, n_test = found.iloc[0]
        return cls(str(dataset), str(data_version), int(n_test))
