"""Doors around the access somebody has to a record: changed, ended, and given back."""

from datetime import date, datetime, timedelta

from django.db.models import Q
from django.utils.translation import gettext as _, gettext_lazy

from practice import clock, email_policy, grants
from practice.access import Actor, Permission
from practice.errors import Refused, announce_constraint
from practice.models import AccessGrant
from practice.service import door
from registration.ages import is_minor
from registration.models import Invitation

FARTHEST = 100  # years from now; more is a slip of the keyboard

announce_constraint(
    "grants_do_not_overlap",
    "overlaps",
    gettext_lazy("This login had access in those days already: see the earlier line."),
    "starts_on",
)


@door(Permission.ACCESS_MANAGE, "access.changed", keep=("relationship", "level"))
def change(
    *, by: Actor, grant: AccessGrant, relationship: str, level: str, starts_on: date, ends_on: date | None
) -> AccessGrant:
    """Change what somebody is to the patient, what they may do, and the first and the last day of it.

    The days are of the practice's calendar, both included; without `ends_on` there is no end. Refuses access that is
    over, days in the wrong order or far away, a last day that has passed, and a child's own login where it was none.
    """
    row = _locked(by, grant)
    _refuse_over(row, by)
    becomes_self = relationship == "self" and row.relationship != "self"
    if becomes_self and is_minor(row.patient, by.today(by.practice.time_zone)):
        raise Refused("minor", _("A child's record is opened by a guardian: say who this is."), "relationship")
    _refuse_far(starts_on, by, "starts_on")
    _refuse_far(ends_on, by, "ends_on")
    row.relationship, row.level = relationship, level
    row.starts_at = _from(row, starts_on, by)
    row.ends_at = _until(row, ends_on, by)
    row.changed_at, row.changed_by = by.now, by.user
    row.save()
    return row


@door(Permission.ACCESS_MANAGE, "access.ended")
def end(*, by: Actor, grant: AccessGrant, reason: str) -> AccessGrant:
    """From now on the login does not act for the patient. What it asked for and wrote stays with the practice.

    Invitations and PINs for the same record to its address, or in its name, stop working. Refuses access that is over;
    the same ending sent twice is one.
    """
    row, reason = _locked(by, grant), " ".join(reason.split())
    if row.ended_by == by.user and row.ended_reason == reason:
        return row
    _refuse_over(row, by)
    if not reason:
        raise Refused("no-reason", _("Say why: it stands on the file."), "reason")
    row.ends_before, row.ends_at = row.ends_at, max(by.now, row.starts_at)
    row.ended_at, row.ended_by, row.ended_reason = by.now, by.user, reason
    row.changed_at, row.changed_by = by.now, by.user
    row.save()
    _withdraw_invitations(by, row)
    return row


@door(Permission.ACCESS_MANAGE, "access.restored")
def restore(*, by: Actor, grant: AccessGrant) -> AccessGrant:
    """Undo an ending: the login acts for the patient as before, with the level and the last day it had (X26).

    Refuses (`too-late`) after seven days, or where it would have been over by itself, and as `grants.give_back` does.
    Access that was not ended stays as it is.
    """
    row = _locked(by, grant)
    if row.ended_at is None:
        return row
    if by.now - row.ended_at > grants.UNDO:
        raise Refused("too-late", _("After seven days this cannot be undone. Send a new invitation instead."))
    if row.ends_before and row.ends_before <= by.now:
        raise Refused("too-late", _("This access would be over by now. Send a new invitation instead."))
    grants.give_back(by=by, grant=row)
    return row


def _withdraw_invitations(by: Actor, grant: AccessGrant) -> None:
    theirs = Q(name__iexact=grant.user.name)
    if grant.user.email:
        theirs |= Q(email=grant.user.email)
    invited = Invitation.objects.of(by.practice).filter(theirs, patient=grant.patient_id, status="issued")
    invited.update(status="withdrawn")


def _locked(by: Actor, grant: AccessGrant) -> AccessGrant:
    email_policy.lock(by)
    rows = AccessGrant.objects.visible_to(by).select_related("user", "patient", "ended_by")
    return rows.select_for_update(no_key=True, of=("self",)).get(pk=grant.pk)


def _refuse_over(grant: AccessGrant, by: Actor) -> None:
    if (grant.ends_at and grant.ends_at <= by.now) or grant.ended_at:
        raise Refused("over", _("This access is over already."))


def _refuse_far(day: date | None, by: Actor, field: str) -> None:
    if day and abs(day.year - by.now.year) > FARTHEST:
        raise Refused("far", _("Please check the year."), field)


def _from(grant: AccessGrant, starts_on: date, by: Actor) -> datetime:
    """The beginning of the day; the moment that stands where the day stays the same."""
    zone = by.practice.time_zone
    return grant.starts_at if starts_on == grant.first_day(zone) else clock.midnight(starts_on, zone)


def _until(grant: AccessGrant, ends_on: date | None, by: Actor) -> datetime | None:
    """The end of the day, in the same way."""
    zone = by.practice.time_zone
    if ends_on is None or ends_on == grant.last_day(zone):
        return grant.ends_at if ends_on else None
    ends_at = clock.midnight(ends_on + timedelta(days=1), zone)
    if ends_at <= grant.starts_at:
        raise Refused("order", _("The last day is before the first."), "ends_on")
    if ends_at <= by.now:
        raise Refused("passed", _("This day has passed. To end access now, use End access."), "ends_on")
    return ends_at
