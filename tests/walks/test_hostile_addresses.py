"""Whatever stands in a query string: it is refused or ignored, and never a fault of ours."""

from tests.walks.hostile import CHOSEN, asked

# Each address with what makes it a page, one name at a time replaced by what is hostile.
STAFF_QUERIES = [
    (
        "dashboard/",
        {
            "first_day": "2026-11-24",
            "last_day": "2026-11-25",
            "location": "{location}",
            "provider": "{provider}",
            "no_account": "1",
            "after": "{at}~{pk}",
        },
    ),
    ("dashboard/providers/", {"step": "add", "add": "{provider}", "provider": "{provider}", "first_day": "x"}),
    ("reports/messages/", {"first_day": "2026-11-24", "last_day": "2026-11-25"}),
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
    ("patients/{pk}/history/", {"show": "everything", "after": "{at}~1"}),
    ("places/cases/", {"after": "{case}"}),
    ("places/cases/{case}/", {"next": "/"}),
    ("staff-directory/routing/", {"kind": "general", "provider": "{provider}"}),
]
PATIENT_QUERIES = [
    ("messages/", {"after": ""}),
    ("appointments/", {"after": "{appointment_id}"}),
    ("appointments/request/who/", {"person": "{patient}"}),
    ("appointments/request/case/", {"case": "{case}"}),
    ("appointments/request/times/", {**CHOSEN, "slot": "{at}", "day": "", "next_available": ""}),
    ("appointments/request/review/", {**CHOSEN, "slot": "{at}", "replaces": ""}),
    ("appointments/{appointment_id}/rescheduling/", {"replaces": ""}),
    ("appointments/{appointment_id}/cancellation/", {"replaces": ""}),
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
OPEN_QUERIES = [("/signin/", {"next": "/"}), ("/", {"next": "/"})]


def test_no_query_string_is_a_fault(client, cast, values, everything_at_maple):
    values["at"] = cast.leo_visit.starts_at.strftime("%Y-%m-%dT%H:%MZ")
    faults = asked(client, OPEN_QUERIES, "", values)
    client.force_login(everything_at_maple)
    faults += asked(client, STAFF_QUERIES, "/staff/maple/", values)
    faults += asked(client, [one for one in API_QUERIES if one[0].startswith("staff/")], "/api/v1/maple/", values)
    client.force_login(cast.gina)
    faults += asked(client, PATIENT_QUERIES, f"/my/maple/{cast.leo.pk}/", values)
    faults += asked(client, [one for one in API_QUERIES if one[0].startswith("my/")], "/api/v1/maple/", values)
    assert faults == []
