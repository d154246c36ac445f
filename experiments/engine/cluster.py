"""A process that runs the local scheduler and its workers, which end when it or its parent dies."""

import io
import os
import subprocess
import sys
from dataclasses import dataclass

CODE = (
    "import sys; sys.path[:] = sys.argv[3:]; from experiments.engine.cluster import serve; "
    "serve(int(sys.argv[1]), int(sys.argv[2]))"
)
GRACE_SECONDS = 2.0
QUIET = "ignore::UserWarning:multiprocessing.resource_tracker"  # it cleans up after our sudden end, and warns about it
OPTIONS = {
    "distributed.scheduler.allowed-failures": 0,  # the store counts attempts; more here would multiply them
    "distributed.scheduler.http.routes": [],
    "distributed.worker.http.routes": [],
    "distributed.worker.profile.enabled": False,  # sampling the stack slows down what is being timed
    # Replaces dask's own dictionary, whose MALLOC_TRIM_THRESHOLD_ made training take 1.7 times as long.
    "distributed.nanny.pre-spawn-environ": {
        "DASK_LOGGING__DISTRIBUTED": "critical",  # the engine itself reports a lost worker
        "OMP_NUM_THREADS": 1,
        "MKL_NUM_THREADS": 1,
        "OPENBLAS_NUM_THREADS": 1,
    },
}


@dataclass(frozen=True)
class Cluster:
    """A running local cluster: the address of its scheduler, on this machine only, and its process."""

    address: str
    process: subprocess.Popen[str]

    def close(self) -> None:
        """End the scheduler and its workers."""
        if self.process.stdin:
            self.process.stdin.close()
        try:
            self.process.wait(GRACE_SECONDS)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


def start_cluster(n_workers: int | None, niceness: int = 0) -> Cluster:
    """Start scheduler and workers (None: one per core) in a process of their own; ValueError if that fails.

    The nicer the processes, the more processor time they leave to others; 0 is as nice as this one.
    """
    # Not multiprocessing: its children run the main module again, which under Streamlit is the page itself.
    process = subprocess.Popen(
        [sys.executable, "-W", QUIET, "-c", CODE, str(n_workers or 0), str(niceness), *sys.path],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        start_new_session=True,  # Ctrl-C is for the application, which then shuts its engine down cleanly
    )
    with process.stdout or io.StringIO() as answer:
        cluster = Cluster(answer.readline().strip(), process)
    if not cluster.address:
        cluster.close()
        raise ValueError("The worker processes could not be started; their messages on stderr say why.")
    return cluster


def serve(n_workers: int, niceness: int) -> None:
    """Run scheduler and workers until standard input ends, which happens however the parent dies."""
    answer = os.fdopen(os.dup(1), "w")
    if hasattr(os, "nice"):  # not on Windows
        os.nice(niceness)  # before the workers start, which inherit it
    os.dup2(2, 1)  # nobody reads our standard output after the address, so workers must not fill it
    import dask
    from distributed import LocalCluster

    with dask.config.set(OPTIONS):
        cluster = LocalCluster(
            n_workers=n_workers or None,
            threads_per_worker=1,
            host="127.0.0.1",  # an open scheduler would run anybody's code
            dashboard_address="127.0.0.1:0",  # keeps port 8787 free; no page is served
            memory_limit=0,  # each worker's share would be too small for a large experiment that fits alone
            silence_logs="CRITICAL",
        )
        print(cluster.scheduler_address, file=answer, flush=True)
        answer.close()
        sys.stdin.read()
        os._exit(0)  # an orderly close would wait for busy workers; they end when this process does
