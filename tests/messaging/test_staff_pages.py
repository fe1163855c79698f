"""The Message Center through the browser's eyes: reader and windows (R35, R36, R40-R43, R47, R50, T-70)."""

import uuid

import pytest
from django.urls import reverse
from django.utils import timezone

from messaging import selectors, threads
from messaging.models import Delivery, Message
from messaging.services import answering, forwarding
from practice.models import AuditEvent
from tests.messaging.pages import act, center, words


def answer(thread, **changes) -> dict:
    fields = {"to": "portal", "response": "Come in at nine.", "after": "keep", "seen_number": thread.last_number}
    return fields | {"request_key": uuid.uuid4(), "seen_completed": "False"} | changes


@pytest.mark.parametrize("selected", ["nonsense", "5f0f7bb3-7a0c-4c3a-9f63-0d6d3a1c9b11"])
def test_a_message_nobody_wrote_is_not_found(cast, sign_in, selected):
    assert sign_in(cast.fay).get(center(selected=selected)).status_code == 404


def test_another_practices_message_is_not_found(cast, sign_in, write):
    thread = write()
    client = sign_in(cast.olga)
    assert client.get(center(selected=thread.pk)).status_code == 404
    assert client.post(act("opening", thread)).status_code == 404


def test_selecting_a_row_shows_the_message_and_changes_nothing_but_the_audit(cast, sign_in, write):
    thread = write()
    before = list(Delivery.objects.values())
    page = words(sign_in(cast.fay).get(center(selected=thread.pk)))
    assert "Leo coughs at night." in page
    assert "Gina Garcia, mother of Leo Garcia" in page
    assert list(Delivery.objects.values()) == before
    assert AuditEvent.objects.filter(action="thread.previewed", patient_ref=cast.leo.pk).exists()


def test_htmx_gets_the_reader_alone(cast, sign_in, write):
    thread = write()
    headers = {"HX-Request": "true", "HX-Target": "reader"}
    page = words(sign_in(cast.fay).get(center(selected=thread.pk), headers=headers))
    assert page.startswith("<article")
    assert "<html" not in page
    restored = sign_in(cast.fay).get(
        center(selected=thread.pk), headers=headers | {"HX-History-Restore-Request": "true"}
    )
    assert "<html" in words(restored)


def test_opening_takes_the_row_out_of_unread_and_keeps_it_in_open(cast, sign_in, write):
    thread = write()
    client = sign_in(cast.fay)
    response = client.post(act("opening", thread))
    assert response.url == center(selected=thread.pk)
    assert "Cough, Leo Garcia" not in words(client.get(center()))
    assert "Cough, Leo Garcia" in words(client.get(center("open")))


def test_marked_unread_it_comes_back(cast, sign_in, write):
    thread = write()
    client = sign_in(cast.fay)
    client.post(act("opening", thread))
    assert client.post(act("unreading", thread)).status_code == 302
    assert "Unread Cough, Leo Garcia" in words(client.get(center()))


def test_reply_opens_the_window_to_the_web_portal_user(cast, sign_in, write):
    thread = write()
    client = sign_in(cast.fay)
    opened = client.post(act("opening", thread) + "&do=reply", follow=True)
    page = words(opened)
    assert '<option value="portal" selected>Web Portal User</option>' in page
    assert "Gina Garcia, mother of Leo Garcia" in page
    assert "Completed: remove from all inboxes" in page
    assert 'value="keep" id="id_after_0" required checked' in page


def test_a_completed_reply_is_gone_from_everybodys_inbox_and_the_patient_has_it(cast, acting, sign_in, ask):
    thread = ask()
    thread.refresh_from_db()
    client = sign_in(cast.fay)
    response = client.post(act("reply", thread), answer(thread, after="completed"), follow=True)
    assert "Sent to Gina Garcia." in words(response)
    for who in (cast.fay, cast.sam):
        assert "Appointment Request, Leo Garcia" not in words(sign_in(who).get(center("open")))
    soon = acting(cast.gina, at=timezone.now() + threads.UNDO)
    assert selectors.thread_page(soon, thread).said[-1].body == "Come in at nine."


