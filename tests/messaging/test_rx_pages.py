"""`Rx` inside the reply window (R61, J6.1, J6.2), as pages without scripts."""

import re
import uuid
from datetime import timedelta

import pytest
from django.utils import timezone

from messaging.models import Message, RefillRequest, Thread
from messaging.services import phrases
from practice.models import Patient, PatientFlag, RefillRecord, StaffMember
from tests import build
from tests.messaging import pages
from tests.messaging.pages import words


@pytest.fixture
def now():
    """Pages read the machine's clock."""
    return timezone.now()


@pytest.fixture
def asked(cast, ask_refill, departments) -> Thread:
    departments.refill.members.add(cast.ada)
    return ask_refill(note="Nearly empty.")


@pytest.fixture
def as_ada(client, cast):
    client.force_login(cast.ada.user)
    return client


def center(thread, **query) -> str:
    return pages.center("open", selected=thread.pk, **query)


def at(name, thread) -> str:
    return pages.act(name, thread, "open")


def window(thread, **changes) -> dict:
    """What the reply window holds when something in it is pressed."""
    fields = {"to": "portal", "response": "Dear Gina,", "after": "keep", "seen_number": thread.last_number}
    return fields | {"request_key": uuid.uuid4(), "seen_completed": "False"} | changes


def chosen(albuterol, pharmacy, **changes) -> dict:
    fields = {"medication": albuterol.pk, "quantity": "1 inhaler", "refills": 2, "pharmacy": pharmacy.pk} | changes
    return {f"rx-{name}": value for name, value in fields.items()}


LINE = "refilled Albuterol, 1 inhaler, 2 refills, pharmacy Elm Street Pharmacy"


def test_r61_rx_is_offered_to_prescribers_only_and_nias_post_is_refused(client, cast, asked):
    client.force_login(cast.nia.user)
    assert 'name="rx"' not in words(client.get(center(asked, do="reply")))
    assert client.post(at("rx", asked), window(asked, rx="open")).status_code == 403
    client.force_login(cast.ada.user)
    assert 'name="rx"' in words(client.get(center(asked, do="reply")))


def test_r61_nia_cannot_send_what_rx_would_send(client, cast, asked, albuterol, pharmacy):
    client.force_login(cast.nia.user)
    sent = window(asked, rx_line=LINE) | chosen(albuterol, pharmacy)
    assert client.post(at("reply", asked), sent).status_code == 403
    assert client.post(at("reply", asked), window(asked, deny="1")).status_code == 403
    assert not RefillRecord.objects.exists()
    assert Message.objects.filter(thread=asked).count() == 1


def test_other_messages_have_no_rx(as_ada, write):
    thread = write()
    assert 'name="rx"' not in words(as_ada.get(center(thread, do="reply")))
    assert as_ada.post(at("rx", thread), window(thread, rx="open")).status_code == 403


def test_j6_1_the_list_opens_beside_the_message_with_the_asked_drug_chosen(cast, as_ada, asked, albuterol, pharmacy):
    build.medication(cast.leo, "Cetirizine", "5 mg")
    build.medication(cast.leo, "Amoxicillin", "250 mg", ended_on=cast.now.date())
    response = as_ada.post(at("rx", asked), window(asked, rx="open"))
    page = words(response)
    assert "Dear Gina," in page
    assert "Cetirizine 5 mg" in page
    assert "Amoxicillin 250 mg: discontinued" in page
    assert re.search(rf'value="{albuterol.pk}"[^>]*checked', page)
    assert re.search(rf'value="{pharmacy.pk}" selected', page)
    assert "Nearly empty." in page
    assert not RefillRecord.objects.exists()


def test_j6_2_the_line_is_in_the_response_and_can_be_edited(as_ada, asked, albuterol, pharmacy):
    page = as_ada.post(at("rx", asked), window(asked, rx="add") | chosen(albuterol, pharmacy))
    assert page.context["reply"]["form"].initial["response"] == f"Dear Gina,\n\n{LINE}"
    sent = window(asked, response="Dear Gina, it is at Elm Street.", after="completed", rx_line=LINE)
    assert as_ada.post(at("reply", asked), sent | chosen(albuterol, pharmacy)).status_code == 302
    record = RefillRecord.objects.get()
    assert (record.medication, record.pharmacy, record.quantity, record.refills) == (
        albuterol,
        pharmacy,
        "1 inhaler",
        2,
    )
    answer = Message.objects.get(thread=asked, side="staff")
    assert answer.body == "Dear Gina, it is at Elm Street."
    asked.refresh_from_db()
    assert asked.completed_at
    assert "Refilled" in words(as_ada.get(center(asked)))


def test_what_was_chosen_travels_with_the_window_and_can_be_changed_or_left(as_ada, asked, albuterol, pharmacy):
    added = words(as_ada.post(at("rx", asked), window(asked, rx="add") | chosen(albuterol, pharmacy)))
    assert f"On Send: {LINE}" in added
    assert 'name="rx-quantity" value="1 inhaler"' in added
    held = window(asked, response=f"Dear Gina,\n\n{LINE}", rx_line=LINE)
    again = as_ada.post(at("rx", asked), held | {"rx": "add"} | chosen(albuterol, pharmacy, refills=0))
    response = again.context["reply"]["form"].initial["response"]
    assert response == f"Dear Gina,\n\n{LINE.replace('2 refills', '0 refills')}"
    left = as_ada.post(at("rx", asked), held | {"rx": "close"} | chosen(albuterol, pharmacy))
    assert left.context["reply"]["form"].initial["response"] == "Dear Gina,"
    assert "On Send:" not in words(left)


