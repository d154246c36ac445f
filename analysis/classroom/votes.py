"""What the votes of a class say beside the measured answer."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from analysis.classroom.answer import LINEAR, Answer, at_place, on_axis, write
from analysis.common.wording import about, counted, figures, percent, span


@dataclass(frozen=True)
class Tally:
    """The votes of one round: how many for each option, how many hit the answer, and the median of numbers."""

    counts: tuple[int, ...]
    n_right: int
    median: float | None

    @property
    def n(self) -> int:
        """How many voted."""
        return sum(self.counts)


def right_options(options: Sequence[float], answer: Answer) -> tuple[int, ...]:
    """The numbers of the options that hit the answer: all inside its band or, if none is, the nearest to its value."""
    if not answer.unit:
        return answer.right
    inside = tuple(number for number, one in enumerate(options) if answer.low <= one <= answer.high)
    return inside or (round(on_axis(answer.value, options, answer.unit)),)


def _right_in_words(options: Sequence[float], answer: Answer) -> str:
    """What votes that hit the answer are: `right` or, if it is a measured number, where they are."""
    if not answer.unit or answer.unit == "seeds":
        return "right"
    is_inside = any(answer.low <= one <= answer.high for one in options)
    return "inside the measured band" if is_inside else "at the step nearest to the measured value"


def tally(values: Sequence[float], options: Sequence[float], unit: str, answer: Answer | None) -> Tally:
    """The votes of one round; the median lies between two options if the middle vote falls between them."""
    places = [list(options).index(value) for value in values]
    counts = tuple(np.bincount(places, minlength=len(options)).tolist() if places else [0] * len(options))
    right = right_options(options, answer) if answer else ()
    median = at_place(float(np.median(places)), options, unit) if unit and places else None
    return Tally(counts, sum(counts[number] for number in right), median)


def votes_in_words(rounds: Mapping[int, Tally], answer: Answer | None, unit: str) -> str:
    """How many hit the answer, in each round, and where the middle of the class is beside what was measured."""
    voted = {number: one for number, one in rounds.items() if one.n}
    if not voted:
        return "Nobody voted on this question."
    first, last = voted[min(voted)], voted[max(voted)]
    said = [f"{counted(last.n, 'vote')}."]
    if answer:
        what = f"{_share(last)} {'is' if last.n_right == 1 else 'are'} {_right_in_words(answer.options, answer)}"
        if len(voted) > 1:
            before = f"{first.n_right} of {first.n} ({percent(first.n_right / first.n)})"
            what = f"After the discussion {what}, before it {before}"
        said = [f"{what}."]
    if last.median is not None:
        truth = f"; measured: {_band(answer)}" if answer else ""
        said.append(f"Middle vote of the class (median): {_about(last.median, unit)}{truth}.")
    return " ".join(said)


def _share(one: Tally) -> str:
    """`18 of 27 votes (67 %)`."""
    return f"{one.n_right} of {counted(one.n, 'vote')} ({percent(one.n_right / one.n)})"


def _about(value: float, unit: str) -> str:
    """A median, which may lie half way between two options: on a logarithmic scale to two figures."""
    if unit == "%":
        return f"{value:g} %"
    return write(value if unit in LINEAR else float(f"{value:.2g}"), unit)


def _band(answer: Answer) -> str:
    """`5,800 images (4,200 to 8,100)`; seeds are counted, so they have no band."""
    if answer.unit == "seeds":
        return write(answer.value, answer.unit)

    half = (answer.high - answer.low) / 2  # of the band; it decides how many decimals percentages have

    def write_percent(value: float) -> str:
        return percent(value / 100, half / 100).removesuffix(" %")

    write_end = {"times": figures, "images": about}.get(answer.unit, write_percent)
    return f"{write_end(answer.value)} {answer.unit} ({span(answer.low, answer.high, write_end)})"
