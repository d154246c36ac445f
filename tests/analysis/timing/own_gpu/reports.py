"""Invented reports of a browser, whose ratios can be checked by hand."""

GPU_SECONDS = {64: 4.0, 256: 4.0, 1024: 4.0}
CORE_SECONDS = {64: 1.0, 256: 16.0, 1024: 80.0}


def sent(operation="matrix_product", size=64, device="webgpu", whole=4.0, **changed):
    """One row: of a GPU's time half is copying; the quartiles are 10 % off."""
    copied = whole / 4 if device == "webgpu" else 0.0
    parts = {"warm_up": 9.0, "copy_in": copied, "compute": whole - 2 * copied, "copy_out": copied}
    return {
        "operation": operation, "size": size, "device": device, "dtype": "float32", "median_seconds": whole,
        "low_seconds": 0.9 * whole, "high_seconds": 1.1 * whole, "n_repeats": 5, "parts": parts, "flop": 2.0 * size**3,
        "n_bytes": 12.0 * size**2, "error": 1e-7,
    } | changed  # fmt: skip


def report(**changed):
    """The GPU takes 4 s for any product, one core 1, 16 and 80 s."""
    gpu = [sent(size=size, whole=whole) for size, whole in GPU_SECONDS.items()]
    core = [sent(size=size, device="javascript", whole=whole) for size, whole in CORE_SECONDS.items()]
    return {
        "vendor": "apple", "architecture": "metal-3", "browser": "Safari", "is_software": False, "complete": True,
        "copy_bytes_per_second": 1e12, "flop_per_second": 2 * 2.0 * 1024**3 / 2.0, "rows": [*gpu, *core],
    } | changed  # fmt: skip


SOFTWARE = {"vendor": "google", "architecture": "swiftshader", "is_software": True}
