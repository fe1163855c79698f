"""Room: invitations of staff. A link is a signed pair of member and nonce, so nothing usable is stored."""

import uuid
from dataclasses import replace
from datetime import timedelta

from django.conf import settings
from django.core import signing
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from practice import accounts, letters, outbox
from practice.access import Actor, system_actor
from practice.models import Practice, StaffMember, User

LIFE = timedelta(days=14)
NOTICE = "staff.invited"
_signer = signing.Signer(salt="practice.staff-invitation")


def login_for(email: str, now) -> User:
    """The login with this address, made without a password when there is none."""
    # Until they have said their name, people know them by the address.
    return accounts.find(email) or accounts.create_user(name=_unnamed(email), email=email, now=now)


def name_given(user: User) -> str:
    """The name of a login that was made for an invitation, or '' where nobody has given it one."""
    return "" if user.name == _unnamed(user.email) else user.name


def send(member: StaffMember, now) -> None:
    """Give the member a fresh nonce, so that any earlier link dies, and queue the mail."""
    member.invite_nonce, member.invited_at = uuid.uuid4(), now
    member.save(update_fields=["invite_nonce", "invited_at"])
    outbox.put(
        practice=member.practice,
        notice=NOTICE,
        subject=member,
        recipient=member.user,
        key=f"{NOTICE}:{member.pk}:{member.invite_nonce}",
        now=now,
    )


def token(member: StaffMember) -> str:
    """What stands in the link: signed, and worth nothing once the nonce has changed."""
    return _signer.sign_object([member.pk.hex, member.invite_nonce.hex])


def member_of(link: str, now) -> StaffMember | None:
    """The invited member the link speaks for; None alike when forged, used, replaced, ended or too old."""
    try:
        member_id, nonce = (uuid.UUID(part) for part in _signer.unsign_object(link))
    except (signing.BadSignature, ValueError, TypeError):
        return None
    waiting = StaffMember.objects.filter(pk=member_id, invite_nonce=nonce, joined_at=None, ended_at=None)
    return waiting.filter(invited_at__gt=now - LIFE).select_related("user", "practice").first()


def compose(row, now):
    """The letter with the link, or None once it was accepted, replaced or withdrawn."""
    member = StaffMember.objects.select_related("user", "practice").filter(pk=row.subject_ref).first()
    if member is None or not is_waiting(member, now) or not row.key.endswith(str(member.invite_nonce)):
        return None
    context = {
        "practice": member.practice,
        "url": settings.BASE_URL + reverse("join", args=[token(member)]),
        "days": LIFE.days,
    }
    with translation.override(member.user.language):
        context["link"] = _("Accept the invitation")
        return letters.compose("practice/mail/staff_invited", context, member.user.email)


def is_waiting(member: StaffMember, now) -> bool:
    """Whether the member has a link that can still be used."""
    fresh = member.invite_nonce is not None and member.invited_at > now - LIFE
    return fresh and member.joined_at is None and member.ended_at is None


def lock_practice(practice: Practice) -> None:
    """Let one change of a practice's people happen after another, so that two cannot both leave as the last but one."""
    Practice.objects.select_for_update(no_key=True).get(pk=practice.pk)


def actor(member: StaffMember, now, request_id: str = "") -> Actor:
    """Who acts when somebody accepts: nobody with duties yet, but a known login."""
    return replace(system_actor(member.practice, now, "invitation"), user=member.user, request_id=request_id)


def _unnamed(email: str) -> str:
    return accounts.canonical(email)[:120]
