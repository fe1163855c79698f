"""Sessions live in the database, and end by themselves: after a while without use, and after twelve hours whatever
happens."""

import time

from django.contrib.auth import logout
from django.contrib.sessions.backends import db
from django.utils import timezone

from practice.middleware import POLL_HEADER
from practice.prepared import Statement

STAFF_IDLE = 10 * 60
PATIENT_IDLE = 15 * 60
ABSOLUTE = 12 * 3600
# How stale the stored moment may be: spares a write for each of several requests in a row.
GRAIN = 15

_OPEN = Statement(
    "SELECT session_data::text FROM django_session WHERE session_key = %(key)s AND expire_date > %(now)s",
    key="text",
    now="timestamptz",
)


class SessionStore(db.SessionStore):
    """Django's own, but for reading: every request of somebody signed in begins with that."""

    def load(self):
        found = _OPEN.rows(key=self.session_key, now=timezone.now())
        if not found:
            self._session_key = None
            return {}
        return self.decode(found[0][0])


class SessionTimeoutMiddleware:
    """Signs out who has not been seen for too long. Polls neither extend a session nor escape its end."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if request.user.is_authenticated:
            now = time.time()
            if is_over(request.session, idle_limit(request.path), now):
                logout(request)
            else:
                _note(request, now)
        return self.get_response(request)


def idle_limit(path: str) -> int:
    """Seconds without use: fewer on the staff's side, where one screen shows many people."""
    return STAFF_IDLE if path.startswith("/staff/") else PATIENT_IDLE


def is_over(session, limit: int, now: float) -> bool:
    """Whether the session has been idle for `limit` seconds, or has lasted twelve hours."""
    began = session.get("began_at", now)
    return now - session.get("seen_at", began) >= limit or now - began >= ABSOLUTE


def seconds_left(session, path: str, now: float) -> float:
    """Seconds until a session in which nothing is done any more is over on this page; none once it is."""
    began = session.get("began_at", now)
    return max(0.0, min(session.get("seen_at", began) + idle_limit(path), began + ABSOLUTE) - now)


def _note(request, now: float) -> None:
    session = request.session
    session.setdefault("began_at", now)
    if not request.headers.get(POLL_HEADER) and now - session.get("seen_at", 0) >= GRAIN:
        session["seen_at"] = now
