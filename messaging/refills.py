"""The kind of thread that asks for a refill: what the patient's side is offered and told, and what staff see of it."""

from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from messaging import asking, booking, guardrails, kinds, refill_panel, selectors
from messaging.asking import Wanted
from messaging.models import Thread
from practice.access import Actor
from practice.models import Medication, Patient, Pharmacy
from practice.selectors import chart


@dataclass(frozen=True)
class Offer:
    """What somebody on the patient's side can choose from, and what is said of each active line of the list."""

    lines: QuerySet[Medication]
    pharmacies: QuerySet[Pharmacy]
    used: list[Pharmacy]
    said: list[dict]


def offer(actor: Actor, patient: Patient) -> Offer:
    """The medication list of the patient, and the pharmacies, those of the list first."""
    lines, before = selectors.medication_lines(actor, patient), asking.asked_before(patient)
    active = [line for line in lines if line.ended_on is None]
    return Offer(lines, chart.pharmacies(actor), _used(active), [_line(actor, line, before) for line in active])


def told(actor: Actor, thread: Thread) -> kinds.Told | None:
    """What the patient's side reads beside the thread: what was asked for, and what was warned of."""
    asked = getattr(thread, "refill_request", None)
    if asked is None:
        return None
    where = asked.pharmacy or asked.typed_pharmacy
    facts = [
        {"label": _("Medication"), "value": str(asked.medication or asked.typed_name)},
        {"label": _("Pharmacy"), "value": str(where)},
    ]
    # A denial that only a colleague has been told of yet is not the patient's to know.
    books = asked.asks_to_book and thread.answer_shown_at is not None
    book_url = booking.url(actor, thread.patient) if books else ""
    return kinds.Told(_("What was asked for"), facts, guardrails.said(asked.flags), book_url)


def announce() -> None:
    """Called from the app's `ready`."""
    kinds.announce(
        kinds.ThreadKind(
            "refill",
            asking.REFILL_SUBJECT,
            panel=refill_panel.panel,
            states=refill_panel.STATES,
            tag=refill_panel.tag_of,
            needed=refill_panel.needed,
            told=told,
        )
    )


def _line(actor: Actor, line: Medication, before: dict) -> dict:
    wanted = Wanted(line)
    closed = line.controlled and not actor.practice.settings.controlled_refills
    return {
        "id": str(line.pk),
        "name": str(line),
        "last_fill": refill_panel.last_fill(line),
        "closed": asking.call_instead(actor) if closed else "",
        "notes": [] if closed else guardrails.said(asking.flags(actor, wanted, before)),
    }


def _used(lines: list[Medication]) -> list[Pharmacy]:
    """The open pharmacies of these lines, each once, the most used first."""
    found = [line.pharmacy for line in lines if line.pharmacy and line.pharmacy.closed_at is None]
    return sorted(set(found), key=lambda one: (-found.count(one), one.name))
