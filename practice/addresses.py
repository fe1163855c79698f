"""Room: whether a login's e-mail address was shown to be its owner's. To one that was not, only the question goes.

An address that an invitation went to is proven. One that somebody typed is not, until its link comes back.
"""

import uuid
from datetime import datetime, timedelta

from allauth.account.models import EmailAddress
from django.conf import settings
from django.core import signing
from django.urls import reverse

from practice import outbox
from practice.models import User

NOTICE = "account.confirm-address"
LIFE = timedelta(days=3)
_signer = signing.TimestampSigner(salt="practice.address")


def is_proven(user: User) -> bool:
    """Whether mail about anything may go to the login's address."""
    return not EmailAddress.objects.filter(user=user, email=user.email, verified=False).exists()


def ask(user: User, now: datetime) -> None:
    """Send the link that proves the address; an hour later at the earliest for the next one."""
    key = f"{NOTICE}:{user.pk}:{user.email}:{now:%Y%m%d%H}"
    outbox.put(practice=None, notice=NOTICE, subject=user, recipient=user, key=key, now=now)


def link(user: User) -> str:
    """The absolute address to send: it speaks for this login and this address."""
    return settings.BASE_URL + reverse("confirm_address", args=[_signer.sign_object([str(user.pk), user.email])])


def user_of(token: str) -> User | None:
    """Whose address a link proves; None alike when forged, too old, or the address has changed since."""
    try:
        pk, email = _signer.unsign_object(token, max_age=LIFE)
    except signing.BadSignature:
        return None
    return User.objects.filter(pk=uuid.UUID(pk), email=email, is_active=True).first()


def prove(user: User) -> None:
    """The link came back."""
    EmailAddress.objects.filter(user=user, email=user.email).update(verified=True)
