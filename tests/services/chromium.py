"""The system's Chromium: find it, or on Debian as root install it."""

import os
import shutil
import subprocess
from pathlib import Path

from embedded.telling import say

NAMES = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"]
MAC = Path("/Applications/Google Chrome.app/Contents/MacOS/Google Chrome")
MISSING = (
    "NOT TESTED: the browser tests were left out, as there is no Chromium here. "
    "Debian and Ubuntu: apt install chromium; elsewhere set CHROMIUM to the program."
)


def find() -> str | None:
    if named := os.environ.get("CHROMIUM"):
        return shutil.which(named)
    found = next((path for name in NAMES if (path := shutil.which(name))), None)
    return found or (str(MAC) if MAC.exists() else None)


def ensure() -> None:
    """Install it where that needs no question; what cannot be is said by the test run itself."""
    if find() or os.geteuid() != 0 or not shutil.which("apt-get") or not Path("/etc/debian_version").exists():
        return
    say("Installing Debian's Chromium for the browser tests, about half a minute …")
    environ = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    for command in (["update"], ["install", "--yes", "--no-install-recommends", "chromium", "fonts-dejavu-core"]):
        done = subprocess.run(["apt-get", "-qq", *command], env=environ, capture_output=True, text=True, check=False)
        if done.returncode:
            say(f"apt-get {command[0]} failed: {done.stderr.strip()[-300:]}")
