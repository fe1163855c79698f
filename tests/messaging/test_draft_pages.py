"""Drafts in the windows of a thread: there again in any browser, for their writer alone (J6, R44)."""

import re

import pytest
from django.test import Client
from django.utils import timezone

from messaging.models import Draft, Message
from messaging.services import completing, patient
from practice.models import StaffMember
from tests.messaging.drafting import AUTOSAVE, act, center, save, shown, sign_in, typed, words


@pytest.fixture
def now():
    """Pages read the machine's clock."""
    return timezone.now()


def test_saving_says_when_and_the_window_shows_it_again_in_another_browser(write):
    thread = write()
    answer = save(sign_in("fay"), thread, "Come in", after="completed")
    assert re.fullmatch(r"Draft saved \d+:\d\d [ap]m", answer.content.decode())
    page = sign_in("fay").get(center(thread, do="reply"))
    form = page.context["reply"]["form"]
    assert (form["response"].value(), form["after"].value()) == ("Come in", "completed")
    assert "Draft saved" in words(page)
    assert "Draft saved" not in words(sign_in("nia").get(center(thread, do="reply")))


def test_without_text_saving_says_nothing_and_the_window_is_empty(write):
    thread, fay = write(), sign_in("fay")
    save(fay, thread, "Come in")
    assert save(fay, thread, "  ").content == b""
    assert shown(fay, thread)["response"].value() is None


def test_without_scripts_saving_comes_back_to_the_window(write):
    thread, fay = write(), sign_in("fay")
    answer = fay.post(act("draft", thread, window="reply"), typed(thread, "Come in"), follow=True)
    assert answer.context["reply"]["form"]["response"].value() == "Come in"


def test_the_row_and_the_thread_say_that_i_have_begun_and_discard_ends_it(write):
    thread, fay = write(), sign_in("fay")
    save(fay, thread, "Come in")
    page = words(fay.get(center(thread)))
    assert "You have begun a reply, saved" in page
    assert "Draft</span>" in page
    assert "You have begun" not in words(sign_in("nia").get(center(thread)))
    answer = fay.post(act("draft_discarding", thread, window="reply"), follow=True)
    assert "Draft discarded." in words(answer)
    assert "You have begun" not in words(answer)
    assert not Draft.objects.exists()


def test_a_forward_is_kept_with_whom_it_was_for(cast, write):
    thread, fay = write(), sign_in("fay")
    facts = {"note": "Can you see him?", "to": [cast.nia.pk], "completed": "on"}
    fay.post(act("draft", thread, window="forward"), facts, headers=AUTOSAVE)
    form = shown(fay, thread, "forward")
    assert form["to"].value() == [str(cast.nia.pk)]
    assert (form["note"].value(), form["completed"].value(), form["include_prior"].value()) == (
        "Can you see him?",
        True,
        False,
    )


def test_what_was_pressed_or_refused_is_kept_without_scripts_too(write):
    thread, fay = write(), sign_in("fay")
    fay.post(act("reply", thread), typed(thread, "Come in", seen_number=0))
    assert shown(fay, thread)["response"].value() == "Come in"
    fay.post(act("reply", thread), typed(thread, "Come in at nine", revise="1"))
    assert shown(fay, thread)["response"].value() == "Come in at nine"
    fay.post(act("forwarding", thread), {"note": "For whom?"})
    assert shown(fay, thread, "forward")["note"].value() == "For whom?"


def test_sent_it_is_gone(write):
    thread, fay = write(), sign_in("fay")
    save(fay, thread, "Come in")
    fay.post(act("reply", thread), typed(thread, "Come in"))
    assert shown(fay, thread)["response"].value() is None
    assert not Draft.objects.exists()


def test_what_happened_since_is_told_when_the_window_opens_again(cast, acting, write):
    thread, fay = write(), sign_in("fay")
    save(fay, thread, "Come in")
    patient.answer(by=acting(cast.gina), thread=thread, body="He has a fever, too.")
    completing.complete(by=acting(cast.nia), thread=thread)
    page = fay.get(center(thread, do="reply"))
    news = words(page).partition("Since you began")[2].partition("</section>")[0]
    assert "He has a fever, too." in news
    assert "Completed by Nia Okonkwo" in news
    sent = {f.html_name: f.value() for f in page.context["reply"]["form"]} | {"files": "", "seen_completed": "True"}
    fay.post(act("reply", thread), {name: value for name, value in sent.items() if value is not None})
    assert Message.objects.filter(thread=thread, body="Come in").exists()


def test_nothing_is_told_where_nothing_happened(write):
    thread, fay = write(), sign_in("fay")
    save(fay, thread, "Come in")
    assert "Since you began" not in words(fay.get(center(thread, do="reply")))


def test_what_was_meant_for_a_colleague_who_left_is_turned_to_nobody(cast, acting, write):
    thread, fay = write(), sign_in("fay")
    save(fay, thread, "Is she well?", to=str(cast.nia.pk))
    form = shown(fay, thread)
    assert form.fields["to"].choices == [("", "Choose one"), ("portal", "Web Portal User")]
    answer = fay.post(act("reply", thread), typed(thread, "Is she well?", to=""))
    assert answer.status_code == 422
    assert Message.objects.filter(thread=thread).count() == 1


def test_who_may_not_answer_any_more_can_still_read_what_they_wrote(cast, acting, write):
    thread, nia = write(), sign_in("nia")
    save(nia, thread, "Drink tea")
    StaffMember.objects.filter(pk=cast.nia.pk).update(duties=["prescribing"])
    thread.deliveries.create(
        practice=cast.maple, member=cast.nia, reason="forwarded", delivered_at=cast.now, closed_at=cast.now
    )
    page = words(nia.get(center(thread)))
    assert "Drink tea" in page
    assert "Continue" not in page
    assert nia.post(act("draft", thread, window="reply"), typed(thread, "More")).status_code == 403
    assert nia.post(act("draft_discarding", thread, window="reply")).status_code == 302


def test_others_find_no_door(cast, write):
    thread = write()
    olga = Client()
    olga.force_login(cast.olga.user)
    for name in ("draft", "draft_discarding", "writing"):
        assert olga.post(act(name, thread, window="reply")).status_code == 404
        assert sign_in("fay").post(act(name, thread, window="answer")).status_code == 404
        assert sign_in("fay").get(act(name, thread, window="reply")).status_code == 405
