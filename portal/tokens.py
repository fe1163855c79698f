"""Tokens for programs. Only a digest is kept: the token itself is shown once."""

from datetime import datetime

from knox.models import AuthToken


def issue(user) -> tuple[str, datetime]:
    """A new token for this login, and when it ends."""
    row, token = AuthToken.objects.create(user)
    return token, row.expiry
