"""Pages about one request: what was asked for and that nothing has changed yet, what came of it, and taking it back."""

from django.urls import reverse
from django.utils.translation import gettext as _

from practice import clock
from practice.access import Permission
from scheduling.patient_views import written
from scheduling.patient_views.steps import label


def done(request, made) -> dict | None:
    """The context of patient/done.html for whoever asked, as the request stands; None where a list says it better."""
    if made.made_by_id != request.actor.user.pk:
        return None
    if made.status == "pending":
        return {"done": {**_waiting(request, made), "actions": [_appointments(request)]}}
    if made.status == "approved" and made.kind != "cancel" and made.appointment:
        return {"done": _settled(request, made)}
    return None


def _waiting(request, made) -> dict:
    practice, leads = request.actor.practice, _leads(made)
    place = _place(made.location.name, made.location.zone, made.made_at)
    return {
        **leads,
        "lead": leads["lead"] % {"practice": practice.name},
        "kind": "wait",
        "facts": [
            {"label": _("For"), "value": request.patient.name},
            *_about_visit(made),
            {"label": label(request, "visit_type"), "value": made.visit_type.name},
            {"label": label(request, "provider"), "value": made.provider.name if made.provider else _("No Preference")},
            {"label": label(request, "location"), "value": place},
            *_times(made),
        ],
        "steps": [
            _("Somebody at the practice looks at it. %(promise)s") % {"promise": practice.settings.answer_promise},
            _("You get the answer under Messages, and an e-mail that it is there.")
            if request.actor.may(Permission.THREAD_READ, request.patient.pk)
            else _("You get an e-mail when there is an answer; you find it under Appointments."),
            _("If it changes before then, change or withdraw the request under Appointments."),
        ],
    }


def _leads(made) -> dict:
    if made.kind == "reschedule":
        return {
            "title": _("Requested, not moved"),
            "lead": _("%(practice)s has your request. The visit stays as it is until they approve another time."),
        }
    if made.kind == "cancel":
        return {
            "title": _("Requested, not cancelled"),
            "lead": _("%(practice)s has your request. The visit stays booked until they approve."),
        }
    return {
        "title": _("Requested, not booked"),
        "lead": _("%(practice)s has your request. Nothing is booked yet."),
    }


def _about_visit(made) -> list[dict]:
    if made.kind == "schedule":
        return []
    visit = made.appointment
    return [{"label": _("The visit"), "times": [written.moment(visit.starts_at, visit.location.zone)]}]


def _times(made) -> list[dict]:
    if made.kind == "cancel":
        return []
    zone = made.location.zone
    label = _("Times") if made.kind == "schedule" else _("Times asked for")
    starts = [written.moment(slot.starts_at, zone) for slot in made.slots.order_by("position")]
    return [{"label": label, "times": starts, "value": "" if starts else written.when(made)}]


def _place(name: str, zone, at) -> str:
    """`North · New York time`, of which a narrow line keeps the zone together and does not begin with the dot."""
    label = clock.zone_label(zone, at).replace(" ", "\N{NO-BREAK SPACE}")
    return f"{name}\N{NO-BREAK SPACE}· {label}"


def _settled(request, made) -> dict:
    """`Booked`, or `Moved`: the visit as it stands now, with its file."""
    visit = made.appointment
    zone, place = visit.location.zone, visit.location
    where = ", ".join(filter(None, [place.name, place.address]))
    new = made.kind == "schedule"
    ics_url = reverse("my:scheduling:calendar_file", args=[*_args(request), visit.pk])
    return {
        "title": _("Booked") if new else _("Moved"),
        "lead": _("The visit is booked.") if new else _("The visit has its new time; the old one is free again."),
        "kind": "good",
        "facts": [
            {"label": _("For"), "value": request.patient.name},
            {"label": _("Time"), "times": [written.moment(visit.starts_at, zone)]},
            {"label": label(request, "visit_type"), "value": visit.visit_type.name},
            {"label": label(request, "provider"), "value": visit.provider.name},
            {"label": label(request, "location"), "value": _place(where, zone, visit.starts_at)},
        ],
        "actions": [{"label": _("Add to calendar"), "url": ics_url, "primary": True}, _appointments(request, False)],
    }


def _appointments(request, primary: bool = True) -> dict:
    url = reverse("my:scheduling:appointments", args=_args(request))
    return {"label": _("Appointments"), "url": url, "primary": primary}


def _args(request) -> list:
    return [request.actor.practice.slug, request.patient.pk]


def withdrawal(request, asked, form) -> dict:
    """The question before a request is taken back."""
    starts = [clock.moment(slot.starts_at, asked.location.zone) for slot in asked.slots.all()]
    if asked.kind == "schedule":
        said = _("The practice will no longer look for a time: %(visit)s for %(name)s.")
    else:
        said = _("The visit stays as it is: %(visit)s for %(name)s.")
    return {
        "title": _("Withdraw the request?"),
        "text": said % {"visit": asked.visit_type.name, "name": request.patient.name},
        "points": starts,
        "submit": _("Withdraw"),
        "danger": True,
        "cancel_url": reverse("my:scheduling:appointments", args=_args(request)),
        "cancel": _("Keep it"),
        "form": form,
    }
