"""Every address under a practice, and what a stranger gets there."""

import json
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.urls import URLPattern, URLResolver, get_resolver

# Enough for every endpoint to get past the shape of what was sent.
BODY = {"starts_at": "2026-10-21T14:00:00Z", "provider": "5f2d3f10-0000-4000-8000-000000000001", "reason": "Full."}
_PART = re.compile(r"<(?:\w+:)?(\w+)>")


@dataclass(frozen=True)
class Route:
    name: str
    path: str

    @property
    def names(self) -> list[str]:
        """The parts that change, such as `practice` and `thread`."""
        return _PART.findall(self.path)

    def fill(self, values: dict) -> str:
        """The address with these values; a KeyError names the part nobody gave one for."""
        return _PART.sub(lambda part: str(values[part.group(1)]), self.path)


def under_a_practice(urlconf=None) -> list[Route]:
    """The routes of the trees: whatever names a practice behind /staff/, /my/ or /api/."""
    routes = _routes(get_resolver(urlconf).url_patterns, "/", "")
    return [
        route for route in routes if route.path.startswith(("/staff/", "/my/", "/api/")) and "practice" in route.names
    ]


def staff_routes() -> list[Route]:
    return [route for route in under_a_practice() if route.path.startswith("/staff/") or _is_api(route, "staff")]


def patient_routes() -> list[Route]:
    return [route for route in under_a_practice() if route.path.startswith("/my/") or _is_api(route, "my")]


def _is_api(route: Route, side: str) -> bool:
    return route.path.startswith("/api/") and f"/{side}/" in route.path


def _routes(patterns: Iterable, prefix: str, names: str):
    for pattern in patterns:
        path = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from _routes(
                pattern.url_patterns, path, f"{names}{pattern.namespace}:" if pattern.namespace else names
            )
        elif isinstance(pattern, URLPattern):
            yield Route(f"{names}{pattern.name}", path)


def faults(routes: Iterable[Route], values: dict, client, refused: Callable) -> list[str]:
    """The routes whose answer to GET, or to POST where they take no GET, is not `refused(response)`."""
    found = []
    for route in routes:
        path = route.fill(values)
        response = client.get(path)
        if response.status_code == 405:
            response = _post(client, path)
        if not refused(response):
            found.append(f"{route.name} {path} answers {response.status_code}")
    return found


def _post(client, path: str):
    if "/api/" not in path:
        return client.post(path)
    return client.post(path, json.dumps(BODY), content_type="application/json")


def is_sign_in(response) -> bool:
    """Sent to the sign-in page, or for a program: 401."""
    redirected = response.status_code == 302 and response["Location"].startswith("/signin/")
    return redirected or response.status_code == 401


def is_nowhere(response) -> bool:
    return response.status_code == 404
