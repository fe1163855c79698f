"""What the pages show that ask the practice to move or to cancel a visit."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _, gettext_lazy

from practice import clock
from scheduling import policy
from scheduling.models import Appointment, AppointmentRequest
from scheduling.patient_views import review, times, written
from scheduling.patient_views.choices import Times
from scheduling.words import replaces_words, visit_words

TITLES = {
    "request_exists": gettext_lazy("This visit has already been asked about"),
    "already_decided": gettext_lazy("Your request has been answered meanwhile"),
}


@dataclass(kw_only=True)
class Move(Times):
    """Other times for a visit: of its own kind, with its own provider, where it is."""

    visit: Appointment
    replaces: AppointmentRequest | None = None

    @property
    def ways(self) -> list[str]:
        return policy.ways_to_move(self.actor.practice.settings.request_ways)

    def begin(self, data) -> None:
        """The times as the page opens with them; the only way there is to say when comes chosen."""
        self.read_times(data)
        if self.ways == ["next_available"]:
            self.starts, self.next_available = (), True

    @property
    def location(self):
        return self.visit.location

    @property
    def wanted(self) -> dict:
        names = ("visit_type", "location", "provider", "case", "patient")
        return {**{name: getattr(self.visit, name) for name in names}, "without": self.visit}


def rescheduling(request, move: Move, form, missed: str = "") -> dict:
    """`Ask to move this visit`. What is wrong with a time stands above the times, anything else beside its field."""
    error = missed
    if form.refusal and not form.emergency and form.refusal.field != "reason":
        error = form.refusal.message
    here = url(request, "rescheduling", move.visit)
    return {
        **_frame(request, move.visit, form, move.replaces),
        "title": _("Ask to move this visit"),
        "stands": _("The visit stays as it is until the practice approves another time."),
        "picker": times.picker(request, move, url=here, method="post", error=error),
        "nearest": review.nearest(form.refusal),
    }


def cancellation(request, visit: Appointment, form, replaces: AppointmentRequest | None) -> dict:
    """`Ask to cancel this visit`."""
    return {
        **_frame(request, visit, form, replaces),
        "title": _("Ask to cancel this visit"),
        "stands": _("The visit stays booked until the practice approves."),
    }


def closed(request, visit: Appointment, refusal, form=None) -> dict:
    """Why this cannot be asked online now."""
    title = TITLES.get(refusal.code)
    return {
        "title": title or _("This visit cannot be changed online"),
        "person": {"name": request.patient.name},
        "visit": _visit(visit),
        "why": refusal.message,
        "call": title is None,
        "back_url": _appointments(request),
        "written": (form.data.get("reason") or "") if form else "",
    }


def _frame(request, visit: Appointment, form, replaces: AppointmentRequest | None) -> dict:
    several = len(request.actor.grants) > 1
    return {
        "replaces": replaces_words(replaces),
        "person": {"name": request.patient.name, "show": several},
        "visit": _visit(visit),
        "form": form,
        "back_url": _appointments(request),
    }


def _visit(visit: Appointment) -> dict:
    zone = visit.location.zone
    return {
        "title": visit_words(visit),
        "time": written.moment(visit.starts_at, zone),
        "zone": clock.zone_label(zone, visit.starts_at),
    }


def url(request, name: str, visit: Appointment, **query) -> str:
    """The address of a page about this visit."""
    args = [request.actor.practice.slug, request.patient.pk, visit.pk]
    return reverse(f"my:scheduling:{name}", args=args, query=query)


def _appointments(request) -> str:
    return reverse("my:scheduling:appointments", args=[request.actor.practice.slug, request.patient.pk])
