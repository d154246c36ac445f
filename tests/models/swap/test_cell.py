"""Every cell of the swap board can be kept, says what it has seen, and loads torch only for features that need it."""

import subprocess
import sys

import numpy as np
import pytest

from models.register import LEARNERS, Context, build
from models.swap.cell import KINDS
from models.swap.head import GRIDS
from tests.models.images import easy

CELLS = list(zip(KINDS, GRIDS, strict=True))
"""Each kind of features and each classifier once: no more, because the two are saved independently of each other."""
FAST = {"cnn": {"epochs": 2, "width": 4}, "pretrained": {"side": 32}}
X, Y = easy(30, 3)


def cell(features, head):
    """A cell that has learned thirty images."""
    settings = {"features": features, "head": head, **FAST.get(features, {})}
    return build("swap", Context(device="cpu"), **settings).fit(X, Y)


@pytest.mark.slow
@pytest.mark.parametrize(("features", "head"), CELLS)
def test_a_kept_cell_scores_the_same(features, head, tmp_path):
    """Opened from its files, a cell gives the same scores and describes itself as before; no file is code."""
    model, swap = cell(features, head), LEARNERS["swap"]
    swap.save(model, tmp_path)
    opened = swap.load(tmp_path)

    assert np.array_equal(opened.decision_function(X), model.decision_function(X))
    assert swap.describe(opened) == swap.describe(model)
    assert {file.suffix for file in tmp_path.iterdir()} <= {".skops", ".json", ".safetensors"}


def test_only_the_pretrained_row_has_seen_other_images():
    """The card's red words rest on this: 1.28 million images for that row, and none for any other."""
    seen = {features: LEARNERS["swap"].describe(cell(features, "rbf_svm")).get("pretrained_on") for features in KINDS}

    assert [features for features, what in seen.items() if what] == ["pretrained"]
    assert "1.28 million" in str(seen["pretrained"])


def test_pixels_and_handcrafted_features_need_no_torch():
    """A worker that measures them does not wait for torch."""
    code = (
        "import sys; from models.register import Context, build\n"
        "for one in ('raw', 'handcrafted'): build('swap', Context(), features=one)\n"
        "print('torch' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert done.stdout.strip() == "False"


def test_a_file_of_another_learner_is_refused(tmp_path):
    """An SVM on raw pixels is no cell, although it is kept in a file of the same kind."""
    model = build("raw_svm", Context()).fit(X, Y)
    LEARNERS["raw_svm"].save(model, tmp_path)

    with pytest.raises(ValueError, match="no cell of the swap board"):
        LEARNERS["swap"].load(tmp_path)
