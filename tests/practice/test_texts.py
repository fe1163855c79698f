"""Texts leave through the sender that is set up, never to a number that wants none, and lie in no log."""

from mailbox import Maildir

import pytest
from django.utils import timezone

from practice import outbox
from practice.models import OutboundMessage, TextOptOut

NUMBER = "+15550104430"


@pytest.fixture
def queued(cast):
    """A text in the outbox, to NUMBER."""
    outbox.announce("test.texted", lambda row, now: outbox.Letter(NUMBER, "", "Your PIN is ABCD-2345."))
    facts = {"practice": cast.maple, "subject": cast.leo, "recipient": None}
    outbox.put(notice="test.texted", key="t", now=timezone.now(), channel="text", **facts)
    yield OutboundMessage.objects.get(key="t")
    del outbox.NOTICES["test.texted"]


@pytest.fixture
def folder(settings, tmp_path):
    settings.DEMO, settings.MAILDIR = True, str(tmp_path / "mail")
    settings.TEXT_SENDER = "practice.texts.to_mail_folder"
    return Maildir(settings.MAILDIR)


def test_a_text_is_kept_beside_the_mail_and_shown_with_it(client, folder, queued):
    assert outbox.deliver(queued.pk) == "sent"
    page = client.get("/demo/outbox/").content.decode()
    for said in ("Text message", NUMBER, "Maple Pediatrics", "Your PIN is ABCD-2345."):
        assert said in page


def test_t24_what_a_text_says_is_logged_nowhere(folder, queued, caplog, capfd):
    caplog.set_level("DEBUG")
    outbox.deliver(queued.pk)
    said = capfd.readouterr()
    assert "ABCD" not in caplog.text + said.out + said.err


def test_x34_without_a_sender_a_text_fails_for_good(settings, queued):
    settings.TEXT_SENDER = ""
    assert outbox.deliver(queued.pk) == "failed"
    assert OutboundMessage.objects.get().error == "Permanent"


def test_x34_a_sender_that_is_away_is_tried_again(settings, queued):
    settings.TEXT_SENDER = "practice.nowhere.sender"
    assert outbox.deliver(queued.pk) == "queued"


def test_x35_nothing_leaves_to_a_number_that_wants_no_texts(cast, folder, queued):
    TextOptOut.objects.create(practice=cast.maple, phone=NUMBER, at=cast.now)
    assert outbox.deliver(queued.pk) == "dropped"
    assert OutboundMessage.objects.get().error == "Unwanted"
    assert len(folder) == 0


def test_x35_a_number_that_wants_none_of_one_practice_still_gets_those_of_another(cast, folder, queued):
    TextOptOut.objects.create(practice=cast.riverside, phone=NUMBER, at=cast.now)
    assert outbox.deliver(queued.pk) == "sent"
