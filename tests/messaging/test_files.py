"""What may be attached, told by its content, and what becomes of it: metadata, names (X44, T-50, T-52)."""

import io
import zlib

import pytest
from PIL import Image, PngImagePlugin

from messaging import files
from messaging.models import LARGEST_FILE
from practice.errors import Refused
from tests.messaging.samples import EICAR, PDF, picture

SECRET = "taken at home"


def with_metadata(kind: str) -> bytes:
    """A picture that says where it was taken."""
    if kind == "PNG":
        told = PngImagePlugin.PngInfo()
        told.add_text("Comment", SECRET)
        return picture(kind, pnginfo=told)
    if kind == "GIF":
        return picture(kind, comment=SECRET.encode())
    exif = Image.Exif()
    exif[0x010E] = SECRET  # ImageDescription
    exif.get_ifd(0x8825)[1] = "N"  # GPS
    return picture(kind, exif=exif)


@pytest.mark.parametrize(
    ("name", "content", "kind", "kept_as"),
    [
        ("rash.jpg", picture(), "jpeg", "rash.jpg"),
        ("rash.JPEG", picture(), "jpeg", "rash.JPEG"),
        ("scan.png", picture("PNG"), "png", "scan.png"),
        ("a.webp", picture("WEBP"), "webp", "a.webp"),
        ("a.gif", picture("GIF"), "png", "a.gif.png"),
        ("letter.pdf", PDF, "pdf", "letter.pdf"),
    ],
)
def test_pdf_and_common_pictures_are_taken(name, content, kind, kept_as):
    clean = files.cleaned(name, content)
    assert (clean.kind, clean.name) == (kind, kept_as)


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("empty.pdf", b"", "empty_file"),
        ("page.html", b"<!doctype html><script>alert(1)</script>", "wrong_type"),
        ("page.pdf", b"<html>%PDF-1.7", "wrong_type"),
        ("drawing.svg", b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", "wrong_type"),
        ("rash.jpg", b"MZ\x90\x00 a program", "wrong_type"),
        ("rash.jpg.exe", b"MZ\x90\x00", "wrong_type"),
        ("bomb.zip", b"PK\x03\x04" + b"\0" * 99, "wrong_type"),
        ("a.tiff", b"II*\x00" + b"\0" * 99, "wrong_type"),
        ("eicar.com", EICAR, "wrong_type"),
        ("cut.jpg", picture()[:60], "broken_file"),
        ("fake.png", b"\x89PNG\r\n\x1a\n<script>alert(1)</script>", "broken_file"),
        ("fake.webp", b"RIFF\x00\x00\x00\x00WEBPnothing", "broken_file"),
        ("fake.gif", b"GIF89a\x00", "broken_file"),
        ("huge.pdf", PDF + b"\0" * LARGEST_FILE, "too_large"),
    ],
)
def test_x44_t50_what_is_no_pdf_or_picture_is_refused_by_its_content_and_named(name, content, code):
    with pytest.raises(Refused) as refused:
        files.cleaned(name, content)
    assert (refused.value.code, refused.value.field) == (code, "files")
    assert name in refused.value.message


def test_t50_a_flood_of_pixels_is_refused_before_it_is_unpacked():
    header = picture("PNG", size=(1, 1))
    wide = bytearray(header)
    wide[16:24] = (60_000).to_bytes(4, "big") * 2
    wide[29:33] = zlib.crc32(bytes(wide[12:29])).to_bytes(4, "big")
    with pytest.raises(Refused) as refused:
        files.cleaned("flood.png", bytes(wide))
    assert refused.value.code == "too_many_pixels"


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "GIF"])
def test_t52_nothing_of_a_pictures_metadata_stays(kind):
    content = with_metadata(kind)
    assert SECRET.encode() in content
    kept = files.cleaned(f"a.{kind.lower()}", content).content
    assert SECRET.encode() not in kept
    with Image.open(io.BytesIO(kept)) as shown:
        assert not shown.getexif()
        assert shown.size == (8, 6)


def test_t52_a_picture_that_lies_on_its_side_is_stood_up_before_that_is_forgotten():
    exif = Image.Exif()
    exif[0x0112] = 6  # a quarter turn
    kept = files.cleaned("a.jpg", picture(exif=exif)).content
    with Image.open(io.BytesIO(kept)) as shown:
        assert shown.size == (6, 8)


@pytest.mark.parametrize(
    ("name", "kept_as"),
    [
        ("../../etc/passwd.pdf", "passwd.pdf"),
        ("C:\\Users\\gina\\letter.pdf", "letter.pdf"),
        ("letter\u202efdp.exe", "letterfdp.exe.pdf"),
        ("a\r\nContent-Type: text.pdf", "aContent-Type_ text.pdf"),
        ("", "this file.pdf"),
        (".pdf", "pdf.pdf"),
        ("x" * 300 + ".pdf", "x" * 116 + ".pdf"),
    ],
)
def test_x44_t50_odd_names_become_harmless_ones(name, kept_as):
    assert files.cleaned(name, PDF).name == kept_as
