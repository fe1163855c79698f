"""The last page of `Request an Appointment`, before it is sent."""

from django.urls import reverse
from django.utils.translation import gettext as _

from practice import clock
from scheduling.patient_views import steps

STANDS_ALREADY = ("request_exists", "already_decided", "request_changed")


def review(request, chosen, form) -> dict:
    """The last page: what was chosen, each with a way back to it, and what the practice should know."""
    context = steps.frame_of(request, "review", chosen, {})
    context["step"].update(
        action=reverse("my:scheduling:requests", args=[request.actor.practice.slug, request.patient.pk]),
        method="post",
        submit=_("Replace request") if chosen.replaces else _("Send request"),
        back_url="",
        back_action=steps.url(request, "times"),
    )
    return {
        **context,
        "form": form,
        "answers": _answers(request, chosen),
        "starts": _own_times(chosen, form.refusal),
        "times_error": form.refusal.message if about_times(form.refusal) else "",
        "nearest": nearest(form.refusal),
        "existing_url": _existing_url(request, form.refusal),
        "zone": steps.zone_note(request, chosen),
        "zone_key": chosen.location.zone.key,
    }


def _answers(request, chosen) -> list[dict]:
    values = {
        **({"case": chosen.case.name} if chosen.case else {}),
        "visit_type": chosen.visit_type.name,
        "location": chosen.location.name,
        "provider": chosen.provider.name if chosen.provider else _("No Preference"),
    }
    rows = [
        {"label": steps.label(request, step), "value": value, "change_action": steps.url(request, step)}
        for step, value in values.items()
    ]
    when = _("Next available") if chosen.next_available else chosen.suits.said.in_words()
    if when:
        rows.append({"label": _("Time"), "value": when, "change_action": steps.url(request, "times")})
    return rows


def _own_times(chosen, refusal) -> list[dict]:
    """The chosen times, ticked; after a refusal because of one, those that are not free any more are closed."""
    zone = chosen.location.zone
    free = set(chosen.starts)
    if about_times(refusal) and chosen.starts:
        days = [clock.local(start, zone).date() for start in chosen.starts]
        free &= set(chosen.free(min(days), max(days)))
    return [{**steps.slot(start, free, zone), "disabled": start not in free} for start in chosen.starts]


def about_times(refusal) -> bool:
    """Whether a time was refused: the doors call its field so."""
    return refusal is not None and refusal.field in ("starts", "time")


def nearest(refusal) -> list[dict]:
    """The free times a refusal brought along, to be ticked instead."""
    found = refusal.extra.get("alternatives", ()) if refusal else ()
    return [{"value": one["starts_at"], "name": one["label"]} for one in found]


def _existing_url(request, refusal) -> str:
    if refusal is None or refusal.code not in STANDS_ALREADY:
        return ""
    return reverse("my:scheduling:appointments", args=[request.actor.practice.slug, request.patient.pk])
