"""The demo's outbox shows mail as text, whatever the mail holds."""

from email.message import EmailMessage
from mailbox import Maildir

import pytest

from practice import outbox

pytestmark = pytest.mark.django_db


@pytest.fixture
def maildir(settings, tmp_path):
    settings.DEMO, settings.MAILDIR = True, str(tmp_path / "mail")
    return Maildir(settings.MAILDIR)


def letter(subject: str, html: str) -> EmailMessage:
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = "Maple <no-reply@maple.example>", "gina@demo.example", subject
    message["Date"] = "Mon, 19 Oct 2026 14:00:00 +0000"
    message.set_content("Sign in: http://localhost:8000/signin/")
    message.add_alternative(html, subtype="html")
    message.add_attachment(b"BEGIN:VCALENDAR", maintype="text", subtype="calendar", filename="visit.ics")
    return message


def test_mail_is_listed_with_both_parts_and_its_attachments(client, maildir):
    maildir.add(letter("Your visit", '<p>Hello</p><a href="http://x.example/a">Open</a>'))
    page = client.get("/demo/outbox/").content.decode()
    for said in ("Your visit", "gina@demo.example", "Open [http://x.example/a]", "visit.ics"):
        assert said in page
    assert '<a href="http://localhost:8000/signin/"' in page


def test_t39_what_a_mail_holds_is_never_run(client, maildir):
    maildir.add(letter("<script>alert(1)</script>", "<p>Hi<script>alert(2)</script><img src=x onerror=alert(3)></p>"))
    page = client.get("/demo/outbox/").content.decode()
    assert "&lt;script&gt;alert(1)" in page
    assert "<script>alert" not in page
    assert "<img" not in page


def test_what_still_waits_is_listed_too(client, maildir, cast):
    outbox.announce("test.waits", lambda row, now: None)
    outbox.put(practice=cast.maple, notice="test.waits", subject=cast.leo, recipient=cast.gina, key="w", now=cast.now)
    del outbox.NOTICES["test.waits"]
    page = client.get("/demo/outbox/").content.decode()
    assert "test.waits" in page
    assert "queued" in page


def test_without_a_mail_folder_the_page_says_that_nothing_was_sent(client, settings):
    settings.DEMO, settings.MAILDIR = True, ""
    assert "Nothing has been sent yet" in client.get("/demo/outbox/").content.decode()
