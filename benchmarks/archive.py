"""Seconds from the CIFAR-10 archive to images in memory: the first time, and again in a new process.

`python benchmarks/archive.py [ARCHIVE]`. The home is a new, empty folder; the last line is everything as JSON.
"""

import json
import os
import platform
import subprocess
import sys
import tempfile
from importlib.metadata import version
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))  # a script can import only from its own folder

from timing.provenance import processor

ROOT = Path(__file__).parents[1]
ARCHIVE = ROOT.parent / "shared" / "data" / "cifar10-jpeg.tar.xz"
LOAD = """
import sys, time
import catalogue
start = time.perf_counter()
images = catalogue.load(sys.argv[1])
total = int(images.X_train.sum()) + int(images.X_test.sum())  # touches every pixel
print(time.perf_counter() - start, len(images.y_train) + len(images.y_test))
"""


def load_seconds(archive: Path, home: str) -> tuple[float, int]:
    """Seconds and number of images of one load in a new process, without the seconds of the imports."""
    environment = {**os.environ, "CROSSOVER_HOME": home, "PYTHONPATH": str(ROOT)}
    told = subprocess.run(
        [sys.executable, "-c", LOAD, str(archive)],
        env=environment,
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    seconds, n_images = told.stdout.split()
    return float(seconds), int(n_images)


def main() -> None:
    """Print the seconds of the first and of the second load."""
    archive = (Path(sys.argv[1]) if len(sys.argv) > 1 else ARCHIVE).resolve()
    with tempfile.TemporaryDirectory() as home:
        (first, n_images), (second, _) = load_seconds(archive, home), load_seconds(archive, home)
    versions = {name: version(name) for name in ("numpy", "pillow")} | {"python": platform.python_version()}
    machine = processor()
    print(f"{archive.name}: {n_images:,} images; first load {first:.2f} s, second load {second:.2f} s")
    print(f"{machine}; {versions}")
    report = {"archive": archive.name, "n_images": n_images, "first_seconds": first, "second_seconds": second}
    print(json.dumps({**report, "machine": machine, "versions": versions}))


if __name__ == "__main__":
    main()
