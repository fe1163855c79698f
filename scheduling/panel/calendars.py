"""How a time sits among what stands around it on the provider's day (R22)."""

from django.utils.translation import gettext as _

from practice import clock
from practice.access import Actor, Permission
from scheduling.models import AppointmentRequest
from scheduling.selectors.requests import TimeChoice
from scheduling.selectors.schedule import DaySheet, Item, around, day_sheet

MOST = 3  # as many as a request names times
KINDS = {"event": "booked", "gap": "free", "off": "off"}

Key = tuple  # the start, and the provider's id


def key(choice: TimeChoice) -> Key:
    """What a choice is found by."""
    return choice.starts_at, choice.provider and choice.provider.pk


def snapshots(actor: Actor, request: AppointmentRequest, choices: list[TimeChoice]) -> dict[Key, dict]:
    """One for each start that is still ahead, by `key`: with the first provider who could have it then."""
    first = {}
    for choice in choices:
        if choice.provider and choice.state != "past":
            first.setdefault(choice.starts_at, choice)
    sheets, shown = {}, {}
    for choice in list(first.values())[:MOST]:
        day = clock.local(choice.starts_at, request.location.zone).date()
        if day not in sheets:
            sheets[day] = day_sheet(actor, request.location, day)
        shown[key(choice)] = _snapshot(actor, request, choice, sheets[day])
    return shown


def _snapshot(actor: Actor, request: AppointmentRequest, choice: TimeChoice, sheet: DaySheet) -> dict:
    items = around(sheet, choice.provider, choice.starts_at)
    own = [item for item in items if _is_this(item, request) or _is_offer(item, request)]
    if not any(item.starts_at == choice.starts_at for item in own):
        # It names nobody or no time: shown where approving it as chosen would put it, instead of the gap there.
        items = [item for item in items if item.kind != "gap" or not _overlap(item, choice)]
        items.append(Item("event", choice.starts_at, choice.ends_at, request=request))
    items = sorted(items, key=lambda item: (item.starts_at, not _is_this(item, request)))
    said = {"name": choice.provider.name, "day": clock.day(sheet.day)}
    return {
        "label": _("%(name)s, %(day)s") % said,
        "items": [_line(actor, item, request) for item in _merged(items)],
    }


def _line(actor: Actor, item: Item, request: AppointmentRequest) -> dict:
    time = clock.time(item.starts_at, request.location.zone)
    return {"time": time, "text": _text(actor, item, request), "kind": _kind(item, request)}


def _merged(items: list[Item]) -> list[Item]:
    """Free time in one piece: where it ends is where the next thing begins."""
    return [item for before, item in zip([None, *items], items, strict=False) if not _goes_on(before, item)]


def _goes_on(before: Item | None, item: Item) -> bool:
    return before is not None and before.kind == item.kind == "gap" and before.ends_at == item.starts_at


def _overlap(item: Item, choice: TimeChoice) -> bool:
    return item.starts_at < choice.ends_at and choice.starts_at < item.ends_at


def _is_this(item: Item, request: AppointmentRequest) -> bool:
    return item.request is not None and item.request.pk == request.pk


def _is_offer(item: Item, request: AppointmentRequest) -> bool:
    return item.state == "held" and item.appointment.patient_id == request.patient_id


def _text(actor: Actor, item: Item, request: AppointmentRequest) -> str:
    if _is_this(item, request):
        return _("This request")
    if item.request:
        return _("Requested: %(name)s") % {"name": item.request.patient.name}
    if _is_offer(item, request):
        return _("Offered")
    if item.appointment is None:
        return item.text or _("Free")
    if not actor.may(Permission.APPOINTMENT_SEE):  # whoever holds a request need not see the schedule (D6)
        return _("Busy")
    said = _("Kept for %(name)s") if item.state == "held" else "%(name)s"
    return said % {"name": item.appointment.patient.name}


def _kind(item: Item, request: AppointmentRequest) -> str:
    if _is_this(item, request):
        return "this"
    return "requested" if item.request or item.state == "held" else KINDS[item.kind]
