"""Doors of this app, one module a noun."""

from registration.services.accepting import accept, prove
from registration.services.access import change, end, restore
from registration.services.invitations import invite

__all__ = ["accept", "change", "end", "invite", "prove", "restore"]
