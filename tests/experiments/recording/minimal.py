"""A process that refuses every library that a recording machine need not have, and a plan of a few seconds."""

import subprocess
import sys
from functools import cache
from importlib.metadata import packages_distributions, requires

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from settings import ROOT

LIBRARIES = ("torch", "scikit-learn", "scikit-image", "numba", "scipy", "numpy")
"""What the machine has, beside what these require."""

REFUSING = """
import sys
from importlib.machinery import PathFinder
from pathlib import Path

allowed = set(sys.argv.pop(1).split(",")) | set(sys.stdlib_module_names)
allowed |= {path.stem for path in Path().iterdir() if path.suffix in ("", ".py")}

class Finding(PathFinder):
    @classmethod
    def find_spec(cls, name, path=None, target=None):
        top = name.partition(".")[0]
        return PathFinder.find_spec(name, path, target) if top in allowed or top.startswith("_") else None

sys.meta_path[:] = [Finding if one is PathFinder else one for one in sys.meta_path]
"""
TINY = """
from experiments.recording import timed, trained
timed.FIRST = (timed.Group("copies", ("copy",)), timed.Group("transfers", ("transfer",)))
timed.LAST = (timed.Group("SVM", ("svm_predict",), by_kernels=True),)
trained.SIZES = {"digits": (40,)}
trained.SVM_SIZES = {40: 5.0}
trained.RACE_SECONDS = 1
timed.SHARE = 0.001
"""
RECORD = """
from timing.__main__ import main
main(["record", *sys.argv[1:]])
"""


@cache
def allowed():
    """The modules of these libraries and of all that they require, found from what is installed."""
    found, new = set(), set(LIBRARIES)
    while new:
        found |= new
        needs = [Requirement(text) for name in new for text in installed(name)]
        wanted = {canonicalize_name(one.name) for one in needs if not one.marker or one.marker.evaluate({"extra": ""})}
        new = wanted - found
    modules = packages_distributions().items()
    return sorted(module for module, owners in modules if found & {canonicalize_name(owner) for owner in owners})


def installed(name):
    """What a library requires; nothing if it is not installed."""
    try:
        return requires(name) or []
    except ModuleNotFoundError:
        return []


def start(*arguments, plan=""):
    """The command in a process of its own with few libraries."""
    code = [sys.executable, "-c", REFUSING + plan + RECORD, ",".join(allowed()), *map(str, arguments)]
    return subprocess.Popen(code, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def finish(process, seconds=280):
    """Its exit status, standard output and standard error."""
    stdout, stderr = process.communicate(timeout=seconds)
    return process.returncode, stdout, stderr
