"""How much two runs of `python -m timing` differ: the same rows, measured twice.

`python -m benchmarks.time_twice [--operation forward ...]`, on a quiet machine; it takes the command's arguments.
Prints the ten rows over a millisecond whose medians differ most; the last line is JSON for programs.
"""

import json
import subprocess
import sys
import time

from settings import ROOT
from timing.rows.row import Timing

SHORT = 1e-3
"""Rows of fewer seconds are not compared."""


def rows(arguments: list[str]) -> tuple[list[Timing], float]:
    """The rows that the command prints, and the seconds that it takes."""
    command = [sys.executable, "-m", "timing", "--json", *arguments]
    start = time.perf_counter()
    told = subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, text=True, check=True).stdout
    return [Timing.from_json(line) for line in told.splitlines()], time.perf_counter() - start


def differences(first: list[Timing], second: list[Timing]) -> list[tuple[float, Timing, Timing]]:
    """By what share the slower median exceeds the faster one, largest first, without short rows."""
    again = {row.what: row for row in second}
    pairs = [(one, again[one.what]) for one in first if one.what in again]
    medians = [sorted((one.median_seconds, other.median_seconds)) for one, other in pairs]
    found = [(high / low - 1, *pair) for pair, (low, high) in zip(pairs, medians, strict=True) if high > SHORT]
    return sorted(found, key=lambda each: -each[0])


def main() -> None:
    """Run twice and print."""
    (first, first_seconds), (second, second_seconds) = rows(sys.argv[1:]), rows(sys.argv[1:])
    found = differences(first, second)
    for difference, one, other in found[:10]:
        medians = f"{1e3 * one.median_seconds:.2f} and {1e3 * other.median_seconds:.2f} ms"
        print(f"{100 * difference:5.1f} %  {medians}  {' '.join(map(str, one.what))}")
    largest = found[0][0] if found else 0.0
    far = sum(difference > 0.15 for difference, *_ in found)
    print(f"{len(found)} rows over 1 ms; largest difference {100 * largest:.1f} %, {far} over 15 %")
    print(f"{first_seconds:.0f} s and {second_seconds:.0f} s; {first[0].machine}; {first[0].versions}")
    report = {"n_rows": len(first), "n_compared": len(found), "largest_difference": largest, "n_over_15_percent": far}
    print(json.dumps({**report, "seconds": [first_seconds, second_seconds], "machine": first[0].machine}))


if __name__ == "__main__":
    main()
