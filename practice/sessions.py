"""The browsers a login is signed in on."""

from dataclasses import dataclass
from datetime import UTC, datetime
from importlib import import_module

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.utils.translation import gettext as _

_SYSTEMS = {
    "iPhone": "iPhone",
    "iPad": "iPad",
    "Android": "Android",
    "Windows": "Windows",
    "Mac OS": "Mac",
    "Linux": "Linux",
}
_BROWSERS = {"Edg/": "Edge", "OPR/": "Opera", "Firefox/": "Firefox", "Chrome/": "Chrome", "Safari/": "Safari"}


@dataclass(frozen=True)
class OpenSession:
    id: int
    browser: str
    address: str
    since: datetime
    seen: datetime
    current: bool


def overview(request) -> dict:
    """For the security page: the open sessions, newest first, and whether an authenticator app is set up."""
    kinds = set(Authenticator.objects.filter(user=request.user).values_list("type", flat=True))
    return {"open_sessions": _open(request), "has_authenticator": Authenticator.Type.TOTP in kinds}


def _open(request) -> list[OpenSession]:
    rows = sorted(UserSession.objects.purge_and_list(request.user), key=lambda row: row.created_at, reverse=True)
    return [_described(row, request.session.session_key) for row in rows]


def _described(row: UserSession, current_key: str) -> OpenSession:
    seen = _store(row.session_key).get("seen_at")
    return OpenSession(
        id=row.pk,
        browser=browser_name(row.user_agent),
        address=row.ip,
        since=row.created_at,
        seen=datetime.fromtimestamp(seen, UTC) if seen else row.created_at,
        current=row.session_key == current_key,
    )


def _store(key: str):
    return import_module(settings.SESSION_ENGINE).SessionStore(key)


def browser_name(user_agent: str) -> str:
    """What people call it: `Firefox on Windows`."""
    system = next((name for mark, name in _SYSTEMS.items() if mark in user_agent), "")
    browser = next((name for mark, name in _BROWSERS.items() if mark in user_agent), "")
    if system and browser:
        return _("%(browser)s on %(system)s") % {"browser": browser, "system": system}
    return browser or system or _("Another program")


def end_one(request, session_id: int) -> bool:
    """End one other session of the signed-in person; False when it is not theirs or is this one."""
    row = UserSession.objects.filter(pk=session_id, user=request.user).first()
    if row is None or row.session_key == request.session.session_key:
        return False
    row.end()
    return True


def keep_only_this(request) -> None:
    """End every session of the signed-in person but this one, which may have just been given a new key."""
    UserSession.objects.create_from_request(request)
    for row in UserSession.objects.filter(user=request.user).exclude(session_key=request.session.session_key):
        row.end()


def end_all(user) -> None:
    """End every session of this login."""
    for row in UserSession.objects.filter(user=user):
        row.end()
