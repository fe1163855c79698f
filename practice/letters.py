"""From three templates to one letter: subject, plain text, and HTML that says the same."""

from django.conf import settings
from django.template.loader import render_to_string

from practice.outbox import Letter


def language(wanted: str) -> str:
    """The language to write to somebody in: theirs where our texts are there in it, else the installation's."""
    return wanted if wanted in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE


def compose(template: str, context: dict, address: str, calendar: bytes = b"") -> Letter:
    """Render `template` (such as `scheduling/mail/request_approved`) into a Letter to `address`.

    Takes `.subject.txt`, `.txt` and `.html`. `calendar` is attached as a calendar file when it is not empty.
    """
    subject = render_to_string(f"{template}.subject.txt", context)
    return Letter(
        address=address,
        subject=" ".join(subject.split()),
        text=render_to_string(f"{template}.txt", context).strip() + "\n",
        html=render_to_string(f"{template}.html", context),
        calendar=calendar,
    )
