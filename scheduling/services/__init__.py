"""Doors of this app, one module a noun."""

from scheduling.services.appointments import book, cancel, move
from scheduling.services.attendance import check_in, complete, confirm, no_show, take_back
from scheduling.services.changes import accept, request_change, turn_down
from scheduling.services.decisions import approve, decline, edit, propose, reopen
from scheduling.services.keeping import keep, stop_keeping
from scheduling.services.requests import request, withdraw

__all__ = [
    "accept",
    "approve",
    "book",
    "cancel",
    "check_in",
    "complete",
    "confirm",
    "decline",
    "edit",
    "keep",
    "move",
    "no_show",
    "propose",
    "reopen",
    "request",
    "request_change",
    "stop_keeping",
    "take_back",
    "turn_down",
    "withdraw",
]
