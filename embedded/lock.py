"""Write the lock files anew from pyproject.toml: `.venv/bin/python -m embedded.lock [--upgrade]`."""

import subprocess
import sys

from embedded.environment import LOCKS, ROOT

# "Universal" locks fit every Python from 3.11 on and every system, not only the one they were made on.
OPTIONS = ["--universal", "--python-version", "3.11", "--generate-hashes", "--no-emit-index-url", "--quiet"]
EXTRAS = {"requirements.txt": None, "requirements-local.txt": "local", "requirements-dev.txt": "dev"}


def main(arguments: list[str]) -> None:
    previous = None
    for lock in LOCKS:
        extra = ["--extra", EXTRAS[lock]] if EXTRAS[lock] else []
        # The smaller lock constrains the larger, so that all three agree on every version.
        constraint = ["--constraint", previous] if previous else []
        header = ["--custom-compile-command", "python -m embedded.lock"]
        command = [sys.executable, "-m", "uv", "pip", "compile", *OPTIONS, *header, *extra, *constraint, *arguments]
        subprocess.run(
            [*command, "pyproject.toml", "--output-file", lock], cwd=ROOT, check=True, stdout=subprocess.DEVNULL
        )
        previous = lock


if __name__ == "__main__":
    main(sys.argv[1:])
