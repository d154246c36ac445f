"""Invented rows of the class's GPUs, as `ui.timing.class_gpus.class_rows` gives them."""

import pandas as pd

from analysis.timing.class_gpus import processor_of
from tests.analysis.timing.timed import frame, row

SIZES = (64, 128, 256, 512)


def gpu(who, seconds, vendor="apple", architecture="metal-3", sizes=SIZES, **changed):
    """One GPU's rows at these sizes."""
    return pd.DataFrame(
        [
            {"who": who, "vendor": vendor, "architecture": architecture, "browser": "Chrome", "is_software": False,
             "complete": True, "is_own": False, "operation": "matrix_product", "size": size, "device": "webgpu",
             "dtype": "float32", "median_seconds": one, "low_seconds": 0.9 * one, "high_seconds": 1.1 * one,
             "n_repeats": 9} | changed
            for size, one in zip(sizes, seconds, strict=False)
        ]
    )  # fmt: skip


def a_class(*gpus):
    """All rows."""
    return pd.concat(gpus, ignore_index=True)


def processor(seconds=(1.0, 2.0, 4.0, 16.0), **changed):
    """The processor of this server, an AMD EPYC with two cores."""
    return processor_of(frame(*(row(size=size, compute=one, **changed) for size, one in zip(SIZES, seconds))))  # noqa: B905
