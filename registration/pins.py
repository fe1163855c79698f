"""PINs: eight characters that nobody mistakes for others. They follow from id and nonce, and only a digest is stored.

What is stored tells nobody the PIN without the secret key; whoever sends or prints it makes it anew from the row.
"""

from django.utils.crypto import salted_hmac

from practice.models import Practice
from registration.models import Invitation

LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"  # without 0 O 1 I L
LENGTH = 8  # 39 bits


def pin(invitation: Invitation) -> str:
    """The PIN of an invitation."""
    made = salted_hmac("registration.pin", invitation.pk.bytes + invitation.nonce.bytes, algorithm="sha256")
    number, found = int.from_bytes(made.digest()), ""
    for _place in range(LENGTH):
        number, at = divmod(number, len(LETTERS))
        found += LETTERS[at]
    return found


def spoken(invitation: Invitation) -> str:
    """The PIN as people read it: `ABCD-2345`."""
    whole = pin(invitation)
    return f"{whole[: LENGTH // 2]}-{whole[LENGTH // 2 :]}"


def digest(practice: Practice, typed: str) -> str:
    """What is stored of a PIN and looked for when somebody types it: case, spaces and dashes do not count."""
    kept = "".join(letter for letter in typed.upper() if letter.isalnum())
    return salted_hmac("registration.pin-digest", f"{practice.pk}:{kept}", algorithm="sha256").hexdigest()
