"""Doors of inviting many patients at once."""

import uuid

from django.utils.translation import ngettext

from practice import email_policy
from practice.access import Actor, Permission
from practice.errors import Refused
from practice.service import door
from registration import recipients, running
from registration.models import InviteRun


@door(Permission.ACCESS_MANAGE, "invites.started", keep=("expected",), once=InviteRun)
def start(*, by: Actor, expected: int, request_key: uuid.UUID | None = None) -> InviteRun:
    """Invite everybody who can be invited; the worker does it. While a run goes on, that run is the answer.

    `expected` is how many messages the page said. Refuses (`changed`) when that has changed since, and (`nobody`) when
    nobody is left.
    """
    email_policy.lock(by)
    if going := InviteRun.objects.visible_to(by).filter(finished_at=None).first():
        return going
    found = recipients.find(by)
    n = found.messages
    if n != expected:
        said = ngettext(
            "Meanwhile that has changed: %(n)s invite would be sent. Look again before you send.",
            "Meanwhile that has changed: %(n)s invites would be sent. Look again before you send.",
            n,
        )
        raise Refused("changed", said % {"n": n})
    if not n:
        raise Refused("nobody", ngettext("Nobody is left to invite.", "Nobody is left to invite.", 1))
    return running.begin(by, found, request_key)


def _by_itself(by: Actor, **_arguments) -> bool:
    """Nobody asks for it: the worker goes on with what was started."""
    return False


@door(None, "invites.went-on", allow=_by_itself, quiet=True)
def go_on(*, by: Actor, run: InviteRun) -> bool:
    """Invite the next few of a run; says whether there are more."""
    return running.invite_next(by, run)
