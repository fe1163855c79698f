"""Builders for tests. The demo's are the same rows, so they are the same functions."""

from portal.demo.build import *  # noqa: F403
