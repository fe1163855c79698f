"""The demo's logins, for its sign-in buttons."""

from django.conf import settings

from portal.demo import DOMAIN, PATIENT_SIDE, STAFF_SIDE
from practice.models import User

_ADDRESSES = [f"{name}@{DOMAIN}" for name in (*PATIENT_SIDE, *STAFF_SIDE)]


def demo_people() -> list[User]:
    """The demo's logins in the order they are introduced; empty outside a demo."""
    if not settings.DEMO:
        return []
    found = {user.email: user for user in User.objects.filter(email__in=_ADDRESSES, is_active=True)}
    return [found[address] for address in _ADDRESSES if address in found]
