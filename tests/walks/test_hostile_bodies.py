"""Whatever stands in a JSON body: it is refused, and never a fault of ours."""

import json
from datetime import timedelta

from tests.walks.hostile import CHOSEN, JUNK, fault, put_in, spoiled

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
        {
            "kind": "reschedule",
            "starts": ["{at}"],
            "reason": "x",
            "replaces": "{request_id}",
            "request_key": "{thread}",
        },
    ),
]


def test_no_body_is_a_fault_of_the_api(client, cast, values, everything_at_maple):
    values["at"] = (cast.leo_visit.starts_at + timedelta(hours=1)).isoformat()
    faults = []
    for path, facts in API_BODIES:
        client.force_login(cast.gina if "/my/" in path else everything_at_maple)
        valid = json.loads(put_in(json.dumps(facts), values))
        bodies = BODIES + [json.dumps(one) for one in spoiled(valid, JUNK)]
        for body in bodies:
            faults += fault(client.post, path.format(**values), body, content_type="application/json")
        faults += fault(client.post, path.format(**values), "a=b", content_type="text/plain")
    assert faults == []
