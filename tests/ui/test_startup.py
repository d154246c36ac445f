"""What a server does before its first visitor."""

import platform
import subprocess
import sys

import numpy as np
import pytest

from experiments.store.results import Store
from settings import ROOT, settings
from tests.analysis.synthetic import row
from tests.ui.conftest import result
from tests.ui.part import open_page
from ui import startup
from ui.data_size import curve

pytestmark = pytest.mark.slow


def test_the_first_page_is_worked_out_before_its_first_visitor(measured, monkeypatch):
    """Of the same rows that home then shows, whatever else is recorded: home computes nothing anew."""
    measured("cifar10-jpeg", "two-core-machine")
    store = Store(settings().results_url)
    for learner in ("majority", "pretrained"):
        store.add(result(row(learner, "quick", 100, 0, np.ones(1500, bool)), "cifar10-jpeg"), "two-core-machine")
    store.close()
    computed = []
    crossovers = curve.crossovers
    monkeypatch.setattr(curve, "crossovers", lambda rows: computed.append(len(rows)) or crossovers(rows))
    monkeypatch.setenv("CROSSOVER_FIRST_MODELS", "false")
    try:
        startup.get_ready()
        assert len(computed) == 1
        assert not open_page("home").exception
        assert len(computed) == 1
    finally:
        startup.close()


BUSY = """
import sys
import numpy as np
import psutil
from ui.startup import give_back_memory

if sys.argv[1:]:
    give_back_memory()
np.ones(2**22)  # after which glibc by itself would keep all blocks of up to 32 MB
before = psutil.Process().memory_info().rss
blocks = [(np.ones(2**18), np.ones(2**13)) for _ in range(100)]
kept = [small for _, small in blocks]
del blocks
print((psutil.Process().memory_info().rss - before) // 2**20)
"""


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="other C libraries are left alone")
def test_a_busy_moment_is_not_paid_for_until_the_server_ends():
    """200 MB that are freed, between smaller blocks that stay, go back to the system; by default they do not."""
    left = [
        int(subprocess.run([sys.executable, "-c", BUSY, *how], cwd=ROOT, capture_output=True, check=True).stdout)
        for how in ([], ["give back"])
    ]

    assert left[0] > 100
    assert left[1] < 20
