"""The table of results as it was last read, for all who ask: a change brings in only what is new."""

import threading
import time

import pandas as pd

from experiments.store.results import Store

SECONDS = 60.0
"""How long the frame is trusted while the number of rows stays the same: another server may have exchanged a row."""
MOST_ADDED = 1_000
"""With more new rows than this the table is read anew: a query takes a limited number of ids."""


class Reading:
    """Every result of a store; the frame is shared, so nobody may change it."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self._rows = store.rows()
        self._n_rows, self._read_at = len(self._rows), time.monotonic()
        self._lock = threading.Lock()

    def rows(self) -> pd.DataFrame:
        """The results of now: the same frame as before, unless a result is new or gone."""
        with self._lock:
            n, now = self.store.n_rows(), time.monotonic()
            if n != self._n_rows or now - self._read_at > SECONDS:
                self._rows = self._up_to_date(self._rows)
                self._n_rows, self._read_at = n, now
            return self._rows

    def _up_to_date(self, rows: pd.DataFrame) -> pd.DataFrame:
        """Without those that are gone, and with the new ones; stored rows never change."""
        stored = self.store.keys()
        known = list(zip(rows["id"], rows["origin"], strict=True))
        added = {id for id, _ in stored.difference(known)}
        if len(added) > MOST_ADDED:
            return self.store.rows()
        # An id that is new for one origin is read again for all of them, so its known rows are dropped.
        kept = rows[[key in stored and key[0] not in added for key in known]]
        if added:
            return self.store.in_order(pd.concat([kept, self.store.rows(id=added)]))
        return rows if len(kept) == len(rows) else kept
