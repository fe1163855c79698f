"""Whatever stands in a query string, a form or a JSON body: it is refused or ignored, and never a fault of ours."""

import pytest
from django.db import transaction

from practice.models import StaffMember

HOSTILE = [
    "a\0b",
    "' OR 1=1 -- {{7*7}}%s{0.__class__}",
    "99999999999999999999999999",
    "-1",
    "0001-01-01",
    "9999-12-31",
    "0001-01-01T00:00Z",
    "9999-12-31T23:59-14:00",
    "2026-01-01T00:00+23:59~5f2d3f10-0000-4000-8000-000000000001",
    "//evil.example/\r\nX-Evil: 1",
    "a" * 250 + "@x.example",
]

# Each address with what makes it a page, one name at a time replaced by what is hostile.
STAFF_QUERIES = [
    ("messages/", {}),
    ("messages/open/", {"selected": "{thread}", "do": "reply", "after": ""}),
    ("schedule/", {"location": "{location}", "date": "2026-11-24"}),
    ("schedule/day/{on}/", {"location": "{location}"}),
    ("schedule/book/", {"provider": "{provider}", "location": "{location}", "at": "{at}", "patient": "", "q": "x"}),
    ("schedule/requests/{request_id}/", {"next": "/", "more": "1"}),
    ("patients/", {"q": "", "after": "", "before": ""}),
    ("patients/{pk}/invitation/", {"contact": "{contact}"}),
    ("places/cases/", {"after": "{case}"}),
    ("places/cases/{case}/", {"next": "/"}),
    ("staff-directory/routing/", {"kind": "general", "provider": "{provider}"}),
]
CHOSEN = {"case": "{case}", "visit_type": "{visit_type}", "location": "{location}", "provider": "{provider}"}
PATIENT_QUERIES = [
    ("messages/", {"after": ""}),
    ("appointments/", {"after": "{appointment_id}"}),
    ("appointments/request/who/", {"person": "{patient}"}),
    ("appointments/request/case/", {"case": "{case}"}),
    ("appointments/request/times/", {**CHOSEN, "slot": "{at}", "day": "", "next_available": ""}),
    ("appointments/request/review/", {**CHOSEN, "slot": "{at}"}),
]
API_QUERIES = [
    ("staff/requests/", {"status": "pending"}),
    (
        "my/{patient}/slots/",
        {
            "visit_type": "{visit_type}",
            "location": "{location}",
            "provider": "{provider}",
            "first_day": "2026-11-24",
            "last_day": "2026-11-25",
        },
    ),
]
OPEN_QUERIES = [("/signin/", {"next": "/"}), ("/", {"next": "/"})]


def test_no_query_string_is_a_fault(client, cast, values, everything_at_maple):
    values["at"] = cast.leo_visit.starts_at.strftime("%Y-%m-%dT%H:%MZ")
    faults = _asked(client, OPEN_QUERIES, "", values)
    client.force_login(everything_at_maple)
    faults += _asked(client, STAFF_QUERIES, "/staff/maple/", values)
    faults += _asked(client, API_QUERIES[:1], "/api/v1/maple/", values)
    client.force_login(cast.gina)
    faults += _asked(client, PATIENT_QUERIES, f"/my/maple/{cast.leo.pk}/", values)
    faults += _asked(client, API_QUERIES[1:], "/api/v1/maple/", values)
    assert faults == []


def _asked(client, addresses, tree: str, values) -> list[str]:
    found = []
    for path, query in addresses:
        valid = {name: value.format(**values) for name, value in query.items()}
        for spoiled in _spoiled(valid, HOSTILE):
            found += _fault(client.get, tree + path.format(**values), spoiled)
    return found


def _spoiled(valid: dict, hostile: list):
    for name in valid:
        for value in hostile:
            yield {**valid, name: value}


def _fault(call, path: str, data, **more) -> list[str]:
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


@pytest.fixture
def everything_at_maple(cast):
    """Fay with every duty, so that she may open every page."""
    duties = ["admin", "scheduling", "messages", "registration", "prescribing"]
    StaffMember.objects.filter(pk=cast.fay.pk).update(duties=duties)
    return cast.fay.user
