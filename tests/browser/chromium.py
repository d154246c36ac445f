"""Find Chromium, or install Debian's where that is possible; run by `make test` before the tests."""

import os
import shutil
import subprocess
import sys

NAMES = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
"""The first is without what draws a window, so that it needs a quarter less processor time."""
PACKAGES = ("chromium-headless-shell", "chromium")


def find() -> str | None:
    """The path of a Chromium on this machine."""
    return next((path for name in NAMES if (path := shutil.which(name))), None)


def install() -> None:
    """Debian's Chromium, if apt is here and we may use it."""
    if shutil.which("apt-get") and os.geteuid() == 0:
        subprocess.run(["apt-get", "update", "-qq"], check=False)
        for package in PACKAGES:
            subprocess.run(["apt-get", "install", "-y", "-qq", package, "fonts-liberation"], check=False)
            if find():
                return


if __name__ == "__main__":
    if not find():
        install()
    if not find():
        print(
            "\n*** No Chromium: THE BROWSER TESTS WILL NOT RUN. Install chromium and try again. ***\n", file=sys.stderr
        )
        sys.exit(1 if os.environ.get("CI") else 0)
