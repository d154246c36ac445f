"""Which tests share a process: those of a file, and all of a folder whose fixtures take seconds to make."""

from collections import Counter

from xdist.scheduler import LoadFileScheduling

SHARING = ("tests/bundle/", "tests/explain/")
"""Folders whose tests share trained models."""
BROWSER = "tests/browser/"
"""Its tests wait for a server, workers and a browser, which compute; the other process of two cores computes itself."""


class LoadFixtureScheduling(LoadFileScheduling):
    """What is made for a whole folder is made once, not once per process."""

    def _split_scope(self, nodeid: str) -> str:
        whole = (*SHARING, BROWSER) if self.numnodes <= 2 else SHARING
        return next((folder for folder in whole if nodeid.startswith(folder)), super()._split_scope(nodeid))


def seconds_by_file(stats) -> Counter[str]:
    """How long the tests of each file took, with what they were given and what was cleared away."""
    seconds: Counter[str] = Counter()
    for reports in stats.values():
        for report in reports:
            seconds[getattr(report, "nodeid", "").partition("::")[0]] += getattr(report, "duration", 0)
    return seconds
