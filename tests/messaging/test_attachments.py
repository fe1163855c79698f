"""Files that go with messages: who gets them, how long they wait, and the scanner (X44, T-50, T-51)."""

import socket
import threading

import pytest

from messaging import attaching, scanning
from messaging.models import Attachment, Message
from messaging.services import answering, patient as doors
from messaging.services.files import add_file, fetch_file
from practice.errors import NotAllowed, NotVisible, Refused
from tests.messaging.samples import EICAR, PDF, picture


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
