"""Verification questions: only a hash of the answer is stored, and case, accents and spaces do not count."""

import unicodedata

from django.contrib.auth.hashers import check_password, make_password

from registration.models import Invitation


def hashed(answer: str) -> str:
    """What is stored of an answer."""
    return make_password(_plain(answer))


def is_answer(invitation: Invitation, said: str) -> bool:
    """Whether somebody said what was stored; no question has no answer."""
    return bool(invitation.answer_hash) and check_password(_plain(said), invitation.answer_hash)


def _plain(answer: str) -> str:
    parts = unicodedata.normalize("NFKD", answer)
    return "".join("".join(letter for letter in parts if not unicodedata.combining(letter)).casefold().split())
