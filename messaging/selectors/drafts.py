"""What is being written: one's own drafts, and who else is writing."""

from messaging.models import Draft, FirstDraft, Thread, Writer
from messaging.selectors.reading import readable
from messaging.writers import FRESH
from practice.access import Actor
from practice.models import Patient


def drafts(actor: Actor, thread: Thread) -> dict[str, Draft]:
    """The actor's own drafts in the thread, by window."""
    return {draft.window: draft for draft in Draft.objects.visible_to(actor).filter(thread=thread)}


def draft(actor: Actor, thread: Thread, window: str) -> Draft | None:
    """What the actor has typed into this window of the thread and not sent."""
    return drafts(actor, thread).get(window)


def first_draft(actor: Actor, patient: Patient, window: str) -> FirstDraft | None:
    """What the actor has typed into this window of a new message about the patient and not sent."""
    return FirstDraft.objects.visible_to(actor).filter(patient=patient, window=window).first()


def writing(actor: Actor, thread_id) -> list[Writer]:
    """The colleagues who are writing in the thread just now; none where the actor may not read it. One query."""
    fresh = Writer.objects.visible_to(actor).filter(thread=thread_id, left=False, touched_at__gt=actor.now - FRESH)
    fresh = fresh.filter(thread__in=readable(actor).values("pk")).exclude(member=actor.member)
    return list(fresh.select_related("member__user").order_by("member__user__name", "pk"))
