"""Doors of this app, one module a noun."""

from registration.services.accepting import accept, prove
from registration.services.access import change, end, restore
from registration.services.invitations import invite
from registration.services.registering import register, reprint

__all__ = ["accept", "change", "end", "invite", "prove", "register", "reprint", "restore"]
