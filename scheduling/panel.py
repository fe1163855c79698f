"""The context of scheduling/staff/_decision.html, the same in the message, in the queue and on the event card."""

from datetime import UTC, datetime
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from messaging.kinds import Panel
from messaging.models import Thread
from practice import clock
from practice.access import Actor, Permission
from practice.errors import Refused
from practice.models import Provider
from practice.tenancy import find
from scheduling import moments
from scheduling.models import AppointmentRequest, RequestedSlot
from scheduling.selectors.offers import nearest_free
from scheduling.selectors.requests import TimeChoice, may_decide, request_of_thread, times_of
from scheduling.selectors.schedule import Item, snapshot
from scheduling.states import OPEN_REQUEST, REQUEST_STATUSES

TEMPLATE = "scheduling/staff/_decision.html"
FEW, MANY = 3, 12  # how many further free times are offered
DECIDED_LOOKS = {"approved": ("good", "calendar-check"), "declined": ("bad", "x")}


def panel(actor: Actor, thread: Thread) -> Panel | None:
    """The decision beside its thread, without controls for whoever may only read it (D6)."""
    request = request_of_thread(thread)
    if request is None:
        return None
    context = {"decision": decision(actor, request)}
    if actor.may(Permission.REQUEST_SEE):
        context["schedule_url"] = _url(actor, "request", request)
    return Panel(TEMPLATE, context)


def decision(actor: Actor, request: AppointmentRequest, *, more: bool = False, back: str = "", **shown) -> dict:
    """The panel's `decision`. `more` offers many further times, `back` is where the decision returns to.

    `shown` goes into it as it is: `error`, `reason`, `reason_error`, and `chosen`, the value of a time picked before.
    """
    pending = request.status in OPEN_REQUEST
    context = {
        "key": str(request.pk),
        "wish": "slots" if request.wish == "slots" else "next",
        "wish_text": "" if request.wish == "slots" else _wish_text(request),
        "facts": _facts(request),
        "pending": pending,
        "hidden": [{"name": "next", "value": back}] if back else [],
        **shown,
    }
    if not pending:
        return {**context, "decided": _decided(request)}
    if may_decide(actor, request):
        choices = _choices(actor, request, more)
        context["snapshot"] = _snapshot(actor, request, choices)
        context["options"] = _options(actor, request, choices, shown.get("chosen", ""))
        context["approve_url"] = _url(actor, "approval", request)
        context["decline_url"] = _url(actor, "declination", request)
        context["more_url"] = "" if more else f"{_url(actor, 'request', request)}?more=1"
    return context


def time_value(starts_at: datetime, provider: Provider) -> str:
    """What the radio `time` sends: the moment and who."""
    return f"{moments.write(starts_at)}~{provider.pk}"


def read_time(actor: Actor, value: str) -> tuple[datetime, Provider]:
    """The moment and the provider that a `time` names. Refuses `time_needed` for anything else."""
    when, _tilde, who = (value or "").partition("~")
    starts_at = moments.read(when)
    try:
        provider_id = UUID(who)
    except ValueError:
        provider_id = None
    if starts_at is None or provider_id is None:
        raise Refused("time_needed", _("Please choose a time."), "time")
    return starts_at.astimezone(UTC), find(Provider, actor, provider_id)


def _url(actor: Actor, name: str, request: AppointmentRequest) -> str:
    return reverse(f"staff:scheduling:{name}", args=[actor.practice.slug, request.pk])


def _wish_text(request: AppointmentRequest) -> str:
    if request.provider:
        return _("The next available appointment with %(name)s.") % {"name": request.provider.name}
    return _("The next available appointment, with anyone.")


def _facts(request: AppointmentRequest) -> list[dict]:
    place = request.location.name
    if not request.location.allows_requests:
        place = _("%(place)s (location closed to requests)") % {"place": place}
    provider = request.provider.name if request.provider else _("Any available provider")
    facts = [
        (_("Case"), request.case.name),
        (_("Visit type"), request.visit_type.name),
        (_("Location"), place),
        (_("Provider"), provider),
    ]
    return [{"label": label, "value": value} for label, value in facts]


def _decided(request: AppointmentRequest) -> dict:
    kind, icon = DECIDED_LOOKS.get(request.status, ("", "undo-2"))
    said = {
        "status": REQUEST_STATUSES[request.status],
        "name": request.decided_by.name,
        "time": clock.moment(request.decided_at, request.location.zone),
    }
    text = _("%(status)s by %(name)s, %(time)s") % said
    if request.handled_elsewhere:
        text = _("Booked elsewhere by %(name)s, %(time)s") % said
    return {"word": said["status"], "kind": kind, "icon": icon, "text": text, "reason": request.decline_reason}


