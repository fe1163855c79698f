#!/usr/bin/env python3
"""Run Frontdesk on this machine: `python3 run.py`. See `python3 run.py --help`."""

import sys

from embedded import environment

if __name__ == "__main__":
    environment.enter("requirements-local.txt")
    from embedded.cli import main

    sys.exit(main(sys.argv[1:]))
