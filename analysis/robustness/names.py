"""The changes by the names that people read."""

from dataclasses import dataclass

from analysis.common.wording import figures, uncapitalised


@dataclass(frozen=True)
class Named:
    """A change's label, the unit of its amounts, and the amount that changes nothing."""

    label: str
    unit: str
    neutral: float = 0.0

    @property
    def clause(self) -> str:
        """The label within a sentence."""
        return self.label if self.label[:2].isupper() else uncapitalised(self.label)

    def amount(self, value: float) -> str:
        """An amount with its unit: `30°`, `20 grey levels`."""
        return f"{figures(value)}{'' if self.unit == '°' else ' '}{self.unit}"

    def at(self, value: float) -> str:
        """`rotation at 30°`, within a sentence."""
        return f"{self.clause} at {self.amount(value)}"


CHANGES = {
    "blur": Named("Blur", "% of the width"),
    "noise": Named("Noise", "grey levels"),
    "brightness": Named("Brightness", "%"),
    "contrast": Named("Contrast", "%", 100.0),
    "hue": Named("Hue", "°"),
    "grey": Named("Colour removed", "%"),
    "rotation": Named("Rotation", "°"),
    "shift": Named("Shift to the right", "% of the width"),
    "jpeg": Named("JPEG loss", "%"),
    "shuffle": Named("Shuffled pieces", "of 16"),
}
"""The words for each change, in the order in which changes are shown."""


def named(change: str) -> Named:
    """The words for a change; a change without an entry is called by its own name."""
    return CHANGES.get(change, Named(change, ""))
