"""Room: files that wait for their message, and the message that takes them along."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.core.files.base import ContentFile
from django.utils.translation import gettext as _

from messaging import files, scanning
from messaging.models import Attachment, Message
from practice.access import Actor
from practice.errors import Refused
from practice.models import Patient

MOST_FILES = 5
WAITS = timedelta(hours=24)


def keep(*, by: Actor, patient: Patient, name: str, content: bytes) -> Attachment:
    """Check, clean and store a file about a patient; it waits for the message that takes it along."""
    clean = files.cleaned(name, content)
    scanning.refuse_infected(clean.name, content)
    row = Attachment(
        practice=by.practice,
        patient=patient,
        uploaded_by=by.user,
        uploaded_at=by.now,
        name=clean.name,
        kind=clean.kind,
        size=len(clean.content),
    )
    row.file.save(clean.name, ContentFile(clean.content), save=False)
    try:
        row.save(force_insert=True)
    except Exception:
        row.file.delete(save=False)
        raise
    return row


def take_along(*, by: Actor, message: Message, attachments: Sequence[Attachment]) -> None:
    """Send the files with the message. Refuses more than five, and one that waits for somebody or something else."""
    if not attachments:
        return
    if len(attachments) > MOST_FILES:
        raise Refused("too_many_files", _("At most %(n)s files, please.") % {"n": MOST_FILES}, "files")
    about = message.thread.patient_id
    waiting = Attachment.objects.of(by.practice).filter(message=None, uploaded_by=by.user, patient=about)
    wanted = [one.pk for one in attachments]
    if waiting.filter(pk__in=wanted).update(message=message) != len(set(wanted)):
        raise Refused("file_gone", _("A file is gone. Choose it again, please."), "files")


def wait_again(*, by: Actor, message: Message) -> list[Attachment]:
    """The files of a message that was taken back wait for the next one. What was sent stays, so they are copies."""
    copies = []
    for sent in message.attachments.all():
        facts = {name: getattr(sent, name) for name in ("practice_id", "patient_id", "name", "kind", "size")}
        row = Attachment(**facts, uploaded_by=by.user, uploaded_at=by.now)
        with sent.file.open("rb") as content:
            row.file.save(sent.name, ContentFile(content.read()), save=False)
        row.save(force_insert=True)
        copies.append(row)
    return copies


def forget_old(now: datetime) -> int:
    """Delete what was sent up and never sent along. Returns how many files that were."""
    n = 0
    for row in Attachment.objects.filter(message=None, uploaded_at__lt=now - WAITS):
        place, storage = row.file.name, row.file.storage
        if Attachment.objects.filter(pk=row.pk, message=None).delete()[0]:
            storage.delete(place)
            n += 1
    return n
