"""Whose processor and whose GPU a row of times is about."""


def host(machine: str, device: str) -> str:
    """The processor that a row's machine has: a CUDA row names the GPU, a comma, and the processor."""
    return machine.partition(", ")[2] if device == "cuda" else machine


def device_name(machine: str, device: str) -> str:
    """What did the work, by its own name."""
    return machine.partition(", ")[0] if device == "cuda" else machine
