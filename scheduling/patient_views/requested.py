"""The page after `Send request`: `Requested, not booked`."""

from django.urls import reverse
from django.utils.translation import gettext as _

from practice import clock
from scheduling.patient_views.steps import LABELS


def requested(request, made) -> dict:
    """What was asked for, that nothing is booked yet, and when the practice answers."""
    practice = request.actor.practice
    appointments = reverse("my:scheduling:appointments", args=[practice.slug, request.patient.pk])
    return {
        "done": {
            "title": _("Requested, not booked"),
            "lead": _("%(practice)s has your request. Nothing is booked yet.") % {"practice": practice.name},
            "kind": "wait",
            "facts": _facts(request.patient, made),
            "steps": [
                _("Somebody at the practice looks at it. %(promise)s") % {"promise": practice.settings.answer_promise},
                _("You get the answer under Messages, and an e-mail that it is there."),
                _("If it changes before then, withdraw the request or write to us under Messages."),
            ],
            "actions": [{"label": _("Appointments"), "url": appointments, "primary": True}],
        }
    }


def _facts(patient, made) -> list[dict]:
    starts = [clock.moment(slot.starts_at, made.location.zone) for slot in made.slots.order_by("position")]
    facts = [
        (_("For"), patient.name),
        (LABELS["visit_type"], made.visit_type.name),
        (LABELS["provider"], made.provider.name if made.provider else _("No Preference")),
        (LABELS["location"], made.location.name),
        (_("Times"), " · ".join(starts) or _("Next available")),
    ]
    return [{"label": label, "value": value} for label, value in facts]
