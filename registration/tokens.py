"""The link of an invitation: signed from its id and nonce, worth nothing once the nonce or the status has changed."""

import uuid
from base64 import urlsafe_b64decode, urlsafe_b64encode
from datetime import datetime, timedelta

from django.conf import settings
from django.core import signing
from django.urls import reverse

from registration import trying
from registration.models import Invitation

LIFE = timedelta(days=14)
_signer = signing.Signer(salt="registration.invitation")


def token(invitation: Invitation) -> str:
    """What stands in the link."""
    return _signer.sign(urlsafe_b64encode(invitation.pk.bytes + invitation.nonce.bytes).decode().rstrip("="))


def link(invitation: Invitation) -> str:
    """The absolute address to send."""
    return settings.BASE_URL + reverse("welcome", args=[token(invitation)])


def invitation_of(link_token: str, now: datetime) -> Invitation | None:
    """The invitation a link speaks for; None alike when forged, used, replaced, locked, withdrawn or too old, and when
    the record is not open to anybody any more."""
    found = read(link_token)
    return found if found and trying.is_open(found, now) else None


def read(link_token: str) -> Invitation | None:
    """The invitation a link was made for, whatever has become of it; None when it is forged."""
    try:
        said = urlsafe_b64decode(_signer.unsign(link_token) + "=")
    except signing.BadSignature:
        return None
    pk, nonce = uuid.UUID(bytes=said[:16]), uuid.UUID(bytes=said[16:])
    rows = Invitation.objects.select_related("practice", "patient", "issued_by", "contact")
    return rows.filter(pk=pk, nonce=nonce).first()
