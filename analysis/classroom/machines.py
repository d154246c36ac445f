"""Questions on how fast GPUs multiply large matrices: one GPU beside its CPU, and the class's beside one processor."""

import numpy as np
import pandas as pd

from analysis.classroom.answer import Answer
from analysis.common.machine import here_or_recorded
from analysis.common.wording import count, figures, span
from analysis.lesson.evidence import Evidence
from analysis.timing.class_gpus import Processor, gpu_lines, processor_of, speed_ups_over
from analysis.timing.speed_up import GPU, each_gpu

OPERATION = "matrix_product"
LEAST_ROWS, USUAL_ROWS, MOST_ROWS = 500, 1_000, 2_000
FEWEST_GPUS = 3
"""With fewer GPUs of the class, their middle half says little."""


def gpu(evidence: Evidence) -> list[Answer]:
    """The answer of each GPU that was measured with a matrix of about 1,000 rows."""
    rows = evidence.timings[evidence.timings["operation"] == OPERATION]
    return [_answer(one) for one in each_gpu(rows) if LEAST_ROWS <= one.at["size"] <= MOST_ROWS]


def _answer(one: GPU) -> Answer:
    """The speed-up with copies, because a first call has to make them; the finding adds the speed-up without."""
    ratio, without = one.with_copies, one.without_copies
    size = count(float(one.at["size"]))
    said = (
        f"Copies included, the {one.name} multiplies matrices of {size} rows {figures(ratio.times)} times "
        f"({span(ratio.low, ratio.high, figures)}) as fast as the {one.cpu} beside it"
    )
    if without is not None:
        said += f"; without copies {figures(without.times)} times"
    said += f" ({'measured here' if here_or_recorded(one.at) == 'here' else 'recorded'})."
    where = f"GPU {one.name}, CPU {one.cpu} in the same machine, {size} rows"
    origin = str(one.at["origin"])
    low, times, high = map(float, (ratio.low, ratio.times, ratio.high))
    return Answer(f"{origin} {one.name}", where, said, origin=origin, unit="times", low=low, value=times, high=high)


def class_gpus(evidence: Evidence) -> list[Answer]:
    """The answer at each size that several GPUs of the class were measured with; the size nearest 1,000 rows first."""
    processor = processor_of(evidence.timings)
    if evidence.class_gpus.empty or processor is None:
        return []
    gains = speed_ups_over(gpu_lines(evidence.class_gpus), processor).set_index(["size", "who"])["times"]
    by_size = [times for _, times in gains.groupby(level="size") if len(times) >= FEWEST_GPUS]
    by_size.sort(key=lambda times: abs(np.log(times.index[0][0] / USUAL_ROWS)))
    return [_class_answer(times, processor) for times in by_size]


def _class_answer(times: pd.Series, processor: Processor) -> Answer:
    """The median speed-up of the class's GPUs, with a band that holds the middle half of them."""
    low, middle, high = (float(times.quantile(share)) for share in (0.25, 0.5, 0.75))
    size = count(float(times.index[0][0]))
    said = (
        f"The middle one of {count(len(times))} GPUs of the class multiplies matrices of {size} rows {figures(middle)} "
        f"times as fast as {processor.clause}, copies included; half of them are {span(low, high, figures)} times as "
        "fast."
    )
    where = f"{processor.clause}, {size} rows"
    return Answer(f"{size} rows, {processor.name}", where, said, unit="times", low=low, value=middle, high=high)
