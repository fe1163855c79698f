"""Senders of texts. There is one so far, for a demo and for trying things out."""

from email.message import EmailMessage
from email.utils import format_datetime
from mailbox import Maildir

from django.conf import settings
from django.utils import timezone

IS_TEXT = "X-Frontdesk-Text"


def to_mail_folder(*, to: str, words: str, sender: str, key: str) -> None:
    """Keep a text where the embedded mail catcher keeps the mail, for `/demo/outbox/`. Nothing is logged or printed.

    `to` is the number (`+15550104400`), `sender` the practice's name, `key` is the same when a text is sent again.
    """
    message = EmailMessage()
    message["From"], message["To"] = " ".join(sender.split()), to
    message["Date"] = format_datetime(timezone.now())
    message["Message-ID"] = f"<{key}@frontdesk>"
    message[IS_TEXT] = "yes"
    message.set_content(words)
    Maildir(settings.MAILDIR).add(message)
