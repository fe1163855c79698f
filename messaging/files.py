"""What may be attached: PDF and common pictures, told by their content and never by their name.

A picture is read and written anew, so that nothing of its metadata (where it was taken, with which phone) stays.
"""

import io
import re
import unicodedata
from dataclasses import dataclass

from django.utils.translation import gettext as _
from PIL import Image, ImageOps

from messaging.models import FILE_KINDS, FILE_NAME_LENGTH, LARGEST_FILE
from practice.errors import Refused

MOST_PIXELS = 50_000_000
# Pillow's own limit only warns; ours is asked before anything is decoded.
Image.MAX_IMAGE_PIXELS = None

_BEGINNINGS = {b"%PDF-": "pdf", b"\xff\xd8\xff": "jpeg", b"\x89PNG\r\n\x1a\n": "png", b"GIF8": "gif"}
_ENDINGS = {"pdf": (".pdf",), "jpeg": (".jpg", ".jpeg"), "png": (".png",), "webp": (".webp",)}
_STORED_AS = {"gif": "png"}
_UNSAFE = re.compile(r'[\\/:*?"<>|]+')


@dataclass(frozen=True)
class Cleaned:
    """A file that may be kept: the name it goes by, its kind (a word of FILE_KINDS), its bytes."""

    name: str
    kind: str
    content: bytes


def cleaned(name: str, content: bytes) -> Cleaned:
    """The file as it may be kept. Refuses, naming it, what is empty, too large, broken, or of no kind we take."""
    shown = _safe(name) or _("this file")
    if not content:
        raise Refused("empty_file", _("%(name)s is empty.") % {"name": shown}, "files")
    if len(content) > LARGEST_FILE:
        raise Refused("too_large", _("%(name)s is larger than 10 MB.") % {"name": shown}, "files")
    kind = kind_of(content)
    if kind is None:
        said = _("%(name)s is no PDF, JPEG, PNG, GIF or WebP file.")
        raise Refused("wrong_type", said % {"name": shown}, "files")
    if kind == "pdf":
        return Cleaned(_named(shown, "pdf"), "pdf", content)
    stored = _STORED_AS.get(kind, kind)
    return Cleaned(_named(shown, stored), stored, _picture(shown, kind, stored, content))


def kind_of(content: bytes) -> str | None:
    """What the content says it is."""
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return "webp"
    return next((kind for start, kind in _BEGINNINGS.items() if content.startswith(start)), None)


def mime_of(kind: str) -> str:
    """The media type of a kind."""
    return FILE_KINDS[kind]


def _picture(name: str, kind: str, stored: str, content: bytes) -> bytes:
    try:
        with Image.open(io.BytesIO(content), formats=[kind.upper()]) as picture:
            if picture.width * picture.height > MOST_PIXELS:
                raise Refused("too_many_pixels", _("%(name)s has too many pixels.") % {"name": name}, "files")
            upright = ImageOps.exif_transpose(picture)
            bare = upright.convert("RGBA" if upright.has_transparency_data and stored != "jpeg" else "RGB")
    except (OSError, ValueError, SyntaxError, EOFError, MemoryError, OverflowError, IndexError) as error:
        raise Refused("broken_file", _("%(name)s cannot be read.") % {"name": name}, "files") from error
    bare.info = {}
    out = io.BytesIO()
    bare.save(out, stored.upper(), quality=90)
    if out.tell() > LARGEST_FILE:
        raise Refused("too_large", _("%(name)s is larger than 10 MB.") % {"name": name}, "files")
    return out.getvalue()


def _safe(name: str) -> str:
    """A name that every file system takes and that reads as it is: no folders, no invisible or reversing signs."""
    visible = "".join(sign for sign in name if not unicodedata.category(sign).startswith("C"))
    return _UNSAFE.sub("_", visible.replace("\\", "/").rsplit("/", 1)[-1]).strip(" .")


def _named(name: str, kind: str) -> str:
    """The name with an ending that tells the truth."""
    endings = _ENDINGS[kind]
    if name.lower().endswith(endings):
        return name[-FILE_NAME_LENGTH:]
    return name[: FILE_NAME_LENGTH - len(endings[0])] + endings[0]
