"""Whatever stands in a form: it is refused or ignored, and never a fault of ours."""

from datetime import timedelta

from tests.walks.hostile import CHOSEN, sent

# Each address with what its form sends, one name at a time replaced by what is hostile.
STAFF_FORMS = [
    ("messages/{thread}/reply/", {"to": "portal", "response": "x", "after": "keep", "seen_number": "2"}),
    (
        "messages/{thread}/draft/?window=reply",
        {"response": "x", "to": "portal", "kept": "{thread}", "seen_number": "2", "seen_taken_by": "", "rx_line": "x"},
    ),
    ("messages/{thread}/draft/discarding/?window=reply", {"request_key": ""}),
    ("messages/new/draft/?patient={patient}", {"to": "{member}", "subject": "x", "body": "x", "request_key": ""}),
    ("messages/new/draft/discarding/?patient={patient}", {"request_key": ""}),
    ("messages/{thread}/writing/?window=reply", {}),
    ("messages/new/?patient={patient}", {"to": "", "subject": "x", "body": "x", "request_key": "", "next": "/"}),
    ("messages/{thread}/forwarding/", {"to": "{member}", "give_access": "{member}", "note": "x"}),
    ("messages/{thread}/insurance/", {"seen": "x", "starts_on": "2026-01-01", "request_key": "", "next": "/"}),
    ("messages/{thread}/insurance/taking-back/", {"next": "/"}),
    ("messages/{thread}/referral/", {"specialty": "A", "referred_to": "", "reason": "x", "next": "/"}),
    ("messages/{thread}/completion/", {"handled": "pending", "request_key": ""}),
    (
        "schedule/requests/{request_id}/approval/",
        {"time": "{at}~{provider}", "override": "x", "approve_note": "x", "next": "/"},
    ),
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
    (
        "patients/{pk}/access/{grant}/",
        {"relationship": "mother", "level": "limited", "starts_on": "2026-01-01", "ends_on": "2099-01-01"},
    ),
    ("patients/{pk}/access/{grant}/ending/", {"reason": "x", "request_key": ""}),
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
            "email_policy": "family",
            "pin_days": "14",
            "pin_uses": "1",
            "forward_gives_access": "on",
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
    ("messages/{thread}/draft/?window=answer", {"body": "x", "kept": "{thread}", "request_key": ""}),
    ("messages/new/general/draft/", {"subject": "x", "body": "x", "kept": "{thread}", "request_key": ""}),
    ("messages/new/refill/draft/discarding/", {"request_key": ""}),
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
    ("appointments/{appointment_id}/cancellation/", {"reason": "x", "replaces": "", "request_key": ""}),
    ("account/", {"name": "x"}),
]
OPEN_FORMS = [
    ("/signin/", {"name": "a@x.example", "password": "x", "next": "/", "request_key": ""}),
    ("/password/reset/", {"name": "a@x.example", "request_key": ""}),
    ("/demo/sign-in/", {"person": "", "next": "/"}),
]


def test_no_form_is_a_fault(client, cast, values, everything_at_maple):
    values["at"] = (cast.leo_visit.starts_at + timedelta(hours=1)).strftime("%Y-%m-%dT%H:%MZ")
    faults = sent(client, OPEN_FORMS, "", values)
    client.force_login(everything_at_maple)
    faults += sent(client, STAFF_FORMS, "/staff/maple/", values)
    client.force_login(cast.gina)
    faults += sent(client, PATIENT_FORMS, f"/my/maple/{cast.leo.pk}/", values)
    assert faults == []
