"""How many threads this process may compute with: a worker has one, and every library must keep to it."""

from threadpoolctl import threadpool_info


def n_threads() -> int:
    """Threads of this process's linear algebra, which OMP_NUM_THREADS limits; each result's row records them."""
    return max((pool["num_threads"] for pool in threadpool_info() if pool["user_api"] == "blas"), default=1)
