"""The mail and the texts a demo sent, read from the folder where its mail catcher puts it."""

import mailbox
import re
from dataclasses import dataclass
from datetime import datetime
from email import message_from_binary_file, policy
from email.message import EmailMessage
from email.utils import parsedate_to_datetime
from html import unescape
from pathlib import Path

from django.conf import settings
from django.utils.html import strip_tags

from practice.models import OutboundMessage
from practice.texts import IS_TEXT

_MOST = 200
_LINK = re.compile(r'<a\s[^>]*href="([^"]*)"[^>]*>(.*?)</a>', re.IGNORECASE | re.DOTALL)
_HEAD = re.compile(r"<head>.*?</head>", re.IGNORECASE | re.DOTALL)


@dataclass(frozen=True)
class ReadLetter:
    """One message as it arrived. `html_words` is the HTML part read as text, with the addresses of its links."""

    key: str
    sender: str
    to: str
    subject: str
    at: datetime | None
    text: str
    html_words: str
    is_text: bool
    attachments: list[str]


def letters() -> list[ReadLetter]:
    """The newest letters in the mail folder, newest first; none without a folder."""
    folder = Path(settings.MAILDIR) if settings.MAILDIR else None
    if folder is None or not (folder / "new").is_dir():
        return []
    box = mailbox.Maildir(folder, factory=_parse, create=False)
    files = sorted(box.iterkeys(), key=_arrived(folder), reverse=True)[:_MOST]
    return [_read(key, box[key]) for key in files]


def waiting(now: datetime) -> list[OutboundMessage]:
    """What has not left: queued, being sent, or failed; newest first."""
    unsent = OutboundMessage.objects.filter(status__in=["queued", "sending", "failed", "unknown"])
    return list(unsent.select_related("recipient").order_by("-created_at")[:_MOST])


def _arrived(folder: Path):
    def moment(key: str) -> float:
        found = [*folder.glob(f"new/{key}*"), *folder.glob(f"cur/{key}*")]
        return found[0].stat().st_mtime if found else 0.0

    return moment


def _parse(file) -> EmailMessage:
    return message_from_binary_file(file, policy=policy.default)


def _read(key: str, message: EmailMessage) -> ReadLetter:
    html = _part(message, "html")
    return ReadLetter(
        key=re.sub(r"\W", "-", key),
        sender=str(message["From"] or ""),
        to=str(message["To"] or message["X-RcptTo"] or ""),
        subject=str(message["Subject"] or ""),
        at=parsedate_to_datetime(message["Date"]) if message["Date"] else None,
        text=_part(message, "plain"),
        html_words=_words(html),
        is_text=IS_TEXT in message,
        attachments=[part.get_filename() or part.get_content_type() for part in message.iter_attachments()],
    )


def _part(message: EmailMessage, kind: str) -> str:
    part = message.get_body(preferencelist=(kind,))
    return part.get_content().strip() if part is not None else ""


def _words(html: str) -> str:
    """The HTML part without its markup; links keep their address, so nothing is hidden behind words."""
    linked = _LINK.sub(lambda found: f"{strip_tags(found[2])} [{found[1]}]", _HEAD.sub("", html))
    lines = (line.strip() for line in unescape(strip_tags(linked)).splitlines())
    return "\n".join(line for line in lines if line)
