"""The command line of test.py."""

import os
import sys

from embedded.environment import ROOT
from tests.services import chromium

# With any of these the caller has decided, or wants one process to look into.
ONE_PROCESS = (
    "-n",
    "--numprocesses",
    "--dist",
    "--pdb",
    "--trace",
    "--collect-only",
    "--co",
    "--fixtures",
    "--markers",
)


def workers(arguments: list[str]) -> list[str]:
    """As many processes as cores, but for a single test, which would only wait for the second one's database."""
    if any(one.startswith(ONE_PROCESS) or "::" in one for one in arguments):
        return []
    return ["-n", str(os.cpu_count() or 1), "--dist", "loadgroup"]


def main(arguments: list[str]) -> int:
    chromium.ensure()
    os.chdir(ROOT)
    command = [sys.executable, "-m", "pytest", *workers(arguments), *arguments]
    os.execv(sys.executable, command)  # noqa: S606 - signals and the exit code are pytest's own
