"""Freed memory stays with the process that times."""

import platform
import subprocess
import sys

import pytest

from settings import ROOT
from timing import allocator

pytestmark = pytest.mark.slow

FAULTS = """
import resource, sys
import numpy as np
from timing.allocator import keep_freed_memory

def faults():
    before = resource.getrusage(resource.RUSAGE_SELF).ru_minflt
    np.ones(2**24)
    return resource.getrusage(resource.RUSAGE_SELF).ru_minflt - before

keep_freed_memory()
print(faults(), *(faults() for _ in range(5)))
"""


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="only glibc is told")
def test_a_freed_block_is_used_again():
    """The first block of 128 MB costs its pages; those after it lie where it lay, and cost next to nothing."""
    told = subprocess.run([sys.executable, "-c", FAULTS], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    first, *later = map(int, told.split())

    assert first > 30
    assert max(later) < first / 3


def test_another_c_library_is_left_alone(monkeypatch):
    """What cannot be told is not tried."""
    monkeypatch.setattr(allocator.platform, "libc_ver", lambda: ("", ""))
    monkeypatch.setattr(allocator.ctypes, "CDLL", lambda name: pytest.fail("asked for a library"))
    allocator.keep_freed_memory()
