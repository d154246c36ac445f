"""The question of what a GPU buys: how many times as fast as the CPU beside it at about 1,000 rows."""

from analysis.classroom.answer import Answer
from analysis.common.machine import here_or_recorded
from analysis.common.wording import count, figures, span
from analysis.lesson.evidence import Evidence
from analysis.timing.gpus import GPU, each_gpu

OPERATION = "matrix_product"
LEAST_ROWS, MOST_ROWS = 500, 2_000


def gpu(evidence: Evidence) -> list[Answer]:
    """The answer of each GPU that was measured with a matrix of about 1,000 rows."""
    rows = evidence.timings[evidence.timings["operation"] == OPERATION]
    return [_answer(one) for one in each_gpu(rows) if LEAST_ROWS <= one.at["size"] <= MOST_ROWS]


def _answer(one: GPU) -> Answer:
    """Copies included, because a first call has to make them; what it is without them is part of the finding."""
    ratio, without = one.with_copies, one.without_copies
    size = count(float(one.at["size"]))
    said = (
        f"Copies included, the {one.name} multiplies matrices of {size} rows {figures(ratio.times)} times "
        f"({span(ratio.low, ratio.high, figures)}) as fast as the {one.cpu} beside it"
    )
    if without is not None:
        said += f"; without copies {figures(without.times)} times"
    said += f" ({'measured here' if here_or_recorded(one.at) == 'here' else 'recorded'})."
    where = f"{one.name} and the {one.cpu} beside it, {size} rows"
    band = float(ratio.low), float(ratio.times), float(ratio.high)
    return Answer(f"{one.at['origin']} {one.name}", where, said, "", str(one.at["origin"]), "times", *band)