def test_a_phrase_pressed_meanwhile_keeps_the_refill(cast, acting, as_ada, asked, albuterol, pharmacy):
    book = phrases.add_notebook(by=acting(cast.ada), name="Mine", owner="mine")
    phrase = phrases.add_phrase(by=acting(cast.ada), notebook=book, title="Bye", text="Best wishes")
    sent = window(asked, rx_line=LINE, insert=phrase.pk) | chosen(albuterol, pharmacy)
    assert f"On Send: {LINE}" in words(as_ada.post(at("phrase_inserting", asked), sent))


@pytest.mark.parametrize("missing", ["medication", "quantity", "refills", "pharmacy"])
def test_what_is_missing_is_said_beside_it_and_the_text_is_kept(as_ada, asked, albuterol, pharmacy, missing):
    sent = window(asked, rx="add") | chosen(albuterol, pharmacy) | {f"rx-{missing}": ""}
    page = as_ada.post(at("rx", asked), sent)
    assert list(page.context["reply"]["rx"]["form"].errors) == [missing]
    assert "Dear Gina," in words(page)


def close(pharmacy, **_rows):
    type(pharmacy).objects.update(closed_at=timezone.now())


def discontinue(albuterol, **_rows):
    type(albuterol).objects.update(ended_on=timezone.now().date())


def end_patient(cast, **_rows):
    Patient.objects.filter(pk=cast.leo.pk).update(status="inactive")


def record_allergy(cast, **_rows):
    PatientFlag.objects.create(
        practice=cast.maple,
        patient=cast.leo,
        kind="allergy",
        text="Penicillin",
        recorded_at=cast.now + timedelta(minutes=1),
        recorded_by=cast.nia,
    )


@pytest.mark.parametrize(
    ("meanwhile", "why"),
    [
        (close, "is closed. Choose another."),
        (discontinue, "has been discontinued."),
        (end_patient, "Leo Garcia is inactive"),
        (record_allergy, "Allergy recorded since this was asked for: Penicillin."),
    ],
)
@pytest.mark.parametrize("pressed", ["add", "send"])
def test_j6_what_must_stop_it_stops_it_with_the_reason_and_the_text_stays(
    cast, as_ada, asked, albuterol, pharmacy, meanwhile, why, pressed
):
    meanwhile(cast=cast, albuterol=albuterol, pharmacy=pharmacy)
    sent = window(asked, rx_line=LINE) | chosen(albuterol, pharmacy)
    page = (
        as_ada.post(at("reply", asked), sent)
        if pressed == "send"
        else as_ada.post(at("rx", asked), sent | {"rx": "add"})
    )
    assert why in words(page)
    assert "Dear Gina," in words(page)
    assert not RefillRecord.objects.exists()
    assert Message.objects.filter(thread=asked).count() == 1


def test_an_allergy_since_is_ticked_and_then_it_goes(cast, as_ada, asked, albuterol, pharmacy):
    record_allergy(cast)
    flag = PatientFlag.objects.get()
    opened = words(as_ada.post(at("rx", asked), window(asked, rx="open")))
    assert "Allergies recorded since the request" in opened
    sent = window(asked, rx_line=LINE) | chosen(albuterol, pharmacy, considered=flag.pk)
    assert as_ada.post(at("reply", asked), sent).status_code == 302
    assert RefillRecord.objects.exists()


def test_while_the_list_is_open_nothing_can_be_sent(as_ada, asked):
    page = words(as_ada.post(at("rx", asked), window(asked, rx="open")))
    assert "Add to response" in page
    assert not re.search(r"<button[^>]*>(?:<svg.*?</svg>)?Send</button>", page)


def test_j6_a_privilege_removed_while_rx_is_open_refuses_the_next_action(cast, as_ada, asked, albuterol, pharmacy):
    StaffMember.objects.filter(pk=cast.ada.pk).update(duties=["messages"])
    assert as_ada.post(at("rx", asked), window(asked, rx="add")).status_code == 403
    assert as_ada.post(at("reply", asked), window(asked, rx_line=LINE) | chosen(albuterol, pharmacy)).status_code == 403
    assert not RefillRecord.objects.exists()


def test_j6_a_denial_without_a_reason_stays_in_the_window(as_ada, asked):
    page = as_ada.post(at("reply", asked), window(asked, response=" ", deny="1"))
    assert page.status_code == 422
    assert RefillRequest.objects.get(thread=asked).status == "asked"
    assert as_ada.post(at("reply", asked), window(asked, response="Please come in first.", deny="1")).status_code == 302
    assert "Denied" in words(as_ada.get(center(asked)))


@pytest.mark.parametrize("field", ["medication", "quantity", "refills", "pharmacy", "considered"])
@pytest.mark.parametrize("wrong", ["nonsense", "\0", "-1", "1e9", "9" * 400, "{{7*7}}", "'; --"])
def test_hostile_values_are_refused_as_any_other(cast, as_ada, asked, albuterol, pharmacy, field, wrong):
    record_allergy(cast)
    sent = window(asked, rx_line=LINE) | chosen(albuterol, pharmacy) | {f"rx-{field}": wrong}
    for page in (as_ada.post(at("rx", asked), sent | {"rx": "add"}), as_ada.post(at("reply", asked), sent)):
        assert page.status_code in (200, 422)
    assert not RefillRecord.objects.exists()
