"""What patients and guardians write and read (R44, R49, R64, R66, R120, R124, settled 18 and 23)."""

import uuid

import pytest

from messaging import insurance, selectors
from messaging.models import Message, ReadMarker, Thread
from messaging.services import answering, completing, patient
from practice import outbox
from practice.errors import NotAllowed, NotVisible, Refused
from practice.models import OutboundMessage


def test_a_message_carries_the_subject_its_sender_typed(cast, acting, write):
    thread = write(subject="  Cough at night ")
    assert (thread.subject, thread.account, thread.kind) == ("Cough at night", cast.gina, "general")


@pytest.mark.parametrize(
    ("subject", "body", "field"), [("", "x", "subject"), ("x", " \n", "body"), ("x", "y" * 2001, "body")]
)
def test_a_message_without_words_or_with_too_many_is_refused(write, subject, body, field):
    with pytest.raises(Refused) as refused:
        write(subject=subject, body=body)
    assert refused.value.field == field


def test_sent_twice_it_is_one_thread(write):
    key = uuid.uuid4()
    assert write(request_key=key) == write(request_key=key)
    assert Thread.objects.count() == 1


def test_somebody_elses_child_cannot_be_written_about(cast, write):
    with pytest.raises(NotVisible):
        write(who=cast.hugo, about=cast.mia)


def test_a_booking_only_grant_writes_no_messages(cast, acting):
    cast.hugo.grants.update(level="booking")
    with pytest.raises(NotAllowed):
        patient.send_message(by=acting(cast.hugo), patient=cast.leo, subject="x", body="y")


def test_guardians_do_not_see_each_others_threads(cast, acting, write):
    write(who=cast.gina)
    assert not selectors.threads_of(acting(cast.hugo), cast.leo).exists()


def test_reading_moves_my_marker_and_answering_does_too(cast, acting, write, later):
    thread = write()
    answering.reply(by=acting(cast.fay), thread=thread, response="Come in.", seen_number=1)
    patient.show_thread(by=acting(cast.gina, at=later), thread=thread)
    assert selectors.unread_answers(acting(cast.gina, at=later), cast.leo) == 1
    patient.answer(by=acting(cast.gina, at=later), thread=thread, body="Yes.")
    assert selectors.unread_answers(acting(cast.gina, at=later), cast.leo) == 0
    assert ReadMarker.objects.get(thread=thread).up_to_number == 3


def test_the_list_begins_with_what_is_unread(cast, acting, write, later):
    old, new = write(subject="Old"), write(subject="New")
    answering.reply(by=acting(cast.fay), thread=old, response="Come in.", seen_number=1)
    assert list(selectors.threads_of(acting(cast.gina, at=later), cast.leo)) == [old, new]


def test_new_insurance_is_a_message_of_its_own_and_needs_no_answer(cast, acting, has):
    thread = insurance.report(
        by=acting(cast.gina), patient=cast.leo, company="Blue", member_number="B-1", group_number=""
    )
    assert (thread.subject, thread.kind) == ("Insurance Change Notification", "insurance")
    assert has(thread) == {("Fay", "portal"): "department"}
    assert thread.insurance_change.company == "Blue"
    completing.complete(by=acting(cast.fay), thread=thread)
    assert has(thread) == {}


@pytest.fixture
def letter(cast, acting, write):
    """The notice of Fay's answer, composed now; with the thread."""

    def compose():
        row = OutboundMessage.objects.get(notice="message.new")
        return outbox.NOTICES["message.new"].compose(row, cast.now)

    thread = write(subject="SECRET subject", body="SECRET")
    answering.reply(by=acting(cast.fay), thread=thread, response="SECRET answer", seen_number=1)
    return compose, thread


def test_the_notice_names_the_practice_and_links_to_the_thread_and_says_no_more(cast, letter):
    compose, thread = letter
    mail = compose()
    assert mail.address == "gina@demo.example"
    assert mail.subject == "You have a message from Maple Pediatrics"
    for part in (mail.text, mail.html):
        assert f"/my/maple/{cast.leo.pk}/messages/{thread.pk}/" in part
        assert "SECRET" not in part
        assert "Leo" not in part


def test_the_notice_is_dropped_once_the_message_was_read(cast, acting, letter, later):
    compose, thread = letter
    last = thread.messages.order_by("-number").first()
    patient.read_thread(by=acting(cast.gina, at=later), thread=thread, up_to=last)
    assert compose() is None


def test_the_notice_is_dropped_once_access_ended(cast, letter):
    compose, _thread = letter
    cast.gina.grants.update(ends_at=cast.now)
    assert compose() is None


def test_what_was_said_cannot_be_changed_or_deleted(write):
    from django.db import InternalError, transaction

    message = Message.objects.get(thread=write())
    with pytest.raises(InternalError), transaction.atomic():
        Message.objects.filter(pk=message.pk).update(body="x")
    with pytest.raises(InternalError), transaction.atomic():
        message.delete()
