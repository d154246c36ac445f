"""What a browser may measure, how much work that is, and how fast anything can physically be."""

SIZES = {"matrix_product": tuple(2**power for power in range(6, 13)), "convolution": tuple(range(1, 65))}
"""Rows of each matrix, 64 to 4,096; images of a batch."""
DEVICES = ("webgpu", "javascript")
ITEM_BYTES = {"float32": 4, "float16": 2}

CHANNELS, SIDE, KERNEL = 64, 32, 3
"""The convolution's input and output channels, the side of its maps, and the side of its filters."""

MOST_SECONDS = 600.0
FEWEST_REPEATS, MOST_REPEATS = 5, 1_000_000

MOST_FLOP_PER_SECOND = {"float32": 1e15, "float16": 1e16}
"""Ten times the float32 of the fastest accelerators of 2026, and three times the float16 of their matrix units."""
MOST_FLOP_PER_SECOND_OF_A_CORE = 1e12
"""Two multiply-and-add units of sixteen numbers each at 5 GHz make 3.2e11."""
MOST_BYTES_PER_SECOND = 1e14
"""The memory of the fastest accelerators of 2026 moves 1e13; their caches move a few times that."""

MOST_ERROR = {"float32": 1e-3, "float16": 0.1}
"""The worst relative error of a product: more means that something else was computed."""


def work(operation: str, size: int, dtype: str) -> tuple[float, float]:
    """The additions and multiplications, and the bytes that must at least be read and written."""
    if operation == "matrix_product":
        return 2.0 * size**3, 3.0 * size**2 * ITEM_BYTES[dtype]
    n_pixels, weights = size * SIDE**2, CHANNELS**2 * KERNEL**2
    return 2.0 * n_pixels * weights, (2.0 * n_pixels * CHANNELS + weights) * ITEM_BYTES[dtype]


def fastest(device: str, operation: str, size: int, dtype: str) -> float:
    """The seconds below which no machine can do the work."""
    flop, n_bytes = work(operation, size, dtype)
    rate = MOST_FLOP_PER_SECOND_OF_A_CORE if device == "javascript" else MOST_FLOP_PER_SECOND[dtype]
    return max(flop / rate, n_bytes / MOST_BYTES_PER_SECOND)
