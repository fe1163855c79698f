"""Who an answer goes to: an internal one turned to the patient, one that cannot go, and windows that ask once
(R56, R58, R59, R119, X25, X41, T-70; bad input of J5)."""

import uuid

import pytest
from django.urls import reverse

from messaging.models import Delivery, Message
from messaging.services import answering, completing, forwarding
from practice.models import AccessGrant


@pytest.fixture
def nia(client, cast):
    client.force_login(cast.nia.user)
    return client


@pytest.fixture
def answered(cast, acting, write):
    """Leo's message, forwarded by Nia and answered to her by Dr Ada."""
    thread = write()
    forwarding.forward(by=acting(cast.nia), thread=thread, to=[cast.ada], include_prior=True)
    answering.answer_internally(
        by=acting(cast.ada), thread=thread, to=cast.nia, response="INSIDE: give it, two refills.", seen_number=2
    )
    thread.refresh_from_db()
    return thread


def act(name, thread) -> str:
    return reverse(f"staff:messaging:{name}", args=["maple", thread.pk], query={"tab": "open"})


def fields(thread, **changes) -> dict:
    facts = {"to": "portal", "response": "It is ready.", "after": "keep", "seen_number": thread.last_number}
    return facts | {"request_key": uuid.uuid4()} | changes


def words(response) -> str:
    return " ".join(response.content.decode().split())


def to_the_patient(thread):
    return Message.objects.filter(thread=thread, side="staff", shown_to="portal")


def test_r59_the_window_begins_with_the_colleague_and_asks_before_it_turns_to_the_patient(cast, nia, answered):
    page = nia.post(act("opening", answered) + "&do=reply", follow=True)
    assert page.context["reply"]["form"].initial["to"] == str(cast.ada.pk)
    asked = nia.post(act("reply", answered), fields(answered))
    assert asked.status_code == 200
    assert asked.context["reply"]["confirm"]["title"] == "Gina Garcia, about Leo Garcia"
    assert asked.context["reply"]["confirm"]["text"] == "It is ready."
    assert "2 internal messages in this thread are not part of it." in words(asked)
    assert not to_the_patient(answered).exists()
    confirmed = {"confirmed": asked.context["reply"]["confirm"]["fingerprint"]}
    sent = nia.post(act("reply", answered), fields(answered, **confirmed), follow=True)
    assert "Sent to Gina Garcia." in words(sent)
    assert to_the_patient(answered).get().body == "It is ready."


def test_r59_what_must_still_be_filled_in_is_refused_before_anything_is_asked(nia, answered):
    page = nia.post(act("reply", answered), fields(answered, response="Come on [[which day?]]."))
    assert page.status_code == 422
    assert page.context["reply"]["confirm"] is None
    assert "Fill these in, or take them out: [[which day?]]" in words(page)
    assert not to_the_patient(answered).exists()


def test_r59_another_text_than_the_one_that_was_shown_is_asked_about_again(nia, answered):
    shown = nia.post(act("reply", answered), fields(answered)).context["reply"]["confirm"]["fingerprint"]
    asked = nia.post(act("reply", answered), fields(answered, response="No, wait.", confirmed=shown))
    assert asked.context["reply"]["confirm"]["text"] == "No, wait."
    assert not to_the_patient(answered).exists()


def test_r59_back_keeps_the_text_and_sends_nothing(nia, answered):
    back = nia.post(act("reply", answered), fields(answered, revise="1"))
    assert back.context["reply"]["confirm"] is None
    assert "It is ready.</textarea>" in words(back)
    assert not to_the_patient(answered).exists()


def test_j5_both_a_colleague_and_the_patient_in_to_asks_which(cast, nia, answered):
    asked = nia.post(act("reply", answered), fields(answered, to=["portal", str(cast.ada.pk)]))
    assert asked.status_code == 422
    assert "Choose one: a message goes to the Web Portal User or to a colleague, never to both." in words(asked)
    assert Message.objects.filter(thread=answered).count() == 3


