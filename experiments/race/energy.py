"""What a measurement used of electricity, where the library codecarbon is installed; it is no requirement."""

import logging
import time
import warnings
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any


class Meter:
    """Holds kilowatt-hours and seconds of the last `with metered()` block; None without codecarbon."""

    kilowatt_hours: float | None = None
    seconds: float = 0.0

    def share(self, seconds: float) -> float | None:
        """Kilowatt-hours of so many of the block's seconds, taken as all alike."""
        if self.kilowatt_hours is None or not self.seconds:
            return None
        return self.kilowatt_hours * min(1.0, seconds / self.seconds)


@contextmanager
def metered() -> Iterator[Meter]:
    """Estimate this process's energy during the block; asks no network and writes no file."""
    meter, tracker = Meter(), started()
    began = time.perf_counter()
    try:
        yield meter
    finally:
        meter.seconds = time.perf_counter() - began
        if tracker:
            with suppress(Exception):  # an estimate that fails costs nobody the measurement
                tracker.stop()
                meter.kilowatt_hours = float(tracker.final_emissions_data.energy_consumed)


def started() -> Any:
    """A running tracker, or None where there is no codecarbon or it finds nothing to go by."""
    try:
        from codecarbon import OfflineEmissionsTracker

        logging.getLogger("codecarbon").setLevel(logging.CRITICAL)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", DeprecationWarning)  # save_to_file is what versions old and new know
            # The country only matters for carbon dioxide, of which we tell nothing; without one it asks the network.
            tracker = OfflineEmissionsTracker(
                country_iso_code="USA",
                tracking_mode="process",
                save_to_file=False,
                allow_multiple_runs=True,
                log_level="critical",
            )
        tracker.start()
    except Exception:
        return None
    return tracker
