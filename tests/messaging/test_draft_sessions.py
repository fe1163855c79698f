"""Drafts when a session ends: there again for the same person, whatever the page did by itself (T-33)."""

import re
import time

import pytest
from django.urls import reverse
from django.utils import timezone

from messaging.models import Message
from practice.models import ParkedSubmission
from tests.messaging.drafting import AUTOSAVE, MINUTE, POLL, act, center, idle, save, shown, sign_in, words


@pytest.fixture
def now():
    """Pages read the machine's clock."""
    return timezone.now()


def test_t33_sixteen_minutes_of_pings_and_polls_sign_out_and_the_text_is_there_after_signing_in(write):
    thread, fay = write(), sign_in("fay")
    url = fay.get(center(thread, do="reply")).context["news_url"]
    save(fay, thread, "Come in at nine")
    idle(fay, 0)
    for minute in range(1, 17):
        session = fay.session
        if "seen_at" in session:
            session["seen_at"] -= MINUTE
            session.save()
        answers = fay.post(act("writing", thread, window="reply"), headers=POLL), fay.get(url, headers=POLL)
        assert [answer.status_code == 401 for answer in answers] == [minute >= 10] * 2, minute
    assert not ParkedSubmission.objects.exists()  # a ping holds nothing that somebody wrote
    assert shown(sign_in("fay", fay), thread)["response"].value() == "Come in at nine"
    fay.post("/signout/")
    assert shown(sign_in("nia", fay), thread)["response"].value() is None


def test_t33_typing_is_activity(write):
    thread, fay = write(), sign_in("fay")
    idle(fay, 9)
    save(fay, thread, "Come in")
    assert time.time() - fay.session["seen_at"] < MINUTE


def test_t33_what_is_typed_after_the_end_is_kept_for_the_same_person(write):
    thread, fay = write(), sign_in("fay")
    save(fay, thread, "Come in")
    idle(fay, 16)
    answer = save(fay, thread, "Come in at nine")
    back = re.search(r"next=(/returned/[0-9a-f-]+/)", answer["HX-Redirect"])[1]
    page = sign_in("fay", fay).get(back)
    assert "Go on writing" in words(page)
    assert "Send it now" not in words(page)
    kept = ParkedSubmission.objects.get()
    answer = fay.post(kept.path, dict(kept.fields) | {"parked": str(kept.pk)}, follow=True)
    assert answer.context["reply"]["form"]["response"].value() == "Come in at nine"
    assert Message.objects.filter(thread=thread).count() == 1


def test_a_guardians_reply_survives_an_idle_sign_out_for_the_same_person_only(cast, write):
    thread, gina = write(), sign_in("gina")
    facts = [cast.maple.slug, cast.leo.pk, thread.pk]
    there = reverse("my:messaging:thread", args=facts)
    answer = gina.post(
        reverse("my:messaging:draft", args=facts, query={"window": "answer"}), {"body": "Since"}, headers=AUTOSAVE
    )
    assert "Draft saved" in answer.content.decode()
    idle(gina, 16)
    assert gina.get(there).status_code == 302
    page = sign_in("gina", gina).get(there)
    assert page.context["form"]["body"].value() == "Since"
    assert "Discard draft" in words(page)
    gina.post(reverse("my:messaging:draft_discarding", args=facts, query={"window": "answer"}))
    assert gina.get(there).context["form"]["body"].value() is None


def test_a_guardian_sees_nothing_of_what_staff_begin(cast, write):
    thread, fay, gina = write(), sign_in("fay"), sign_in("gina")
    save(fay, thread, "SECRET")
    page = words(gina.get(reverse("my:messaging:thread", args=["maple", cast.leo.pk, thread.pk])))
    assert "SECRET" not in page
    assert "is replying" not in page
