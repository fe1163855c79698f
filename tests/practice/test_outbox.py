"""The outbox: one row for each key, sent once, tried again, never lost, dropped when no longer true."""

from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone

from practice import outbox
from practice.channels import Permanent
from practice.models import OutboundMessage, Practice


@pytest.fixture
def notice(cast):
    """A notice of our own; `notice.letter` may be set to None (no longer true) or to an exception to raise."""

    class Said:
        letter = outbox.Letter("gina@demo.example", "You have a message", "Sign in to read it.")

        def compose(self, row, now):
            if isinstance(self.letter, Exception):
                raise self.letter
            return self.letter

    said = Said()
    outbox.announce("test.said", said.compose)
    yield said
    del outbox.NOTICES["test.said"]


def put(cast, key="k", now=None, **facts):
    now = now or timezone.now()
    facts |= {"practice": cast.maple, "subject": cast.leo, "recipient": cast.gina}
    outbox.put(notice="test.said", key=key, now=now, **facts)
    return OutboundMessage.objects.get(key=key)


def status(row) -> str:
    return OutboundMessage.objects.get(pk=row.pk).status


def test_a_row_is_sent_once_in_the_practice_s_name(cast, notice):
    row = put(cast)
    assert outbox.deliver(row.pk) == "sent"
    assert outbox.deliver(row.pk) == ""
    (sent,) = mail.outbox
    assert sent.to == ["gina@demo.example"]
    assert sent.from_email.startswith("Maple Pediatrics <")


def test_the_same_key_twice_is_one_row(cast, notice):
    assert put(cast).pk == put(cast).pk
    assert OutboundMessage.objects.count() == 1


def test_a_row_holds_no_text(cast, notice):
    put(cast)
    assert "Sign in to read it" not in str(OutboundMessage.objects.values().get())


def test_a_row_is_not_sent_before_it_is_due(cast, notice):
    row = put(cast, due_at=timezone.now() + timedelta(hours=1))
    assert outbox.deliver(row.pk) == ""
    assert status(row) == "queued"


def test_a_notice_that_is_no_longer_true_is_dropped(cast, notice):
    notice.letter = None
    row = put(cast)
    assert outbox.deliver(row.pk) == "dropped"
    assert mail.outbox == []


def test_a_passing_failure_waits_and_is_tried_again(cast, notice):
    row, letter = put(cast), notice.letter
    notice.letter = ConnectionError("away")
    assert outbox.deliver(row.pk) == "queued"
    assert outbox.deliver(row.pk) == ""  # not due yet
    notice.letter = letter
    OutboundMessage.objects.update(due_at=timezone.now())
    assert outbox.deliver(row.pk) == "sent"


def test_a_failure_that_cannot_heal_is_failed_at_once(cast, notice):
    notice.letter = Permanent("no address")
    assert outbox.deliver(put(cast).pk) == "failed"


def test_a_row_that_always_fails_is_given_up_after_eight_tries(cast, notice):
    notice.letter = ConnectionError("away")
    row = put(cast)
    ends = []
    for _try in range(outbox.MAX_ATTEMPTS):
        OutboundMessage.objects.update(due_at=timezone.now())
        ends.append(outbox.deliver(row.pk))
    assert ends == ["queued"] * 7 + ["failed"]


def test_a_row_held_by_a_dead_worker_is_taken_back_after_the_lease(cast, notice):
    row = put(cast)
    assert outbox.claim(row.pk, timezone.now()) is not None
    assert outbox.deliver(row.pk) == ""
    later = timezone.now() + outbox.LEASE
    assert outbox.deliver(row.pk, later) == "sent"


def test_a_text_held_by_a_dead_worker_becomes_unknown_and_is_not_sent_twice(cast, notice):
    row = put(cast)
    OutboundMessage.objects.update(channel="text")
    assert outbox.claim(row.pk, timezone.now()) is not None
    assert outbox.deliver(row.pk, timezone.now() + outbox.LEASE) == ""
    assert status(row) == "unknown"


def test_a_row_that_kills_its_worker_is_given_up(cast, notice):
    row = put(cast)
    moment = timezone.now()
    for n in range(outbox.MAX_ATTEMPTS):
        assert outbox.claim(row.pk, moment + n * outbox.LEASE) is not None
    assert outbox.claim(row.pk, moment + outbox.MAX_ATTEMPTS * outbox.LEASE) is None
    assert status(row) == "failed"


BROKEN = "Hello\r\nBcc: x@y.example\r\n\r\n<b>Not ours</b>"


@pytest.mark.parametrize("field", ["subject", "practice", "text", "html"])
def test_t41_no_field_can_add_a_header(cast, notice, smtp, settings, field):
    """What a mail server receives is one block of headers, all of them ours."""
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    letter = {"subject": "Hello", "text": "Text", "html": "<p>Text</p>"} | {field: BROKEN}
    notice.letter = outbox.Letter("gina@demo.example", letter["subject"], letter["text"], letter["html"])
    if field == "practice":
        Practice.objects.filter(pk=cast.maple.pk).update(name=BROKEN)
    assert outbox.deliver(put(cast).pk) == "sent"
    [received] = smtp.wait_for(1)
    assert received["Bcc"] is None
    assert [received["To"]] == received.get_all("To") == ["gina@demo.example"]
    assert len(received["From"].addresses) == 1
    assert received["From"].addresses[0].addr_spec == "no-reply@frontdesk.example"
    assert ("Not ours" in received.get_body(("plain",)).get_content()) == (field == "text")


@pytest.mark.parametrize("address", ["gina@demo.example\r\nBcc: x@y.example", "gina@demo.example, x@y.example"])
def test_t41_an_address_that_is_more_than_one_gets_nothing(cast, notice, smtp, settings, address):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    notice.letter = outbox.Letter(address, "Hello", "Text")
    assert outbox.deliver(put(cast).pk) == "failed"
    assert smtp.messages == []
