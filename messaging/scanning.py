"""Whether a file is infected, asked of clamd where the operator runs one (`CLAMD_URL`); without one nobody is asked."""

import socket
import struct
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.translation import gettext as _

from practice.errors import Refused

PATIENCE = 15  # seconds
PIECE = 64 * 1024  # bytes


def refuse_infected(name: str, content: bytes) -> None:
    """Refuse an infected file by name, and every file while the scanner cannot be asked."""
    if not settings.CLAMD_URL:
        return
    try:
        verdict = _ask(content)
    except OSError as error:
        said = _("%(name)s could not be checked for viruses just now. Try again in a minute.")
        raise Refused("not_scanned", said % {"name": name}, "files") from error
    if not verdict.endswith("OK"):
        raise Refused("infected", _("%(name)s is infected and was not kept.") % {"name": name}, "files")


def _ask(content: bytes) -> str:
    """clamd's INSTREAM: pieces with their length before them, an empty one at the end; one line comes back."""
    with _connect() as connection:
        connection.sendall(b"zINSTREAM\0")
        for start in range(0, len(content), PIECE):
            piece = content[start : start + PIECE]
            connection.sendall(struct.pack("!L", len(piece)) + piece)
        connection.sendall(struct.pack("!L", 0))
        answer = b""
        while piece := connection.recv(4096):
            answer += piece
    if not answer:
        raise ConnectionError("clamd said nothing")
    return answer.rstrip(b"\0\n").decode(errors="replace")


def _connect() -> socket.socket:
    """`tcp://host:3310` or `unix:///run/clamav/clamd.sock`."""
    url = urlsplit(settings.CLAMD_URL)
    if url.scheme == "unix":
        connection = socket.socket(socket.AF_UNIX)
        connection.settimeout(PATIENCE)
        connection.connect(url.path)
        return connection
    return socket.create_connection((url.hostname, url.port or 3310), timeout=PATIENCE)