def _choices(actor: Actor, request: AppointmentRequest, more: bool) -> list[TimeChoice]:
    """The times the request names; where none of them is free any more, and when asked for, the nearest free ones."""
    named = times_of(actor, request)
    if not more and any(choice.state == "free" for choice in named):
        return named
    around = max([actor.now, *(choice.starts_at for choice in named[:1])])
    known = {choice.starts_at for choice in named}
    others = nearest_free(actor, request, around, MANY if more else FEW)
    return named + [
        TimeChoice(slot.starts_at, slot.ends_at, slot.provider, "free", _label(slot.starts_at, request))
        for slot in others
        if slot.starts_at not in known
    ]


def _label(starts_at: datetime, request: AppointmentRequest) -> str:
    return clock.moment(starts_at, request.location.zone)


def _options(actor: Actor, request: AppointmentRequest, choices: list[TimeChoice], chosen: str) -> list[dict]:
    named = {slot.starts_at for slot in request.slots.all()}
    wanted_too = _also_wanted(actor, request, choices)
    options = []
    for choice in choices:
        free = choice.state == "free"
        options.append(
            {
                "value": time_value(choice.starts_at, choice.provider) if free else "",
                "label": choice.label,
                "provider": choice.provider.name if choice.provider else "",
                "disabled": not free,
                "state": _state(choice) if choice.starts_at in named else None,
                "conflict": _("Somebody else asks for this time too.") if choice.starts_at in wanted_too else "",
            }
        )
    pick = next((o for o in options if chosen and o["value"] == chosen), None)
    pick = pick or next((o for o in options if not o["disabled"]), None)
    return [{**option, "checked": option is pick} for option in options]


def _state(choice: TimeChoice) -> dict:
    words = {"free": (_("free"), "good"), "taken": (_("taken since"), "bad"), "past": (_("times passed"), "bad")}
    words |= {"closed": (_("nobody at work then"), "bad"), "requested": (_("kept for somebody else"), "bad")}
    word, kind = words[choice.state]
    return {"word": word, "kind": kind}


def _also_wanted(actor: Actor, request: AppointmentRequest, choices: list[TimeChoice]) -> set[datetime]:
    """Those starts that another open request at this location names too (X13)."""
    others = RequestedSlot.objects.of(actor.practice).filter(
        starts_at__in=[choice.starts_at for choice in choices],
        request__location=request.location_id,
        request__status__in=OPEN_REQUEST,
    )
    if request.provider:
        others = others.filter(provider=request.provider)
    return set(others.exclude(request=request).values_list("starts_at", flat=True))


def _snapshot(actor: Actor, request: AppointmentRequest, choices: list[TimeChoice]) -> dict | None:
    """How the first time that is still possible sits among what stands around it (R22)."""
    first = next((choice for choice in choices if choice.state == "free"), None)
    if first is None or first.provider is None:
        return None
    zone = request.location.zone
    around = snapshot(actor, first.provider, request.location, first.starts_at)
    if not any(item.request and item.request.pk == request.pk for item in around):
        # It names nobody or no time: shown where approving it as chosen would put it, instead of the gap there.
        around = [item for item in around if item.kind != "gap" or not _overlap(item, first)]
        around.append(Item("event", first.starts_at, first.ends_at, request=request))
    items = [
        {"time": clock.time(item.starts_at, zone), "text": _text(actor, item, request), "kind": _kind(item, request)}
        for item in sorted(around, key=lambda item: item.starts_at)
    ]
    said = {"name": first.provider.name, "day": clock.day(clock.local(first.starts_at, zone).date())}
    return {"label": _("%(name)s, %(day)s") % said, "items": items}


def _overlap(item: Item, choice: TimeChoice) -> bool:
    return item.starts_at < choice.ends_at and choice.starts_at < item.ends_at


def _text(actor: Actor, item: Item, request: AppointmentRequest) -> str:
    if item.request and item.request.pk == request.pk:
        return _("This request")
    if item.request:
        return _("Requested: %(name)s") % {"name": item.request.patient.name}
    if item.appointment:  # whoever holds a request need not be somebody who sees the schedule (D6)
        return item.appointment.patient.name if actor.may(Permission.APPOINTMENT_SEE) else _("Busy")
    return item.text or _("Free")


def _kind(item: Item, request: AppointmentRequest) -> str:
    if item.request:
        return "this" if item.request.pk == request.pk else "requested"
    return {"event": "booked", "gap": "free", "off": "off"}[item.kind]
