"""What a printed PIN says beside the PIN: where to go with it, in words and as a QR code."""

from dataclasses import dataclass

from django.conf import settings
from django.urls import reverse
from qrcode import QRCode
from qrcode.constants import ERROR_CORRECT_M

from practice.models import Practice


@dataclass(frozen=True)
class Code:
    """A QR code as one SVG path over squares of size 1; `side` is its width with the quiet zone around it."""

    side: int
    path: str


def address(practice: Practice) -> str:
    """Where somebody goes with a PIN of this practice."""
    return settings.BASE_URL + reverse("pin", args=[practice.slug])


def code(text: str) -> Code:
    """The QR code that says this text."""
    drawn = QRCode(error_correction=ERROR_CORRECT_M, border=4)
    drawn.add_data(text)
    squares = drawn.get_matrix()
    dark = (f"M{x} {y}h1v1h-1z" for y, row in enumerate(squares) for x, is_dark in enumerate(row) if is_dark)
    return Code(len(squares), "".join(dark))
