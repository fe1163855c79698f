"""Sending and fetching files by the pages (X44, T-50, T-51)."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from messaging import selectors, threads
from messaging.models import Attachment, Message
from messaging.services.files import fetch_file
from messaging.services.reading import open_thread
from tests.messaging.samples import PDF, picture

MY = "/my/maple/{}/"


@pytest.fixture(autouse=True)
def _own_folder(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def gina(client, cast):
    client.force_login(cast.gina)
    return client


def upload(name="rash.jpg", content=None):
    return SimpleUploadedFile(name, content or picture())


def sent(**more):
    return {"about": "general", "subject": "Rash", "body": "See the picture.", **more}


@pytest.fixture
def fetched(gina, cast):
    """The address at which Gina fetches a file she has sent about Leo."""
    gina.post(MY.format(cast.leo.pk) + "messages/new/", sent(files=[upload()]))
    return f"{MY.format(cast.leo.pk)}attachments/{Attachment.objects.get().pk}/"


def test_a_guardian_sends_a_picture_and_it_stands_in_the_thread(gina, cast):
    done = gina.post(MY.format(cast.leo.pk) + "messages/new/", sent(files=[upload()]), follow=True)
    assert "rash.jpg" in done.text
    assert Message.objects.get().attachments.count() == 1


def test_x44_a_bad_file_is_named_beside_the_field_and_the_good_ones_and_the_text_are_kept(gina, cast):
    address = MY.format(cast.leo.pk) + "messages/new/"
    page = gina.post(address, sent(files=[upload(), upload("virus.exe", b"MZ"), upload("nothing.pdf", b" ")]))
    assert page.status_code == 422
    assert "virus.exe is no PDF" in page.text
    assert page.context["form"]["body"].value() == "See the picture."
    kept = page.context["form"]["kept"].value()
    assert [one.name for one in Attachment.objects.filter(pk__in=kept)] == ["rash.jpg"]
    assert "rash.jpg" in page.text
    assert not Message.objects.exists()
    gina.post(address, sent(kept=kept))
    assert [one.name for one in Message.objects.get().attachments.all()] == ["rash.jpg"]


def test_a_form_that_is_not_complete_keeps_the_file_too(gina, cast):
    page = gina.post(MY.format(cast.leo.pk) + "messages/new/", sent(body="", files=[upload()]))
    assert page.status_code == 422
    assert len(page.context["form"]["kept"].value()) == 1


def test_a_kept_file_that_is_unticked_is_not_sent(gina, cast):
    address = MY.format(cast.leo.pk) + "messages/new/"
    gina.post(address, sent(body="", files=[upload()]))
    gina.post(address, sent(kept=[]))
    assert Message.objects.get().attachments.count() == 0


def test_the_sixth_file_is_refused_and_five_are_kept(gina, cast):
    page = gina.post(MY.format(cast.leo.pk) + "messages/new/", sent(files=[upload() for _n in range(6)]))
    assert page.status_code == 422
    assert "At most 5 files" in page.text
    assert len(page.context["form"]["kept"].value()) == 5


@pytest.mark.parametrize("kept", ["x", "5c1e9a54-0000-4000-8000-000000000000"])
def test_an_invented_file_is_not_sent(gina, cast, kept):
    page = gina.post(MY.format(cast.leo.pk) + "messages/new/", sent(kept=[kept]))
    assert page.status_code in (302, 422)
    assert not Attachment.objects.exists()


def test_t50_a_file_is_only_ever_downloaded_and_never_shown_on_our_page(gina, fetched):
    answer = gina.get(fetched)
    assert answer["Content-Disposition"] == 'attachment; filename="rash.jpg"'
    assert answer["Content-Type"] == "image/jpeg"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert answer["Cache-Control"] == "no-store"
    assert b"".join(answer.streaming_content).startswith(b"\xff\xd8\xff")


def test_t51_nobody_else_gets_it_by_its_address(client, cast, fetched):
    client.force_login(cast.hugo)
    assert client.get(fetched).status_code == 404
    client.force_login(cast.olga.user)
    assert client.get(fetched.replace(f"/my/maple/{cast.leo.pk}", "/staff/riverside")).status_code == 404
    client.logout()
    assert client.get(fetched).status_code == 302


def test_t50_a_body_over_the_limit_is_refused_before_it_is_read(gina, cast):
    address = MY.format(cast.leo.pk) + "messages/new/"
    refused = gina.post(address, sent(files=[upload()]), CONTENT_LENGTH=str(10 * 1024**3))
    assert refused.status_code == 413
    assert "Nothing was sent" in refused.text


def test_staff_answer_with_a_file_and_the_guardian_fetches_it(client, cast, acting, write):
    thread = write()
    client.force_login(cast.fay.user)
    open_thread(by=acting(cast.fay), thread=thread)
    reply = f"/staff/maple/messages/{thread.pk}/reply/?tab=open"
    asked = {"to": "portal", "response": "", "after": "keep", "seen_number": "1"}
    page = client.post(reply, asked | {"files": [upload("form.pdf", PDF)]})
    assert page.status_code == 422
    kept = page.context["reply"]["form"]["kept"].value()
    done = client.post(reply, asked | {"response": "Fill this in, please.", "kept": kept}, follow=True)
    assert "form.pdf" in done.text
    client.force_login(cast.gina)
    file = Attachment.objects.get()
    address = f"/my/maple/{cast.leo.pk}/attachments/{file.pk}/"
    assert client.get(address).status_code == 404  # it can still be taken back
    soon = acting(cast.gina, at=timezone.now() + threads.UNDO)
    assert fetch_file(by=soon, attachment=selectors.attachment(soon, file.pk)) == file
