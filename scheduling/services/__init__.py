"""Doors of this app, one module a noun."""

from scheduling.services.appointments import book, cancel
from scheduling.services.decisions import approve, decline
from scheduling.services.requests import request, withdraw

__all__ = ["approve", "book", "cancel", "decline", "request", "withdraw"]
