"""One child process: start it in a session of its own, look at it, stop it."""

import contextlib
import os
import signal
import subprocess
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from embedded.births import MYSELF, Identity, preexec
from embedded.environment import ROOT

LOG_LIMIT = 10_000_000


@dataclass
class Child:
    name: str
    command: list
    environ: dict[str, str]
    log: Path
    stop_signal: int = signal.SIGTERM
    # How long it may take to stop before it is killed.
    patience: float = 10
    identity: Identity = MYSELF
    pass_fds: tuple[int, ...] = ()
    cwd: Path = ROOT
    # Called before every start: clears what a killed predecessor left.
    before_start: Callable[[], None] = lambda: None
    process: subprocess.Popen | None = field(default=None, init=False)
    started_at: float = field(default=0, init=False)

    def start(self) -> None:
        self.process = None
        self.started_at = time.monotonic()
        self.before_start()
        _rotate(self.log)
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [str(part) for part in self.command],
                cwd=self.cwd,
                env=self.environ,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                pass_fds=self.pass_fds,
                # Ctrl-C reaches the supervisor alone, which then stops the children in order.
                start_new_session=True,
                preexec_fn=preexec(self.stop_signal, self.identity),  # noqa: PLW1509 - there are no threads here
            )

    @property
    def pid(self) -> int | None:
        return self.process and self.process.pid

    @property
    def returncode(self) -> int | None:
        return self.process.poll() if self.process else None

    @property
    def running(self) -> bool:
        return self.process is not None and self.process.poll() is None

    def signal(self, number: int) -> None:
        if self.running:
            self.process.send_signal(number)

    def kill(self) -> None:
        """End it and what it started, now."""
        if self.process is None:
            return
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def stop(self, timeout: float | None = None) -> bool:
        """Ask it to stop and wait; False if it had to be killed."""
        self.signal(self.stop_signal)
        with contextlib.suppress(subprocess.TimeoutExpired):
            if self.process:
                self.process.wait(self.patience if timeout is None else timeout)
            return True
        self.kill()
        return False

    def how_it_ended(self) -> str:
        code = self.returncode
        if code is None:
            return "could not be started"
        return f"was killed by signal {-code}" if code < 0 else f"ended with code {code}"


def _rotate(log: Path) -> None:
    """Keep one old file, so that a log cannot fill the disk."""
    with contextlib.suppress(FileNotFoundError):
        if log.stat().st_size > LOG_LIMIT:
            log.replace(log.with_suffix(".old.log"))


def tail(path: Path, lines: int = 20) -> str:
    with contextlib.suppress(OSError):
        return "\n".join(path.read_text(errors="replace").splitlines()[-lines:])
    return ""


def wait_until(ready: Callable[[], bool], seconds: float, pause: float = 0.05) -> bool:
    end = time.monotonic() + seconds
    while not ready():
        if time.monotonic() > end:
            return False
        time.sleep(pause)
    return True