def test_r56_forwarding_without_what_came_before_is_asked_about_once(cast, nia, write):
    thread = write()
    sent = {"to": [cast.ada.pk], "note": "Call me.", "request_key": uuid.uuid4()}
    asked = nia.post(act("forwarding", thread), sent)
    assert asked.status_code == 422
    assert "Details will not be included" in words(asked)
    assert asked.context["forward"]["form"]["warned"].value() == "True"
    assert "Forwarded." in words(nia.post(act("forwarding", thread), sent | {"warned": "True"}, follow=True))
    assert Delivery.objects.get(thread=thread, member=cast.ada).first_visible_number == 2


def test_j5_an_empty_response_is_not_sent(nia, write):
    thread = write()
    assert nia.post(act("reply", thread), fields(thread, response=" \n")).status_code == 422
    assert not to_the_patient(thread).exists()


@pytest.fixture
def cut_off(cast, nia, write):
    """The window of an answer to Hugo, whose access has ended meanwhile."""
    thread = write(who=cast.hugo)
    thread.refresh_from_db()
    AccessGrant.objects.filter(user=cast.hugo).update(ends_at=cast.now)
    return thread, nia.post(act("reply", thread), fields(thread))


def test_x25_who_cannot_be_written_to_any_more_is_said_with_whom_to_call(cast, cut_off):
    thread, page = cut_off
    said = words(page)
    assert f"{cast.hugo.name} no longer has access to the portal for Leo Garcia" in said
    assert "It is ready.</textarea>" in said
    assert "Keep for a letter" in said
    assert not to_the_patient(thread).exists()


@pytest.mark.parametrize(("way", "said"), [("call", "To be told by phone:"), ("letter", "To be sent as a letter:")])
def test_x25_the_text_stays_with_the_thread_until_somebody_has_passed_it_on(cast, nia, cut_off, way, said):
    thread, _page = cut_off
    nia.post(act("reply", thread), fields(thread, instead=way))
    note = Message.objects.filter(thread=thread).latest("number")
    assert (note.shown_to, note.body) == ("internal", f"{said}\n\nIt is ready.")
    thread.refresh_from_db()
    assert (thread.answered_at, thread.completed_at) == (None, None)


def test_t70_the_second_of_two_nurses_reads_the_first_answer_before_hers_goes(cast, acting, nia, write):
    thread = write()
    answering.reply(by=acting(cast.fay), thread=thread, response="Drink tea.", seen_number=1)
    held = nia.post(act("reply", thread), fields(thread, seen_number=1))
    assert held.status_code == 422
    assert [part["body"] for part in held.context["reply"]["news"]] == ["Drink tea."]
    assert "Since you began" in words(held)
    assert "It is ready.</textarea>" in words(held)
    again = fields(thread, seen_number=held.context["reply"]["form"]["seen_number"].value())
    nia.post(act("reply", thread), again)
    assert to_the_patient(thread).count() == 2


def test_x41_completed_by_one_while_another_has_it_open(cast, acting, nia, write):
    thread = write()
    nia.post(act("opening", thread) + "&do=reply")
    completing.complete(by=acting(cast.fay), thread=thread)
    reader = nia.get(reverse("staff:messaging:tab", args=["maple", "all"], query={"selected": str(thread.pk)}))
    assert "Completed by Fay Lindgren" in words(reader)
    held = nia.post(act("reply", thread), fields(thread, seen_number=1))
    assert [part["body"] for part in held.context["reply"]["news"]] == ["Completed by Fay Lindgren"]
    assert "It is ready.</textarea>" in words(held)


def test_t70_nobody_completes_what_they_have_not_read(cast, acting, nia, write):
    thread = write()
    answering.reply(by=acting(cast.fay), thread=thread, response="Drink tea.", seen_number=1)
    held = nia.post(act("completion", thread), {"seen_number": 1}, follow=True)
    assert "Fay Lindgren wrote in this thread meanwhile. Read it, then complete it." in words(held)
    assert [part["fresh"] for part in held.context["message"]["parts"]] == [False, True]
    nia.post(act("completion", thread), {"seen_number": held.context["message"]["number"]})
    thread.refresh_from_db()
    assert thread.completed_by == cast.nia