def test_an_empty_response_is_shown_beside_its_field(cast, sign_in, write):
    thread = write()
    response = sign_in(cast.fay).post(act("reply", thread), answer(thread, response="  "))
    assert response.status_code == 422
    assert "Write something first." in words(response)
    assert not Message.objects.filter(thread=thread, side="staff").exists()


def test_the_second_answer_is_held_back_with_its_text_and_goes_on_the_next_try(cast, acting, sign_in, write):
    thread = write()
    answering.reply(by=acting(cast.nia), thread=thread, response="Drink water.", seen_number=1)
    client = sign_in(cast.fay)
    held = client.post(act("reply", thread), answer(thread, seen_number=1))
    page = words(held)
    assert held.status_code == 422
    for part in ("Nia Okonkwo wrote in this thread meanwhile", "Drink water.", "Come in at nine."):
        assert part in page
    assert held.context["reply"]["form"]["seen_number"].value() == "2"
    client.post(act("reply", thread), answer(thread, seen_number=2))
    assert Message.objects.filter(thread=thread, side="staff").count() == 2


def test_who_got_it_forwarded_answers_the_colleague_unless_told_otherwise(cast, acting, sign_in, write):
    thread = write()
    forwarding.forward(by=acting(cast.fay), thread=thread, to=[cast.ada], include_prior=True)
    thread.refresh_from_db()
    client = sign_in(cast.ada)
    page = words(client.get(center("unread-phone", selected=thread.pk, do="reply")))
    assert f'<option value="{cast.fay.pk}" selected>Fay Lindgren</option>' in page
    client.post(act("reply", thread), answer(thread, to=cast.fay.pk, response="Two puffs."))
    assert Message.objects.get(thread=thread, number=3).shown_to == "internal"


def test_forwarding_through_the_page(cast, sign_in, write, departments):
    thread = write()
    client = sign_in(cast.fay)
    page = words(client.get(center(selected=thread.pk, do="forward")))
    assert "Ada Moreau, prescriber" in page
    assert "IC-Referral (1)" in page
    to = [cast.ada.pk, departments.referral.pk]
    sent = client.post(act("forwarding", thread), {"to": to, "note": "Look", "include_prior": "on"}, follow=True)
    assert "Forwarded." in words(sent)
    assert Delivery.objects.filter(thread=thread, channel="phone").count() == 2


def test_a_forward_to_somebody_without_access_says_who(cast, sign_in, write):
    cast.leo.home_location = cast.south
    cast.leo.save()
    thread = write()
    refused = sign_in(cast.fay).post(act("forwarding", thread), {"to": [cast.sam.pk], "note": "Look", "warned": "True"})
    assert refused.status_code == 422
    assert "No access to this patient: Sam Whitlock." in words(refused)
    assert "> Look</textarea>" in words(refused)


def test_complete_and_reopen(cast, sign_in, write):
    thread = write()
    client = sign_in(cast.fay)
    client.post(act("completion", thread))
    page = words(client.get(center("completed", selected=thread.pk)))
    assert "Completed by Fay Lindgren" in page
    assert "Not answered" in page
    client.post(act("reopening", thread, "completed"))
    assert "Cough, Leo Garcia" in words(client.get(center("open")))


@pytest.mark.parametrize("name", ["opening", "unreading", "reply", "forwarding", "completion", "reopening"])
def test_a_get_does_nothing(cast, sign_in, write, name):
    assert sign_in(cast.fay).get(act(name, write())).status_code == 405


def test_new_insurance_is_shown_beside_its_message(cast, acting, sign_in):
    from messaging import insurance

    thread = insurance.report(
        by=acting(cast.gina), patient=cast.leo, company="Blue Shield", member_number="B-17", group_number=""
    )
    page = words(sign_in(cast.fay).get(center(selected=thread.pk)))
    assert "New insurance" in page
    assert "Blue Shield" in page
    assert "Insurance Change Notification" in page


def test_r4_a_message_about_somebody_out_of_scope_leads_to_no_file(cast, sign_in, ask):
    file = reverse("staff:portal:file", args=["maple", cast.leo.pk])
    thread, client = ask(), sign_in(cast.sam)
    address = center(selected=str(thread.pk))
    assert file in words(client.get(address))
    cast.leo.home_location = cast.south
    cast.leo.save()
    page = words(client.get(address))
    assert "Leo Garcia" in page
    assert file not in page
