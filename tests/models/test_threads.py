"""How many threads a process computes with: what the worker was given, and what the row tells."""

import os
import subprocess
import sys

import pytest
from threadpoolctl import threadpool_limits

from models.threads import n_threads


def test_the_limit_that_is_set_is_the_number_told():
    """Whoever limits this process's linear algebra finds the limit here."""
    with threadpool_limits(1, user_api="blas"):
        assert n_threads() == 1


@pytest.mark.parametrize("given", [1, 2])
def test_a_worker_keeps_to_what_it_was_given(given):
    """A process has as many threads as OMP_NUM_THREADS says, which the engine sets, or fewer where cores are fewer."""
    code = "import numpy; from models.threads import n_threads; print(n_threads())"
    environment = {**os.environ, "OMP_NUM_THREADS": str(given)}
    answer = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True)

    assert 1 <= int(answer.stdout) <= given
