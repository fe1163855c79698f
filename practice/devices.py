"""A signed cookie that says which logins this browser has signed in with. It opens nothing.

It gives the owner a try count of their own while strangers guess (settled 16), and names whose unsent form a browser
may hand in after the session has ended (settled 12).
"""

import uuid
from dataclasses import dataclass, field

from django.conf import settings
from django.core import signing

_SALT = "frontdesk.device"
_MAX_AGE = 180 * 24 * 3600
_KEPT = 8


@dataclass
class Device:
    """`known`: ids of logins, newest last. `last`: whoever is or was signed in, until they sign out themselves."""

    id: str = field(default_factory=lambda: str(uuid.uuid4()))
    known: list[str] = field(default_factory=list)
    last: str = ""


def read(request) -> Device:
    """The device as its cookie tells, or an unknown one. A forged or old cookie counts as none."""
    try:
        held = signing.loads(request.COOKIES.get(settings.DEVICE_COOKIE_NAME, ""), salt=_SALT, max_age=_MAX_AGE)
        return Device(id=held["id"], known=held["known"], last=held["last"])
    except (signing.BadSignature, KeyError, TypeError):
        return Device()


def remember(request, response, user) -> None:
    """Note on the browser that this login has signed in here."""
    device, key = read(request), str(user.pk)
    device.known = [*(other for other in device.known if other != key), key][-_KEPT:]
    device.last = key
    _write(response, device)


def leave(request, response) -> None:
    """Note that whoever was signed in went away on purpose: nothing of theirs is waiting."""
    device = read(request)
    device.last = ""
    _write(response, device)


def _write(response, device: Device) -> None:
    response.set_cookie(
        settings.DEVICE_COOKIE_NAME,
        signing.dumps({"id": device.id, "known": device.known, "last": device.last}, salt=_SALT),
        max_age=_MAX_AGE,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
