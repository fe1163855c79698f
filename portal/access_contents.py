"""The tab `Portal access` of a Patient File: who may open the record, what was changed about that, who was invited."""

from itertools import pairwise

from django.urls import reverse
from django.utils.translation import gettext as _

from portal import invitation_rows
from practice import clock
from practice.access import LEVELS, Actor, Permission
from practice.grants import UNDO
from practice.models import AccessGrant, Patient
from practice.models.patients import OPEN_STATUSES, PATIENT_STATUSES, RELATIONSHIPS
from practice.selectors import grants as selectors
from registration import trying
from registration.selectors import grants, invitations


def context(actor: Actor, patient: Patient) -> dict:
    """Who has or had access, and the invitations, each with where it stands now."""
    held = grants(actor, patient)
    versions = selectors.versions(actor, held)
    names = selectors.names(one.changed_by_id for each in versions.values() for one in each if one.changed_by_id)
    closed = "" if patient.status in OPEN_STATUSES else str(PATIENT_STATUSES[patient.status])
    return {
        "grants": [_person(actor, one, closed) | {"lines": _lines(actor, versions[one.pk], names)} for one in held],
        "closed": closed,
        "zone": actor.practice.time_zone,
        "may_manage": actor.may(Permission.ACCESS_MANAGE),
        **invitation_rows.context(actor, patient),
    }


def ways_left(actor: Actor, grant: AccessGrant) -> list[str]:
    """What could still lead somebody back in once their access has ended: a PIN on paper goes from hand to hand."""
    pins = [one for one in invitations(actor, grant.patient) if one.proof == "pin" and trying.is_open(one, actor.now)]
    said = _("A PIN for this record is in force, given out for %(name)s. If they may have it, generate a new one.")
    return [said % {"name": one.name or _("a guardian")} for one in pins if one.name.lower() != grant.user.name.lower()]


def _person(actor: Actor, grant: AccessGrant, closed: str) -> dict:
    """One person: what they are and may do, since and until when, and what can be done about it."""
    zone, over = actor.practice.time_zone, _is_over(grant, actor)
    last_day = grant.last_day(zone)
    return {
        "row": grant,
        "since": clock.full_day(grant.first_day(zone)),
        "until": clock.full_day(last_day) if last_day else "",
        "tag": _tag(grant, actor, over, closed),
        **_acts(actor, grant, over),
    }


def _is_over(grant: AccessGrant, actor: Actor) -> bool:
    return grant.ended_at is not None or (grant.ends_at is not None and grant.ends_at <= actor.now)


def _tag(grant: AccessGrant, actor: Actor, over: bool, closed: str) -> dict:
    if over:
        return {"word": _("Ended"), "kind": "", "icon": "ban"}
    if grant.starts_at > actor.now:
        return {"word": _("Begins later"), "kind": "wait", "icon": ""}
    if closed:
        return {"word": _("At rest"), "kind": "wait", "icon": "pause"}
    return {"word": _("Has access"), "kind": "good", "icon": ""}


def _acts(actor: Actor, grant: AccessGrant, over: bool) -> dict:
    """The addresses of what this reader may do about it."""
    if not actor.may(Permission.ACCESS_MANAGE):
        return {}
    if not over:
        return {"change_url": _url(actor, "change_access", grant), "end_url": _url(actor, "end_access", grant)}
    return {"undo_url": _url(actor, "restore_access", grant)} if _can_undo(grant, actor) else {}


def _can_undo(grant: AccessGrant, actor: Actor) -> bool:
    planned = grant.ends_before is None or grant.ends_before > actor.now
    return grant.ended_at is not None and actor.now - grant.ended_at <= UNDO and planned


def _url(actor: Actor, name: str, grant: AccessGrant) -> str:
    return reverse(f"staff:portal:{name}", args=[actor.practice.slug, grant.patient_id, grant.pk])


def _lines(actor: Actor, versions: list, names: dict) -> list[str]:
    """A dated sentence for every change, ending and undoing, the newest first."""
    found = [_line(actor, before, after, names) for before, after in pairwise(versions)]
    return [line for line in reversed(found) if line]


def _line(actor: Actor, before, after, names: dict) -> str:
    if after.changed_at is None or after.changed_at == before.changed_at:
        return ""
    facts = {
        "day": clock.full_day(clock.local(after.changed_at, actor.practice.time_zone).date()),
        "name": names.get(after.changed_by_id, ""),
        "reason": after.ended_reason,
        "what": "; ".join(_differences(before, after, actor.practice.time_zone)),
    }
    if after.ended_at and not before.ended_at:
        return _("Ended %(day)s by %(name)s: %(reason)s") % facts
    if before.ended_at and not after.ended_at:
        return _("Undone %(day)s by %(name)s: access as before") % facts
    return _("Changed %(day)s by %(name)s: %(what)s") % facts if facts["what"] else ""


def _differences(before, after, zone: str) -> list[str]:
    return [
        _("%(what)s from %(before)s to %(after)s") % {"what": what, "before": was, "after": now}
        for what, was, now in (
            (_("relationship"), RELATIONSHIPS[before.relationship], RELATIONSHIPS[after.relationship]),
            (_("access"), LEVELS[before.level], LEVELS[after.level]),
            (_("first day"), *(clock.full_day(AccessGrant.first_day(one, zone)) for one in (before, after))),
            (_("last day"), *(_last_day(one, zone) for one in (before, after))),
        )
        if was != now
    ]


def _last_day(version, zone: str) -> str:
    day = AccessGrant.last_day(version, zone)
    return clock.full_day(day) if day else _("no end")
