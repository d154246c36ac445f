"""The verb: everything that a visitor takes home, in one zip."""

from pathlib import Path

import pandas as pd

from bundle.checked import Checked


def pack(
    dataset: str, title: str, model_ids: tuple[str, ...], rows: pd.DataFrame, reproduce: str, target: Path
) -> Checked:
    """Write models, script, report and numbers into the zip `target`, and say how the ONNX files were checked.

    `model_ids` are of a kept svm and a kept cnn of the data set; `rows` are those of the curve, with the columns of
    `Store.rows`; `reproduce` is the text of a shell script. ValueError, one sentence, when a model is gone.
    """
    raise NotImplementedError
