"""Processes that an instance which was killed has left behind on this folder."""

import os
import signal
from collections.abc import Iterable
from pathlib import Path

from embedded.children import wait_until
from embedded.telling import say

# Every child carries the folder's path under this name, so that its pid is never mistaken for another program's.
MARK = "FRONTDESK_FOLDER"
# A killed supervisor's children stop by themselves; this is how long they get.
PATIENCE = 20


def belongs(pid: int, folder: Path) -> bool:
    """Is this a live process of this folder? (Without /proc nobody can tell; then: no.)"""
    process = Path("/proc") / str(pid)
    try:
        if (process / "stat").read_text().rpartition(")")[2].split()[0] == "Z":
            return False
        # PostgreSQL writes over its environment, but works inside its data folder.
        if (process / "cwd").readlink().is_relative_to(folder):
            return True
        return f"{MARK}={folder}".encode() in (process / "environ").read_bytes().split(b"\0")
    except OSError:
        return False


def clear(pids: Iterable[int], folder: Path) -> None:
    """Wait for what is still stopping; end what does not."""
    alive = [pid for pid in pids if belongs(pid, folder)]
    if not alive:
        return
    say(f"Waiting for {len(alive)} processes of the last run to stop …")
    if wait_until(lambda: not any(belongs(pid, folder) for pid in alive), PATIENCE):
        return
    for pid in alive:
        if belongs(pid, folder):
            os.kill(pid, signal.SIGKILL)
    wait_until(lambda: not any(belongs(pid, folder) for pid in alive), PATIENCE)
