"""Doors of this app, one module a noun."""

from registration.services.accepting import accept, answer, find_by_pin, prove
from registration.services.access import change, end, restore
from registration.services.invitations import invite, renew
from registration.services.registering import register, reprint

__all__ = [
    "accept",
    "answer",
    "change",
    "end",
    "find_by_pin",
    "invite",
    "prove",
    "register",
    "renew",
    "reprint",
    "restore",
]
