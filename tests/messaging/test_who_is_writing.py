"""Who is writing in a thread, on the pages of colleagues (R44)."""

import pytest
from django.utils import timezone

from messaging.services import drafts
from practice.models import StaffMember
from tests.messaging.drafting import POLL, act, center, sign_in, words


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
