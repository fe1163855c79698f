"""What nobody means to send, put in the place of each thing that somebody might."""

import re

from django.db import transaction

HOSTILE = [
    "a\0b",
    "' OR 1=1 -- {{7*7}}%s{0.__class__}",
    "99999999999999999999999999",
    "-1",
    "cD1nYXJiYWdl",  # cursors of the API that name no moment, and one that no database knows
    "cD0yMDI2LTAxLTAxVDAwOjAwOjAwKzIzOjU5",
    "0001-01-01",
    "9999-12-31",
    "0001-01-01T00:00Z",
    "9999-12-31T23:59-14:00",
    "2026-01-01T00:00+23:59~5f2d3f10-0000-4000-8000-000000000001",
    "//evil.example/\r\nX-Evil: 1",
    "a" * 250 + "@x.example",
]
JUNK = [*HOSTILE, None, True, 0, -(10**40), 1e308, "\ud800", [], {}, [[]], {"a": [None]}]

CHOSEN = {"case": "{case}", "visit_type": "{visit_type}", "location": "{location}", "provider": "{provider}"}


def put_in(text: str, values) -> str:
    """The text with its `{names}` filled in, other braces left alone."""
    return re.sub(r"\{(\w+)\}", lambda name: str(values[name[1]]), text)


def asked(client, addresses, tree: str, values) -> list[str]:
    return [one for path, facts in _filled(addresses, tree, values) for one in fault(client.get, path, facts)]


def sent(client, addresses, tree: str, values) -> list[str]:
    return [one for path, facts in _filled(addresses, tree, values) for one in fault(client.post, path, facts)]


def _filled(addresses, tree: str, values):
    """Each address with its facts, one of them spoiled in each way."""
    for path, facts in addresses:
        valid = {name: value.format(**values) for name, value in facts.items()}
        for one in spoiled(valid, HOSTILE):
            yield tree + path.format(**values), one


def spoiled(valid: dict, hostile: list):
    for name in valid:
        for value in hostile:
            yield {**valid, name: value}


def fault(call, path: str, data, **more) -> list[str]:
    """One line when the answer is a fault, or leads to another host; what the call changed is undone."""
    try:
        with transaction.atomic():
            response = call(path, data, **more)
            transaction.set_rollback(True)
    except Exception as error:
        return [f"{path} {_short(data)}: {type(error).__name__} {error}"[:300]]
    if response.status_code >= 500 or response.get("Location", "/").startswith(("//", "http")):
        return [f"{path} {_short(data)}: {response.status_code}"]
    return []


def _short(data) -> str:
    return repr(data)[:200]
