"""Whatever stands in a query string, a form or a JSON body: it is refused or ignored, and never a fault of ours."""

import json
import re
from datetime import timedelta

import pytest
from django.db import transaction

from practice.models import StaffMember

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
BODIES = [
    "",
    "null",
    "[]",
    "7",
    '"x"',
    "{",
    '{"a":NaN}',
    "[" * 100_000,
    '{"reason":"x","reason":[]}',
    "\ufeff{}",
    "\xff",
]

# Each address with what makes it a page, one name at a time replaced by what is hostile.
STAFF_QUERIES = [
    ("messages/", {}),
    ("messages/new/", {"patient": "{patient}", "next": "/"}),
    ("messages/open/", {"selected": "{thread}", "do": "reply", "after": ""}),
    ("schedule/", {"location": "{location}", "date": "2026-11-24"}),
    ("schedule/day/{on}/", {"location": "{location}"}),
    ("schedule/week/", {"location": "{location}", "date": "2026-11-24"}),
    ("schedule/week/{on}/", {"location": "{location}"}),
    ("schedule/appointments/{appointment_id}/", {"view": "week"}),
    (
        "schedule/appointments/{appointment_id}/move/",
        {
            "at": "{at}",
            "date": "{on}",
            "time": "8:15 am",
            "provider": "{provider}",
            "location": "{location}",
            "minutes": "30",
            "next": "/",
        },
    ),
    ("schedule/new/", {"date": "{on}", "time": "8:15 am", "provider": "{provider}", "location": "{location}"}),
    ("schedule/book/", {"provider": "{provider}", "location": "{location}", "at": "{at}", "patient": "", "q": "x"}),
    ("schedule/visits-to-move/", {"after": "{appointment_id}"}),
    (
        "schedule/requests/",
        {"status": "all", "after": "", "selected": "{request_id}", "more": "approve", "day": "{on}"},
    ),
    ("schedule/requests/{request_id}/", {"next": "/", "more": "propose", "day": "{on}"}),
    ("patients/", {"q": "", "after": "", "before": ""}),
    ("patients/new/", {"next": "/staff/maple/schedule/book/"}),
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
SEARCH = {
    "visit_type": "{visit_type}",
    "location": "{location}",
    "provider": "{provider}",
    "first_day": "2026-11-24",
    "last_day": "2026-11-25",
}
API_QUERIES = [
    ("staff/requests/", {"status": "pending", "cursor": ""}),
    (
        "staff/appointments/",
        {
            "location": "{location}",
            "provider": "{provider}",
            "first_day": "2026-11-24",
            "last_day": "2026-11-25",
            "cursor": "",
        },
    ),
    ("my/{patient}/threads/", {"cursor": ""}),
    ("my/{patient}/requests/", {"cursor": ""}),
    ("my/{patient}/slots/", SEARCH),
    ("my/{patient}/days/", SEARCH),
    ("my/{patient}/appointments/", {"cursor": ""}),
]
STAFF_FORMS = [
    ("messages/{thread}/reply/", {"to": "portal", "response": "x", "after": "keep", "seen_number": "2"}),
    ("messages/new/?patient={patient}", {"to": "", "subject": "x", "body": "x", "request_key": "", "next": "/"}),
    ("messages/{thread}/forwarding/", {"to": "{member}", "note": "x"}),
    ("messages/{thread}/insurance/", {"seen": "x", "starts_on": "2026-01-01", "request_key": "", "next": "/"}),
    ("messages/{thread}/insurance/taking-back/", {"next": "/"}),
    ("messages/{thread}/referral/", {"specialty": "A", "referred_to": "", "reason": "x", "next": "/"}),
    ("messages/{thread}/completion/", {"handled": "pending", "request_key": ""}),
    ("schedule/requests/{request_id}/approval/", {"time": "{at}~{provider}", "override": "x", "next": "/"}),
    ("schedule/requests/{request_id}/declination/", {"reason": "x", "next": "/"}),
    ("schedule/requests/{request_id}/proposal/", {"times": "{at}~{provider}", "note": "x", "next": "/"}),
    ("schedule/requests/{request_id}/reopening/", {"next": "/"}),
    (
        "schedule/requests/{request_id}/edition/",
        {
            "case": "{case}",
            "visit_type": "{visit_type}",
            "location": "{location}",
            "provider": "{provider}",
            "next": "/",
        },
    ),
    ("schedule/appointments/{appointment_id}/cancellation/", {"reason": "x", "next": "/"}),
    ("schedule/appointments/{appointment_id}/confirmation/", {"next": "/"}),
    ("schedule/appointments/{appointment_id}/check-in/", {"next": "/"}),
    ("schedule/appointments/{appointment_id}/completion/", {"next": "/"}),
    ("schedule/appointments/{appointment_id}/absence/", {"next": "/"}),
    ("schedule/appointments/{appointment_id}/step-back/", {"status": "confirmed", "next": "/"}),
    (
        "schedule/appointments/{appointment_id}/move/",
        {
            "date": "{on}",
            "time": "8:15 am",
            "provider": "{provider}",
            "location": "{location}",
            "minutes": "30",
            "override": "x",
            "next": "/",
        },
    ),
    (
        "schedule/book/?provider={provider}&location={location}&at={at}",
        {"patient": "{patient}", "visit_type": "{visit_type}", "case": "{case}", "request_key": ""},
    ),
    (
        "patients/new/",
        {
            "given_name": "A",
            "family_name": "B",
            "born_on": "2020-01-01",
            "record_number": "",
            "email": "",
            "phone": "",
            "home_location": "",
            "language": "en",
            "request_key": "",
            "another_person": "",
            "contact_name": "C",
            "contact_relationship": "mother",
            "contact_email": "",
            "contact_phone": "",
        },
    ),
    ("patients/{pk}/details/", {"given_name": "A", "family_name": "B", "born_on": "2020-01-01", "status": "active"}),
    (
        "patients/{pk}/medications/new/",
        {
            "name": "A",
            "dose": "x",
            "pharmacy": "{pharmacy}",
            "prescriber": "{member}",
            "last_filled_on": "2026-01-01",
            "days_supply": "30",
            "controlled": "on",
            "request_key": "",
        },
    ),
    ("patients/{pk}/medications/{medication}/", {"name": "A", "dose": "x", "pharmacy": "", "days_supply": ""}),
    ("patients/{pk}/medications/{medication}/discontinuation/", {"reason": "x"}),
    ("patients/{pk}/flags/new/", {"kind": "alert", "text": "x", "request_key": ""}),
    (
        "patients/{pk}/insurance/new/",
        {"company": "A", "member_number": "1", "group_number": "", "starts_on": "2026-01-01", "request_key": ""},
    ),
    (
        "patients/{pk}/insurance/{policy}/",
        {"company": "A", "member_number": "1", "starts_on": "2026-01-01", "ended_on": "2026-02-01"},
    ),
    ("patients/{pk}/insurance/{policy}/ending/", {"ended_on": "2026-02-01"}),
    ("patients/{pk}/referrals/new/", {"specialty": "A", "referred_to": "", "reason": "x", "request_key": ""}),
    ("patients/{pk}/referrals/{referral}/", {"specialty": "A", "referred_to": "", "reason": "x"}),
    ("pharmacies/new/", {"name": "A", "address": "x", "phone": "", "request_key": ""}),
    ("patients/{pk}/contacts/new/", {"name": "A", "relationship": "mother", "email": "", "language": "en"}),
    ("patients/{pk}/invitation/", {"name": "A", "email": "a@x.example", "relationship": "mother", "level": "full"}),
    ("patients/{patient}/cases/new/", {"name": "A", "visit_types": "{visit_type}", "providers": "{provider}"}),
    ("staff-directory/invite/", {"email": "a@x.example", "duties": "messages", "patient_scope": "all"}),
    ("staff-directory/{member}/", {"duties": "messages", "patient_scope": "locations", "locations": "{location}"}),
    ("staff-directory/departments/new/", {"name": "A"}),
    ("staff-directory/departments/{department}/", {"members": "{member}"}),
    (
        "places/locations/new/",
        {"name": "A", "address": "", "phone": "", "time_zone": "America/New_York", "day_0": "8-12"},
    ),
    ("places/locations/{location}/closures/", {"first_day": "2026-12-24", "last_day": "", "part": "", "reason": "x"}),
    ("places/providers/new/", {"name": "A", "member": ""}),
    ("places/providers/{provider}/hours/{location}/", {"day_0": "8-12"}),
    ("places/providers/{provider}/time-off/", {"first_day": "2026-12-24", "last_day": "", "part": "", "reason": "x"}),
    (
        "places/visit-types/new/",
        {
            "name": "A",
            "minutes": "30",
            "buffer_before": "0",
            "buffer_after": "0",
            "start_increment": "15",
            "providers": "{provider}",
        },
    ),
    (
        "portal/",
        {
            "version": "1",
            "horizon_days": "60",
            "notice_hours": "24",
            "rounding": "0",
            "answer_promise": "",
            "no_preference": "nobody",
            "use_cases": "on",
            "request_ways": "slots",
            "open_requests_limit": "3",
            "pending_holds": "none",
            "hold_hours": "48",
            "controlled_refills": "on",
            "refill_repeat_days": "7",
            "last_resort": "{member}",
        },
    ),
    ("portal/texts/terms/", {"body": "x"}),
]
PATIENT_FORMS = [
    ("messages/new/", {"about": "general", "subject": "x", "body": "x", "request_key": ""}),
    (
        "messages/new/referral/",
        {"about": "referral", "specialty": "x", "wanted": "x", "body": "x", "request_key": ""},
    ),
    (
        "messages/new/insurance/",
        {"about": "insurance", "company": "x", "member_number": "x", "group_number": "", "body": "", "request_key": ""},
    ),
    ("messages/{thread}/answers/", {"body": "x", "request_key": ""}),
    ("messages/{thread}/reading/", {"up_to": "{thread}"}),
    (
        "messages/new/refill/",
        {
            "medications": "{medication}",
            "other": "x",
            "pharmacy": "{pharmacy}",
            "other_pharmacy": "x",
            "body": "x",
            "about": "refill",
            "request_key": "",
        },
    ),
    ("appointments/request/times/", {**CHOSEN, "slot": "{at}", "day": "", "reason": "x"}),
    (
        "appointments/requests/",
        {**CHOSEN, "slot": "{at}", "reason": "x", "insurance_changed": "on", "company": "x", "member_number": "x"},
    ),
    ("appointments/{appointment_id}/rescheduling/", {"slot": "{at}", "reason": "x", "request_key": "{thread}"}),
    ("appointments/{appointment_id}/rescheduling/", {"slot": "{at}", "day": "", "reason": "x", "next_available": ""}),
    ("appointments/{appointment_id}/cancellation/", {"reason": "x", "request_key": ""}),
    ("account/", {"name": "x"}),
]
OPEN_FORMS = [
    ("/signin/", {"name": "a@x.example", "password": "x", "next": "/", "request_key": ""}),
    ("/password/reset/", {"name": "a@x.example", "request_key": ""}),
    ("/demo/sign-in/", {"person": "", "next": "/"}),
]
API_BODIES = [
    ("/api/v1/token/", {"email": "a@x.example", "password": "x"}),
    (
        "/api/v1/maple/staff/requests/{request_id}/approval/",
        {"starts_at": "{at}", "provider": "{provider}", "note": "", "override": ""},
    ),
    ("/api/v1/maple/staff/requests/{request_id}/declination/", {"reason": "x"}),
    (
        "/api/v1/maple/staff/requests/{request_id}/proposals/",
        {"times": [{"starts_at": "{at}", "provider": "{provider}"}], "note": ""},
    ),
    ("/api/v1/maple/staff/requests/{request_id}/edition/", {**CHOSEN}),
    ("/api/v1/maple/staff/requests/{request_id}/reopening/", {}),
    (
        "/api/v1/maple/staff/appointments/",
        {**CHOSEN, "patient": "{patient}", "starts_at": "{at}", "request_key": "{thread}"},
    ),
    (
        "/api/v1/maple/staff/appointments/{appointment_id}/move/",
        {"starts_at": "{at}", "provider": "{provider}", "location": "{location}", "minutes": 30, "override": ""},
    ),
    ("/api/v1/maple/staff/appointments/{appointment_id}/check-in/", {}),
    ("/api/v1/maple/staff/appointments/{appointment_id}/step-back/", {"status": "confirmed"}),
    ("/api/v1/maple/staff/appointments/{appointment_id}/cancellation/", {"reason": "x"}),
    (
        "/api/v1/maple/my/{patient}/requests/",
        {**CHOSEN, "starts": ["{at}"], "reason": "x", "insurance": None, "request_key": "{thread}"},
    ),
    (
        "/api/v1/maple/my/{patient}/requests/",
        {
            **CHOSEN,
            "suits": {"weekdays": [0], "part": "morning", "first_day": "2026-11-24", "last_day": None},
            "request_key": "{thread}",
        },
    ),
    ("/api/v1/maple/my/{patient}/requests/{request_id}/acceptance/", {"proposal": "{proposal_id}"}),
    ("/api/v1/maple/my/{patient}/requests/{request_id}/withdrawal/", {}),
    (
        "/api/v1/maple/my/{patient}/appointments/{appointment_id}/changes/",
        {"kind": "reschedule", "starts": ["{at}"], "reason": "x", "request_key": "{thread}"},
    ),
]
OPEN_QUERIES = [("/signin/", {"next": "/"}), ("/", {"next": "/"})]


def test_no_query_string_is_a_fault(client, cast, values, everything_at_maple):
    values["at"] = cast.leo_visit.starts_at.strftime("%Y-%m-%dT%H:%MZ")
    faults = _asked(client, OPEN_QUERIES, "", values)
    client.force_login(everything_at_maple)
    faults += _asked(client, STAFF_QUERIES, "/staff/maple/", values)
    faults += _asked(client, [one for one in API_QUERIES if one[0].startswith("staff/")], "/api/v1/maple/", values)
    client.force_login(cast.gina)
    faults += _asked(client, PATIENT_QUERIES, f"/my/maple/{cast.leo.pk}/", values)
    faults += _asked(client, [one for one in API_QUERIES if one[0].startswith("my/")], "/api/v1/maple/", values)
    assert faults == []


def test_no_form_is_a_fault(client, cast, values, everything_at_maple):
    values["at"] = (cast.leo_visit.starts_at + timedelta(hours=1)).strftime("%Y-%m-%dT%H:%MZ")
    faults = _sent(client, OPEN_FORMS, "", values)
    client.force_login(everything_at_maple)
    faults += _sent(client, STAFF_FORMS, "/staff/maple/", values)
    client.force_login(cast.gina)
    faults += _sent(client, PATIENT_FORMS, f"/my/maple/{cast.leo.pk}/", values)
    assert faults == []


def test_no_body_is_a_fault_of_the_api(client, cast, values, everything_at_maple):
    values["at"] = (cast.leo_visit.starts_at + timedelta(hours=1)).isoformat()
    faults = []
    for path, facts in API_BODIES:
        client.force_login(cast.gina if "/my/" in path else everything_at_maple)
        valid = json.loads(_put_in(json.dumps(facts), values))
        bodies = BODIES + [json.dumps(spoiled) for spoiled in _spoiled(valid, JUNK)]
        for body in bodies:
            faults += _fault(client.post, path.format(**values), body, content_type="application/json")
        faults += _fault(client.post, path.format(**values), "a=b", content_type="text/plain")
    assert faults == []


def _put_in(text: str, values) -> str:
    """The text with its `{names}` filled in, other braces left alone."""
    return re.sub(r"\{(\w+)\}", lambda name: str(values[name[1]]), text)


def _asked(client, addresses, tree: str, values) -> list[str]:
    return [fault for path, facts in _filled(addresses, tree, values) for fault in _fault(client.get, path, facts)]


def _sent(client, addresses, tree: str, values) -> list[str]:
    return [fault for path, facts in _filled(addresses, tree, values) for fault in _fault(client.post, path, facts)]


def _filled(addresses, tree: str, values):
    """Each address with its facts, one of them spoiled in each way."""
    for path, facts in addresses:
        valid = {name: value.format(**values) for name, value in facts.items()}
        for spoiled in _spoiled(valid, HOSTILE):
            yield tree + path.format(**values), spoiled


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
