"""What more images do: where the curves cross, the accuracy with 500, the error with four times as many."""

import pandas as pd

from analysis.classroom.answer import Answer, answer_at
from analysis.common.learners import clause, name
from analysis.common.wording import about, capitalised, count, percents
from analysis.lesson.evidence import SIDES, Evidence, Place

FEW = 500
"""The number of images of the question about accuracy."""


def crossover(evidence: Evidence) -> list[Answer]:
    """From how many images on the CNN leads, if it clearly overtakes and the band has two ends."""
    found = []
    for place, crossing in evidence.crossings:
        least, middle, most = crossing.low, crossing.median, crossing.high
        if crossing.kind != "crosses" or least is None or middle is None or most is None:
            continue
        low, high = about(least), about(most)
        between = f"at about {low} images" if low == high else f"between {low} and {high} images"
        said = f"On {place.where}, {clause('cnn', 'overtake')} {name('svm')} {between} ({place.source})."
        found.append(_number(place, place.where, said, "images", (least, middle, most)))
    return found


def accuracy(evidence: Evidence) -> list[Answer]:
    """The accuracy of each learner with 500 images, where that many are measured."""
    found = []
    for place, summary in evidence.summaries:
        for learner in SIDES[::-1]:
            rows = summary[(summary["learner"] == learner) & (summary["n_train"] == FEW)]
            if len(rows):
                found.append(_accuracy(place, learner, rows.sort_values("n_seeds").iloc[-1]))
    return found


def _accuracy(place: Place, learner: str, row: pd.Series) -> Answer:
    shares = float(row["low"]), float(row["accuracy"]), float(row["high"])
    low, value, high = (100 * share for share in shares)
    mean, least, most = percents(shares[1], shares[0], shares[2])
    said = (
        f"On {place.where} with {count(FEW)} images, {clause(learner, 'are', 'is')} right on {mean} of the test images "
        f"({least} to {most}; {place.source})."
    )
    where = f"{capitalised(name(learner))}, {place.where}"
    return _number(place, where, said, "%", (low, value, high), learner, n_train=FEW)


def four_times(evidence: Evidence) -> list[Answer]:
    """What part of the CNN's error is left with four times the images, by a law that fits the end of its curve."""
    found = []
    for place, law in evidence.laws:
        if law.learner != "cnn" or not law.fits_end or law.largest < 4 * law.smallest:
            continue
        share = law.errors_remaining(4)
        mean, least, most = percents(share.value, share.low, share.high)
        fewer, more = count(law.largest / 4), count(law.largest)
        said = (
            f"On {place.where}, going from {fewer} to {more} images leaves {mean} of the CNN's error "
            f"({least} to {most}, by the fitted curve; {place.source})."
        )
        found.append(_number(place, place.where, said, "%", (100 * share.low, 100 * share.value, 100 * share.high)))
    return found


def _number(
    place: Place, where: str, said: str, unit: str, band: tuple[float, float, float], *more: str, n_train: int = 0
) -> Answer:
    """An answer that is a number; `more` tells answers of one place apart."""
    low, value, high = band
    about = " ".join([place.where, place.origin, *more])
    return answer_at(place, where, said, about=about, unit=unit, low=low, value=value, high=high, n_train=n_train)
