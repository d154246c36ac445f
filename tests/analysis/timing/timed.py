"""Invented rows of times, as `ui.timing.rows.timings` gives them, with seconds whose answers can be checked by hand."""

import pandas as pd

CPU = "AMD EPYC, 2 cores"
GPU = f"NVIDIA H100, {CPU}"


def row(operation="matrix_product", size=64, device="cpu", compute=1.0, copies=0.0, **changed):
    """One row: the copies take half of their seconds each way, and the quartiles are 10 % off."""
    whole = compute + copies
    is_cpu = device == "cpu"
    return {
        "operation": operation, "size": size, "device": device, "dtype": "float32", "channels_last": False,
        "compiled": False, "library": "torch", "threads": 2, "median_seconds": whole, "low_seconds": 0.9 * whole,
        "high_seconds": 1.1 * whole, "n_repeats": 7, "n_left_out": 0, "n_calls": 1,
        "flop": 2.0 * size**3, "n_bytes": 12.0 * size**2,
        "machine": CPU if is_cpu else GPU, "versions": '{"torch": "2.15.0"}', "commit": "abc",
        "measured_at": "2026-11-22T10:00:00+00:00", "warm_up": 10 * whole, "copy_in": None if is_cpu else copies / 2,
        "compute": compute, "copy_out": None if is_cpu else copies / 2, "origin": "here",
    } | changed  # fmt: skip


def frame(*rows):
    """The rows as a table, with NaN where there is no part."""
    parts = ("warm_up", "copy_in", "compute", "copy_out", "flop", "n_bytes")
    return pd.DataFrame(list(rows)).astype(dict.fromkeys(parts, float))


def pair(processor, gpu, sizes=(32, 64, 128, 256), copies=0.0, **changed):
    """Both devices at these sizes."""
    cpu_rows = [row(size=size, compute=one, **changed) for size, one in zip(sizes, processor, strict=True)]
    gpu_rows = [
        row(size=size, device="cuda", compute=one - copies, copies=copies, **changed)
        for size, one in zip(sizes, gpu, strict=True)
    ]
    return frame(*cpu_rows, *gpu_rows)
