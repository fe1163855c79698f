"""What the person at the terminal is told."""

import contextlib
import shutil
import sys
import time

_out = {"stream": sys.stdout}


def on_stderr() -> None:
    """From now on: standard output belongs to somebody else, such as a management command."""
    _out["stream"] = sys.stderr


def say(text: str = "", end: str = "\n") -> None:
    """Print a line; a terminal that has gone away must not stop the servers from being stopped in order."""
    with contextlib.suppress(OSError, ValueError):
        print(text, end=end, file=_out["stream"], flush=True)


class Progress:
    """A long step: its name when it begins, how far it is while it runs, how long it took when it ends."""

    def __init__(self, title: str) -> None:
        self.title = title
        self.began = time.monotonic()
        self.live = _out["stream"].isatty()
        say(f"{title} …", end="" if self.live else "\n")

    def at(self, detail: str) -> None:
        if self.live:
            width = shutil.get_terminal_size().columns - 1
            say(f"\r\033[K{f'{self.title} … {detail}'[:width]}", end="")

    def done(self) -> None:
        text = f"{self.title}: {time.monotonic() - self.began:.1f} s"
        say(f"\r\033[K{text}" if self.live else text)

    def failed(self) -> None:
        if self.live:
            say()
