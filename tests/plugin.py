"""Gives every test run a PostgreSQL of its own, before Django's settings are read, and the fixtures of tests/services/.

`addopts` in pyproject.toml loads it; a conftest.py would come too late.
"""

import os

import pytest

from tests.services import chromium, place, template

# In this order, as each may import only those before it.
pytest_plugins = [
    "tests.services.broker",
    "tests.services.mail",
    "tests.services.processes",
    "tests.services.browser",
    "tests.services.database",
]


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_load_initial_conftests():
    # pytest-xdist's workers inherit the server of the process that started them.
    if "PYTEST_XDIST_WORKER" not in os.environ:
        place.begin()
    place.export_environment()
    return (yield)


def pytest_sessionstart() -> None:
    from django.db import connection

    connection.settings_dict["TEST"]["TEMPLATE"] = template.NAME


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Without a browser its tests cannot run; the end of the report says so."""
    if chromium.find():
        return
    skipped = [item for item in items if item.get_closest_marker("browser")]
    if skipped:
        config.hook.pytest_deselected(items=skipped)
        items[:] = [item for item in items if item not in skipped]


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    if not chromium.find():
        terminalreporter.write_line(chromium.MISSING, red=True, bold=True)
