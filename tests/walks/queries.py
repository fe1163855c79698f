"""How many queries a page asks: the same in a small practice and in a large one."""

from collections.abc import Iterable

from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.walks.urls import Route


def counted(client, routes: Iterable[Route], values: dict) -> dict[str, int]:
    """How many questions each page asks that answers a GET with 200. What a visit notes once a minute is none."""
    counts = {}
    for route in routes:
        path = route.fill(values)
        client.get(path)  # what only a first visit asks
        with CaptureQueriesContext(
            connection,
        ) as asked:
            response = client.get(path)
        if response.status_code == 200:
            counts[route.name] = sum(query["sql"].startswith("SELECT") for query in asked)
    return counts


def faults(before: dict[str, int], after: dict[str, int]) -> list[str]:
    """The pages that ask more when there is more to show."""
    return [
        f"{name} asks {before[name]} queries in a small practice and {after[name]} in a large one"
        for name in before
        if name in after and after[name] > before[name]
    ]
