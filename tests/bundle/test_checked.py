"""What the page gets back from the worker."""

import subprocess
import sys

import pytest

from bundle.checked import Checked
from bundle.sources import ROOT


@pytest.mark.parametrize(
    ("same", "all_same"), [({"svm": 60, "cnn": 60}, True), ({"svm": 60, "cnn": 59}, False), ({"svm": 0}, False)]
)
def test_all_labels_are_the_same_only_if_none_differs(same, all_same):
    """One image of one learner is enough to say so."""
    assert Checked(60, same).all_same == all_same


def test_the_web_process_needs_no_library_for_it():
    """The answer is a value: whoever receives it loads neither a learner nor ONNX."""
    listing = (
        "import sys, bundle.checked; print(*{'torch', 'onnx', 'onnxruntime', 'numpy', 'numba'} & set(sys.modules))"
    )
    answer = subprocess.run([sys.executable, "-c", listing], cwd=ROOT, capture_output=True, text=True, check=True)

    assert answer.stdout.strip() == ""
