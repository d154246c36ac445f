"""The electricity that a measurement used, if the optional library codecarbon is installed."""

import logging
import time
import warnings
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any


class EnergyMeter:
    """Kilowatt-hours and seconds of a `with metered()` block; kilowatt-hours are None without codecarbon."""

    kilowatt_hours: float | None = None
    seconds: float = 0.0

    def share(self, seconds: float) -> float | None:
        """Kilowatt-hours of this many of the block's seconds, as if each second used the same."""
        if self.kilowatt_hours is None or not self.seconds:
            return None
        return self.kilowatt_hours * min(1.0, seconds / self.seconds)


@contextmanager
def metered() -> Iterator[EnergyMeter]:
    """Estimate this process's energy during the block, without network requests or files."""
    meter, tracker = EnergyMeter(), start_tracker()
    began = time.perf_counter()
    try:
        yield meter
    finally:
        meter.seconds = time.perf_counter() - began
        if tracker:
            with suppress(Exception):  # a failed estimate must not lose the measurement
                tracker.stop()
                meter.kilowatt_hours = float(tracker.final_emissions_data.energy_consumed)


def start_tracker() -> Any:
    """A running tracker, or None if codecarbon is missing or cannot estimate anything here."""
    try:
        from codecarbon import OfflineEmissionsTracker

        logging.getLogger("codecarbon").setLevel(logging.CRITICAL)
        with warnings.catch_warnings():
            # Newer versions warn of save_to_file, but it is the only name that all versions know.
            warnings.simplefilter("ignore", DeprecationWarning)
            # The country only matters for carbon dioxide, which is not reported; without one codecarbon goes online.
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
