"""Checking a name and a password, with limits that slow a guesser and not the owner."""

from datetime import datetime

from allauth.account.internal import flows
from allauth.account.models import Login
from django.contrib.auth import authenticate
from django.utils.translation import gettext_lazy as _

from practice import accounts, devices, limits
from practice.errors import Refused
from practice.models import User
from practice.standing import client_address


def check(request, *, name: str, password: str, now: datetime) -> User:
    """The login that this name and password open, or Refused: `wrong` or `too-many`, in the same words for everybody.

    Tries are counted for each name and network, and for each network. A browser that has signed in with this login
    before counts by itself, so that wrong tries from elsewhere never shut the owner out.
    """
    if not _may_try(request, name, now):
        accounts.note(request, "account.sign-in-limited", outcome="refused")
        raise Refused("too-many", _("Too many tries. Wait five minutes, then try again."))
    user = authenticate(request, email=name, password=password)
    if user is None:
        accounts.note(request, "account.sign-in-refused", accounts.find(name), outcome="refused")
        raise Refused("wrong", _("The e-mail or the password is not right."))
    limits.clear(limits.SIGN_IN, *_key(request, name))
    return user


def enter(request, user: User, url: str):
    """Sign in somebody who has shown who they are, through the second factor if they have one; go to `url`."""
    return flows.login.perform_password_login(request, {}, Login(user=user, email=user.email, redirect_url=url))


def leave(request) -> None:
    """End the session of whoever is signed in."""
    if request.user.is_authenticated:
        accounts.note(request, "account.signed-out", request.user)
        flows.logout.logout(request)


def _may_try(request, name: str, now: datetime) -> bool:
    key = _key(request, name)
    if key[1] != "device" and not limits.take(limits.SIGN_IN_ADDRESS, _network(request), now=now):
        return False
    return limits.take(limits.SIGN_IN, *key, now=now)


def _key(request, name: str) -> tuple[str, ...]:
    device, user = devices.read(request), accounts.find(name)
    if user is not None and str(user.pk) in device.known:
        return accounts.canonical(name), "device", device.id
    return accounts.canonical(name), "network", _network(request)


def _network(request) -> str:
    return limits.network(client_address(request))
