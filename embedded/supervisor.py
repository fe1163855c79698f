"""Starts the parts in order, starts again what dies, stops them in the opposite order."""

import selectors
import signal
import subprocess
import time
from collections.abc import Callable

from embedded.births import preexec
from embedded.children import Child, tail
from embedded.environment import ROOT
from embedded.telling import Progress, say

TICK = 0.1
# A part that dies young is started again ever more slowly, so that a fault does not burn the machine.
YOUNG = 10
LONGEST_PAUSE = 10
TRIES_BEFORE_READY = 3
CTRL_C_TO_KILL = 3


class Stopped(Exception):
    """The person asked to stop."""


class FailedError(Exception):
    """A part does not come up; the text says which and why."""


def pause_before(young_deaths: int) -> float:
    """How long to wait before starting a part again that has died young so many times in a row."""
    return 0 if young_deaths <= 1 else min(2.0 ** (young_deaths - 2), LONGEST_PAUSE)


class Supervisor:
    def __init__(self, note_pids: Callable[[dict[str, int]], None]) -> None:
        self.children: list[Child] = []
        self.asked_to_stop = 0
        self._note_pids = note_pids
        self._young_deaths: dict[str, int] = {}
        self._due: dict[str, float] = {}

    def listen_to_signals(self) -> None:
        # Named one by one: a shell's `&` starts programs with SIGINT ignored, and Python then leaves it so.
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self._on_signal)

    def _on_signal(self, number: int, frame: object) -> None:
        self.asked_to_stop += 1

    # --- up ---

    def up(self, child: Child, ready: Callable[[], bool] = lambda: True, seconds: float = 60) -> None:
        """Start a part and wait until it answers."""
        self.children.append(child)
        self._start(child, "started")
        end = time.monotonic() + seconds
        while not (child.running and ready()):
            if time.monotonic() > end:
                raise FailedError(f"{child.name} does not answer after {seconds:.0f} s. {self._log_of(child)}")
            if self._young_deaths.get(child.name, 0) >= TRIES_BEFORE_READY:
                raise FailedError(f"{child.name} does not start. {self._log_of(child)}")
            self.tick()

    def _start(self, child: Child, word: str) -> None:
        try:
            child.start()
            said = f"{word}, pid {child.pid}"
        except (OSError, subprocess.SubprocessError) as error:
            said = f"could not be started: {error}"
        # Noted first: who comes after a crash must find it, and whoever reads the line may ask for it.
        self._note_pids({one.name: one.pid for one in self.children if one.pid})
        say(f"  {child.name} {said}")

    @staticmethod
    def _log_of(child: Child) -> str:
        return f"The end of {child.log}:\n{tail(child.log)}"

    # --- while it runs ---

    def tick(self) -> None:
        """One look round: has somebody asked to stop, has a part died?"""
        if self.asked_to_stop:
            raise Stopped
        for child in self.children:
            if not child.running:
                self._tend(child)
        time.sleep(TICK)

    def _tend(self, child: Child) -> None:
        now = time.monotonic()
        if child.name not in self._due:
            young = now - child.started_at < YOUNG
            deaths = self._young_deaths[child.name] = self._young_deaths.get(child.name, 0) + 1 if young else 1
            self._due[child.name] = now + pause_before(deaths)
            say(f"  {child.name} (pid {child.pid}) {child.how_it_ended()}; see {child.log}")
            # What it had started itself must not stand in the way of its successor.
            child.kill()
        if now >= self._due[child.name]:
            del self._due[child.name]
            self._start(child, "started again")

    def watch(self) -> None:
        while True:
            self.tick()

    # --- steps that end ---

    def step(self, title: str, command: list, environ: dict[str, str]) -> int:
        """Run a command to its end, showing its last line; its exit code."""
        progress = Progress(title)
        lines: list[str] = []
        process = subprocess.Popen(
            command,
            cwd=ROOT,
            env=environ,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            start_new_session=True,
            preexec_fn=preexec(signal.SIGTERM),  # noqa: PLW1509 - there are no threads here
        )
        try:
            self._follow(process, lines, progress)
        finally:
            if process.poll() is None:
                process.terminate()
            process.wait()
            process.stdout.close()
        if process.returncode:
            progress.failed()
            say("\n".join(lines[-30:]))
        else:
            progress.done()
        return process.returncode

    def _follow(self, process: subprocess.Popen, lines: list[str], progress: Progress) -> None:
        """Read what it prints, without ever being too busy reading to notice a stop."""
        pending = b""
        with selectors.DefaultSelector() as selector:
            selector.register(process.stdout, selectors.EVENT_READ)
            while True:
                self.tick()
                while selector.select(timeout=0):
                    chunk = process.stdout.read1(65536)
                    if not chunk:
                        return
                    *whole, pending = (pending + chunk).split(b"\n")
                    lines += [line.decode(errors="replace") for line in whole]
                if lines:
                    progress.at(f"{len(lines)}: {lines[-1].strip()}")

    # --- down ---

    def down(self) -> None:
        """Stop the parts, the youngest first; a third Ctrl-C ends them at once."""
        for child in reversed(self.children):
            if not child.running:
                child.kill()
                continue
            child.signal(child.stop_signal)
            end = time.monotonic() + child.patience
            while child.running and time.monotonic() < end and self.asked_to_stop < CTRL_C_TO_KILL:
                time.sleep(TICK / 4)
            say(f"  {child.name} {'did not stop in time and was killed' if child.running else 'stopped'}")
            child.kill()
        self.children.clear()
