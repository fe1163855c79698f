"""Files that go with messages: what is taken, what is refused and why, and who gets them (X44, T-50 to T-52)."""

import io
import socket
import threading

import pytest
from PIL import Image, PngImagePlugin

from messaging import attaching, files, scanning
from messaging.models import LARGEST_FILE, Attachment, Message
from messaging.services import answering, patient as doors
from messaging.services.files import add_file, fetch_file
from practice.errors import NotAllowed, NotVisible, Refused

PDF = b"%PDF-1.7\n1 0 obj<<>>endobj\n%%EOF\n"
EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
SECRET = "taken at home"


def picture(kind="JPEG", size=(8, 6), **options) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size, "teal").save(out, kind, **options)
    return out.getvalue()


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


@pytest.fixture(autouse=True)
def _own_folder(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def add(cast, acting):
    """`add(name, content)`: Gina sends a file up, about Leo."""

    def up(name="rash.jpg", content=None, who=None, about=None):
        by = acting(who or cast.gina)
        return add_file(by=by, patient=about or cast.leo, name=name, content=content or picture())

    return up


# --- what is taken ---


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
    import zlib

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


def test_t50_the_same_name_twice_is_two_files_and_no_name_reaches_the_disk(add):
    first, second = add("rash.jpg"), add("rash.jpg")
    assert first.file.name != second.file.name
    assert "rash" not in first.file.name


# --- the message that takes them along ---


def test_a_file_goes_with_a_message_and_both_sides_can_fetch_it(cast, acting, add):
    file = add()
    thread = doors.send_message(by=acting(cast.gina), patient=cast.leo, subject="Rash", body="See.", attachments=[file])
    assert thread.messages.get().attachments.get() == file
    file.refresh_from_db()
    assert fetch_file(by=acting(cast.fay), attachment=file) == file


def test_a_file_that_waits_is_its_senders_alone(cast, acting, add):
    file = add()
    with pytest.raises(NotVisible):
        fetch_file(by=acting(cast.hugo), attachment=file)
    with pytest.raises(NotVisible):
        fetch_file(by=acting(cast.fay), attachment=file)


def test_nobody_sends_somebody_elses_file_along(cast, acting, add):
    file = add()
    with pytest.raises(NotVisible):
        doors.send_message(by=acting(cast.hugo), patient=cast.leo, subject="A", body="B", attachments=[file])


def test_a_file_about_one_child_does_not_go_with_a_message_about_another(cast, acting, add):
    file = add(about=cast.mia)
    with pytest.raises(Refused) as refused:
        doors.send_message(by=acting(cast.gina), patient=cast.leo, subject="A", body="B", attachments=[file])
    assert refused.value.code == "file_gone"
    assert not Message.objects.exists()


def test_more_than_five_do_not_go_along(cast, acting, add):
    many = [add() for _n in range(6)]
    with pytest.raises(Refused) as refused:
        doors.send_message(by=acting(cast.gina), patient=cast.leo, subject="A", body="B", attachments=many)
    assert refused.value.code == "too_many_files"


def test_x43_a_file_sent_to_a_colleague_does_not_reach_the_patients_side(cast, acting, write):
    from messaging.services.forwarding import forward

    thread = write()
    forward(by=acting(cast.fay), thread=thread, to=[cast.ada], include_prior=True)
    thread.refresh_from_db()
    file = add_file(by=acting(cast.ada), patient=cast.leo, thread=thread, name="a.pdf", content=PDF)
    answering.answer_internally(
        by=acting(cast.ada),
        thread=thread,
        to=cast.fay,
        response="See inside.",
        seen_number=thread.last_number,
        attachments=[file],
    )
    file.refresh_from_db()
    assert fetch_file(by=acting(cast.fay), attachment=file)
    with pytest.raises(NotVisible):
        fetch_file(by=acting(cast.gina), attachment=file)


def test_r56_who_was_forwarded_to_without_prior_text_does_not_get_the_files_of_it(cast, acting, add):
    from messaging.services.forwarding import forward

    thread = doors.send_message(by=acting(cast.gina), patient=cast.leo, subject="A", body="B", attachments=[add()])
    forward(by=acting(cast.fay), thread=thread, to=[cast.ada], include_prior=False)
    with pytest.raises(NotAllowed):
        fetch_file(by=acting(cast.ada), attachment=Attachment.objects.get())


def test_what_was_sent_up_and_not_along_is_forgotten_after_a_day(cast, add, now):
    old, sent = add(), add()
    Attachment.objects.filter(pk=old.pk).update(uploaded_at=now - attaching.WAITS * 2)
    assert attaching.forget_old(now) == 1
    assert list(Attachment.objects.all()) == [sent]
    assert not old.file.storage.exists(old.file.name)


def test_what_was_sent_along_can_neither_be_changed_nor_deleted(cast, acting, add):
    from django.db.utils import InternalError

    file = add()
    doors.send_message(by=acting(cast.gina), patient=cast.leo, subject="A", body="B", attachments=[file])
    with pytest.raises(InternalError):
        Attachment.objects.update(name="other.jpg")


# --- the scanner ---


@pytest.fixture
def clamd(settings):
    """A program that answers as clamd does: FOUND for the EICAR test signature. Yields what it has been asked."""
    asked = []
    with socket.create_server(("127.0.0.1", 0)) as server:
        settings.CLAMD_URL = f"tcp://127.0.0.1:{server.getsockname()[1]}"

        def serve():
            while True:
                try:
                    connection, _address = server.accept()
                except OSError:
                    return
                with connection, connection.makefile("rb") as said:
                    asked.append(_streamed(said))
                    found = b"stream: Eicar-Test-Signature FOUND\0" if EICAR in asked[-1] else b"stream: OK\0"
                    connection.sendall(found)

        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        yield asked
        server.shutdown(socket.SHUT_RDWR)
        thread.join(5)


def _streamed(said) -> bytes:
    assert said.read(10) == b"zINSTREAM\0"
    content = b""
    while length := int.from_bytes(said.read(4), "big"):
        content += said.read(length)
    return content


def test_x44_t50_an_infected_file_is_refused_by_name_and_not_kept(clamd, add):
    with pytest.raises(Refused) as refused:
        add("letter.pdf", PDF + EICAR)
    assert refused.value.code == "infected"
    assert "letter.pdf" in refused.value.message
    assert not Attachment.objects.exists()


def test_a_clean_file_is_shown_to_the_scanner_as_it_came(clamd, add):
    content = PDF + b"x" * 200_000
    add("letter.pdf", content)
    assert clamd == [content]


def test_while_the_scanner_is_away_nothing_is_taken_and_it_says_so(settings, add):
    with socket.create_server(("127.0.0.1", 0)) as server:
        settings.CLAMD_URL = f"tcp://127.0.0.1:{server.getsockname()[1]}"
    with pytest.raises(Refused) as refused:
        add("letter.pdf", PDF)
    assert refused.value.code == "not_scanned"


def test_without_a_scanner_configured_nobody_is_asked(settings):
    settings.CLAMD_URL = ""
    scanning.refuse_infected("a.pdf", EICAR)
