"""Measure: `python3 -m bench`. See `python3 -m bench --help`."""

import sys

from embedded import environment

if __name__ == "__main__":
    environment.enter("requirements-local.txt")
    from bench.command import main

    sys.exit(main(sys.argv[1:]))
