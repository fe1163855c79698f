"""Who is writing in a thread, on the pages of colleagues (R44)."""

import uuid

import pytest
from django.utils import timezone

from messaging import selectors
from messaging.services import drafts
from practice.models import StaffMember
from tests.messaging.drafting import AUTOSAVE, POLL, act, center, sign_in, typed, words


@pytest.fixture
def now():
    """Pages read the machine's clock."""
    return timezone.now()


def poll(client, url, thread, writers=""):
    return client.get(f"{url}&thread={thread.pk}&writers={writers}", headers=POLL)


def test_who_is_writing_comes_with_the_poll_once_and_goes_with_it(write):
    thread, fay, nia = write(), sign_in("fay"), sign_in("nia")
    page = nia.get(center(thread))
    assert "is replying" not in words(page)
    url = page.context["news_url"]
    assert poll(nia, url, thread).status_code == 204
    assert fay.post(act("writing", thread, window="reply"), headers=POLL).status_code == 204
    answer = poll(nia, url, thread)
    assert "Fay Lindgren is replying" in words(answer)
    assert "arrived-list" not in words(answer)
    version = answer.context["writers"]["version"]
    assert poll(nia, url, thread, version).status_code == 204
    assert "Fay Lindgren is replying" in words(nia.get(center(thread)))
    assert "is replying" not in words(fay.get(center(thread)))
    fay.post(act("writing", thread, window="reply", gone=1), headers=POLL)
    answer = poll(nia, url, thread, version)
    assert answer.status_code == 200
    assert "is replying" not in words(answer)


def test_nobody_hears_of_a_thread_they_may_not_read(cast, acting, write):
    thread, nia = write(), sign_in("nia")
    url = nia.get(center(thread)).context["news_url"]
    drafts.show_writing(by=acting(cast.fay, at=timezone.now()), thread=thread, window="reply")
    StaffMember.objects.filter(pk=cast.nia.pk).update(patient_scope="listed")
    assert "is replying" not in words(poll(nia, url, thread))


@pytest.fixture
def says(cast, acting, write):
    """`says(serial, gone=True)`: a ping of Fay's reply; `says(serial, saves="Come in")`: a save of it."""
    thread, key, fay = write(), uuid.uuid4(), sign_in("fay")

    def who_writes(serial, saves="", key=key, **query):
        act_name, headers = ("draft", AUTOSAVE) if saves else ("writing", POLL)
        url = act(act_name, thread, window="reply", serial=serial, **query)
        fay.post(url, typed(thread, saves, request_key=key), headers=headers)
        return [row.member for row in selectors.writing(acting(cast.nia, at=timezone.now()), thread.pk)]

    return who_writes


def test_what_a_form_said_before_it_left_brings_nobody_back(cast, says):
    assert says(1) == [cast.fay]
    assert says(4, gone=1) == []
    assert says(2, saves="Come in") == []
    assert says(3) == []


def test_leaving_may_be_the_first_thing_that_comes_of_a_form(says):
    assert says(2, gone=1) == []
    assert says(1, saves="Come in") == []


def test_who_comes_back_to_the_form_or_opens_another_writes_again(cast, says):
    assert says(1, gone=1) == []
    assert says(2) == [cast.fay]
    assert says(3, gone=1) == []
    assert says(1, key=uuid.uuid4()) == [cast.fay]


def test_a_form_that_is_over_brings_nobody_back(cast, acting, write):
    thread, key = write(), uuid.uuid4()
    fay, nia = acting(cast.fay, at=timezone.now()), acting(cast.nia, at=timezone.now())
    drafts.discard_draft(by=fay, thread=thread, window="reply", request_key=key)
    drafts.show_writing(by=fay, thread=thread, window="reply", request_key=key, serial=9)
    assert selectors.writing(nia, thread.pk) == []
