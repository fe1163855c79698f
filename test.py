#!/usr/bin/env python3
"""Run every test: `python3 test.py`. Arguments go to pytest."""

import sys

from embedded import environment

if __name__ == "__main__":
    environment.enter("requirements-dev.txt")
    from tests.services.command import main

    sys.exit(main(sys.argv[1:]))
