"""What stands beside a refill for those who answer it, and to whom it can be forwarded (J5.1, R55)."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from messaging.models import RefillRequest, Thread
from practice.models import PatientFlag, RefillRecord, StaffMember
from tests.messaging.pages import act, center, words


@pytest.fixture
def now():
    """Pages read the machine's clock."""
    return timezone.now()


@pytest.fixture
def asked(cast, ask_refill, departments) -> Thread:
    """A refill that Ada may answer."""
    departments.refill.members.add(cast.ada)
    return ask_refill(note="Nearly empty.")


def test_j5_1_the_panel_says_what_was_asked_for_and_what_the_chart_knows(cast, sign_in, asked, albuterol, pharmacy):
    RefillRecord.objects.create(
        practice=cast.maple,
        patient=cast.leo,
        medication=albuterol,
        pharmacy=pharmacy,
        prescriber=cast.ben,
        quantity="1 inhaler",
        refills=1,
        at=cast.now - timedelta(days=60),
    )
    PatientFlag.objects.create(
        practice=cast.maple,
        patient=cast.leo,
        kind="allergy",
        text="Penicillin",
        recorded_at=cast.now + timedelta(seconds=1),
        recorded_by=cast.nia,
    )
    RefillRequest.objects.update(flags=["early", "controlled"])
    page = words(sign_in(cast.ada).get(center("open", selected=asked.pk)))
    for said in (
        "Albuterol",
        "90 mcg inhaler",
        "Last fill",
        "for 30 days",
        "1 inhaler, 1 refill, Ben Takahashi, Elm Street Pharmacy",
        "Too early",
        "Controlled",
        "Penicillin",
        "since the request",
        "Waiting",
    ):
        assert said in page, said


def test_what_was_typed_is_marked_as_typed(sign_in, ask_refill, cast, departments):
    departments.refill.members.add(cast.ada)
    thread = ask_refill(other="Montelukast", other_pharmacy="Birch Pharmacy, Troy")
    page = words(sign_in(cast.ada).get(center("open", selected=thread.pk)))
    assert "Montelukast (typed)" in page
    assert "Birch Pharmacy, Troy (typed)" in page
    assert "Not on the active list" in page


def test_who_may_not_open_the_chart_sees_only_what_was_asked_for(sign_in, cast, asked):
    StaffMember.objects.filter(pk=cast.ada.pk).update(patient_scope="listed")
    client = sign_in(cast.ada)
    page = words(client.get(center("open", selected=asked.pk)))
    assert "Albuterol" in page
    assert "Allergies" not in page
    assert "Refills given" not in page
    assert 'value="open"' not in words(client.get(center("open", selected=asked.pk, do="reply")))


def test_r55_others_are_shown_with_the_reason_and_cannot_be_ticked(sign_in, cast, asked):
    client = sign_in(cast.nia)
    page = words(client.get(center("open", selected=asked.pk, do="forward")))
    assert re.search(rf'<input[^>]*value="{cast.fay.pk}"[^>]*disabled', page)
    assert "Fay Lindgren: cannot prescribe" in page
    assert not re.search(rf'<input[^>]*value="{cast.ben.pk}"[^>]*disabled', page)
    assert "IC-General (1): nobody there can prescribe" in page
    refused = client.post(act("forwarding", asked, "open"), {"to": cast.fay.pk, "include_prior": "on"})
    assert refused.status_code == 422
    assert "Fay Lindgren: cannot prescribe." in words(refused)
