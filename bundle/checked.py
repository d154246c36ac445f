"""What the check of an export says: how often an exported model gave the original's own label."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Checked:
    """On `n` test images, each learner's ONNX file answered `same[learner]` times as the original did."""

    n: int
    same: Mapping[str, int]

    @property
    def all_same(self) -> bool:
        """Whether no label differed."""
        return all(same == self.n for same in self.same.values())
