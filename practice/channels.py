"""Senders behind one small interface: a letter goes out, or raises Permanent (never try again) or anything else.

Texts leave through the function that the setting TEXT_SENDER names, called as `texts.to_mail_folder` is.
"""

import smtplib

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.mail import EmailMultiAlternatives
from django.core.validators import validate_email
from django.utils.module_loading import import_string

from practice.models import TextOptOut


class Permanent(Exception):
    """Trying again cannot help: no address, or the other side refused for good."""


class Unwanted(Exception):
    """Whoever has the number has asked for no more."""


def send(row, letter) -> None:
    """Send the letter through the row's channel."""
    SENDERS[row.channel](row, letter)


def _email(row, letter) -> None:
    try:
        validate_email(letter.address)
    except ValidationError as error:
        raise Permanent("no usable address") from error
    sender = settings.DEFAULT_FROM_EMAIL
    mail = EmailMultiAlternatives(
        subject=" ".join(letter.subject.split()),
        body=letter.text,
        from_email=_named(sender, row.practice.name) if row.practice else sender,
        to=[letter.address],
        # Our id, not the moment's: a mail server that sees a row twice can tell.
        headers={"Message-ID": f"<{row.pk}@frontdesk>", "Auto-Submitted": "auto-generated"},
    )
    if letter.html:
        mail.attach_alternative(letter.html, "text/html")
    if letter.calendar:
        mail.attach("visit.ics", letter.calendar, "text/calendar")
    try:
        mail.send()
    except smtplib.SMTPRecipientsRefused as error:
        if all(500 <= code < 600 for code, _why in error.recipients.values()):
            raise Permanent("recipient refused") from error
        raise


def _text(row, letter) -> None:
    if TextOptOut.objects.of(row.practice).filter(phone=letter.address).exists():
        raise Unwanted("opted out")
    if not settings.TEXT_SENDER:
        raise Permanent("this installation sends no texts")
    text_sender = import_string(settings.TEXT_SENDER)
    text_sender(to=letter.address, words=letter.text.strip(), sender=row.practice.name, key=str(row.pk))


def _named(sender: str, name: str) -> str:
    from email.utils import formataddr, parseaddr

    return formataddr((" ".join(name.split()), parseaddr(sender)[1]))


SENDERS = {"email": _email, "text": _text}
