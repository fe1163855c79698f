"""A web server that is measured: where it listens, and how much of the cores it and its database have used."""

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from math import inf
from pathlib import Path

from bench.load import Sample, drive

PROC = Path("/proc")


@dataclass(frozen=True)
class Server:
    """`pids` are the first processes of the web server and of the database; their children count too."""

    port: int
    pids: tuple[int, ...]

    def drive(
        self, requests: Iterator[bytes], *, lines: int, seconds: float = inf, keep_bodies: bool = False
    ) -> Sample:
        """`load.drive`, with the CPU seconds it cost here. Unlike time they hardly grow when others use the machine."""
        before = cpu_seconds(self.pids)
        sample = drive(self.port, requests, lines=lines, seconds=seconds, keep_bodies=keep_bodies)
        sample.cpu_seconds = cpu_seconds(self.pids) - before
        return sample


def cpu_seconds(pids: Iterable[int]) -> float:
    """What these processes and their children have used so far; 0 where the system does not tell (no /proc)."""
    return sum(_ticks(pid) for pid in _families(pids)) / os.sysconf("SC_CLK_TCK")


def _families(pids: Iterable[int]) -> Iterator[int]:
    for pid in pids:
        yield pid
        for task in PROC.glob(f"{pid}/task/*/children"):
            yield from _families(map(int, _read(task).split()))


def _ticks(pid: int) -> int:
    """User and system time, that of children which have ended and were waited for included."""
    facts = _read(PROC / str(pid) / "stat").rpartition(")")[2].split()
    return sum(map(int, facts[11:15]))


def _read(path: Path) -> str:
    try:
        return path.read_text()
    except OSError:  # it has ended meanwhile
        return ""
