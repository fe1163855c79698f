"""The card of one event: what it is, and what may be done with it."""

from django.urls import reverse
from django.utils.translation import gettext as _, gettext_lazy

from practice import clock
from practice.access import Permission
from scheduling.selectors import history
from scheduling.staff_views import acts
from scheduling.staff_views.looks import ICONS, KINDS, status_word

EVENT_WORDS = {
    "booked": gettext_lazy("Booked"),
    "confirmed": gettext_lazy("Confirmed"),
    "moved": gettext_lazy("Moved"),
    "checked_in": gettext_lazy("Checked in"),
    "completed": gettext_lazy("Completed"),
    "no_show": gettext_lazy("No show"),
    "taken_back": gettext_lazy("Taken back"),
    "cancelled": gettext_lazy("Cancelled"),
    "kept": gettext_lazy("Kept where it is"),
    "not_kept": gettext_lazy("To be moved after all"),
}


def visit(request, row) -> dict:
    """The card of an appointment."""
    zone = row.location.zone
    return {
        "card": {
            **head(request, row.patient, zone, row.status),
            "facts": _facts(row, zone),
            "actions": acts.of(request, row),
            "here": acts.here(request, row),
            "history": [_event(event, zone) for event in history.events(request.actor, row)],
            **_held_for(request, row),
        }
    }


def _facts(row, zone) -> list[dict]:
    """What the appointment is, without what it has not."""
    facts = [
        (_("When"), clock.moment(row.starts_at, zone)),
        (_("Until"), clock.time(row.ends_at, zone)),
        (_("Visit type"), row.visit_type.name),
        (_("Provider"), row.provider.name),
        (_("Location"), row.location.name),
        (_("Case"), row.case.name if row.case else ""),
        (_("Kept until"), clock.moment(row.held_until, zone) if row.held_until else ""),
        (_("Reason"), row.cancel_reason),
    ]
    return [{"label": label, "value": value} for label, value in facts if value]


def _held_for(request, row) -> dict:
    """A time that is only kept belongs to a request, and that is where something is done about it."""
    wish = history.held_for(request.actor, row) if row.status == "held" else None
    if wish is None:
        return {}
    url = reverse("staff:scheduling:request", args=[request.actor.practice.slug, wish.pk])
    said = _("Offered to the patient, who has not answered yet.")
    return {"held": said, "held_url": url}


def head(request, patient, zone, state: str) -> dict:
    """The top of a card: who, how old, and the state in word, colour and icon."""
    actor = request.actor
    args = [actor.practice.slug, patient.pk]
    return {
        "title": patient.name,
        "patient_url": reverse("staff:portal:file", args=args) if actor.may(Permission.PATIENT_SEE) else "",
        "age": patient.age_on(actor.today(zone)),
        "status": {"word": status_word(state), "kind": KINDS[state], "icon": ICONS[state]},
    }


def _event(event, zone) -> dict:
    """`Moved by Sam Whitlock, Tue, Nov 24, 9:00 am → Wed, Nov 25, 10:15 am; Dr Ada → Dr Ben`."""
    text = EVENT_WORDS[event.what]
    if event.by:
        text = _("%(what)s by %(who)s") % {"what": text, "who": event.by.name}
    times = [clock.moment(at, zone) for at in (event.from_starts_at, event.to_starts_at) if at]
    details = "; ".join(filter(None, [" → ".join(dict.fromkeys(times)), event.note]))
    return {"text": f"{text}: {details}" if details else text, "at": clock.moment(event.at, zone)}
