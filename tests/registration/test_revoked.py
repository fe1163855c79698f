"""Access that ended, or a record that was closed, with everything still open: the very next request of each kind fails
(X25, T-11, T-19)."""

from datetime import timedelta

import pytest
from django.core import mail
from django.core.files.base import ContentFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from knox.models import AuthToken

from messaging import selectors as messaging
from messaging.models import Attachment, Draft, Message
from messaging.services import answering
from practice import outbox
from practice.errors import Refused
from practice.models import OutboundMessage, Patient
from registration import services
from scheduling import services as scheduling
from scheduling.models import AppointmentRequest
from tests.walks import world

pytestmark = pytest.mark.django_db


@pytest.fixture
def now():
    return timezone.now()


@pytest.fixture
def hugo(client, cast):
    client.force_login(cast.hugo)
    return client


@pytest.fixture
def his(cast):
    """Hugo's thread with a request, a file and something half written, all about Leo."""
    thread = world.start_thread(cast, cast.leo, cast.hugo, [cast.sam, cast.fay])
    facts = {"practice": cast.maple, "thread": thread}
    Draft.objects.create(**facts, author=cast.hugo, window="answer", body="Half a", updated_at=cast.now)
    attachment = Attachment.objects.create(
        practice=cast.maple,
        patient=cast.leo,
        message=thread.messages.get(number=1),
        uploaded_by=cast.hugo,
        uploaded_at=cast.now,
        name="rash.png",
        kind="png",
        size=3,
        file=ContentFile(b"png", "rash.png"),
    )
    request = world.ask(cast, thread, cast.leo, cast.leo_primary, cast.hugo)
    return {"thread": thread, "attachment": attachment, "request": request, "visit": cast.leo_visit}


@pytest.fixture(params=["ended", "inactive", "deceased"])
def close(request, cast, acting):
    """`close()`: staff end Hugo's access, or the patient becomes inactive or has died."""

    def act():
        if request.param == "ended":
            services.end(by=acting(cast.fay, at=timezone.now()), grant=cast.hugo.grants.get(), reason="Custody")
        else:
            Patient.objects.filter(pk=cast.leo.pk).update(status=request.param)

    return act


def url(cast, name, *args):
    return reverse(f"my:{name}", args=["maple", cast.leo.pk, *args])


def open_things(cast, his) -> list[str]:
    return [
        url(cast, "portal:home"),
        url(cast, "scheduling:appointments"),
        url(cast, "scheduling:calendar_file", his["visit"].pk),
        url(cast, "messaging:thread", his["thread"].pk),
        url(cast, "messaging:attachment", his["attachment"].pk),
        url(cast, "registration:account"),
    ]


def test_x25_t11_t19_every_page_file_and_download_is_gone_at_the_next_request(cast, hugo, his, close):
    paths = open_things(cast, his)
    assert [hugo.get(path).status_code for path in paths] == [200] * len(paths)
    close()
    assert [hugo.get(path).status_code for path in paths] == [404] * len(paths)


def test_x25_what_a_tab_that_is_still_open_sends_is_not_kept(cast, hugo, his, close):
    messages, requests = Message.objects.count(), AppointmentRequest.objects.filter(status="pending").count()
    close()
    thread = his["thread"].pk
    sent = [
        hugo.post(url(cast, "messaging:answers", thread), {"body": "Another word"}),
        hugo.post(url(cast, "messaging:draft", thread) + "?window=answer", {"body": "Half a word"}),
        hugo.post(url(cast, "messaging:ask", "general"), {"subject": "A", "body": "B"}),
        hugo.post(url(cast, "scheduling:withdrawal", his["request"].pk)),
        hugo.post(url(cast, "scheduling:cancellation", his["visit"].pk), {"reason": "x"}),
    ]
    assert [answer.status_code for answer in sent] == [404] * 5
    assert Message.objects.count() == messages
    assert AppointmentRequest.objects.filter(status="pending").count() == requests
    assert Draft.objects.get(author=cast.hugo).body == "Half a"


def test_t11_t19_a_programs_token_opens_nothing_either(cast, his, close):
    _row, token = AuthToken.objects.create(user=cast.hugo)
    program = Client(headers={"Authorization": f"Token {token}"})
    paths = [
        f"/api/v1/maple/my/{cast.leo.pk}/{rest}" for rest in ("threads/", "appointments/", "requests/", "options/")
    ]
    assert [program.get(path).status_code for path in paths] == [200] * 4
    close()
    assert [program.get(path).status_code for path in paths] == [404] * 4
    assert program.get("/api/v1/standing/").json()["people"] == []


def test_x25_t11_t19_mail_that_waits_is_dropped_when_it_is_due(cast, acting, his, close):
    sam = acting(cast.sam, at=timezone.now())
    answering.reply(by=sam, thread=his["thread"], response="Come at nine.", seen_number=2)
    scheduling.cancel(by=sam, appointment=his["visit"], reason="The doctor is ill")
    rows = list(OutboundMessage.objects.filter(recipient=cast.hugo, status="queued"))
    assert len(rows) == 2
    close()
    OutboundMessage.objects.update(due_at=timezone.now())
    assert [outbox.deliver(row.pk, row.due_at + timedelta(minutes=1)) for row in rows] == ["dropped"] * 2
    assert mail.outbox == []


def test_x25_pending_requests_stay_with_staff_and_can_be_decided(cast, acting, his, close):
    close()
    assert AppointmentRequest.objects.get(pk=his["request"].pk).status == "pending"
    assert his["thread"] in messaging.about(acting(cast.fay), Patient.objects.get(pk=cast.leo.pk))
    sam = acting(cast.sam, at=timezone.now())
    declined = scheduling.decline(by=sam, request=his["request"], reason="No longer needed")
    assert declined.status == "declined"
    for row in OutboundMessage.objects.filter(recipient=cast.hugo):
        assert outbox.deliver(row.pk, timezone.now() + timedelta(minutes=1)) == "dropped"


def test_x25_an_answer_is_refused_and_says_why(cast, acting, his, close):
    close()
    with pytest.raises(Refused, match="Hugo Brandt") as refusal:
        answering.reply(by=acting(cast.sam, at=timezone.now()), thread=his["thread"], response="Yes", seen_number=2)
    assert refusal.value.field == "response"


def test_x25_the_person_is_told_that_it_is_over_and_whom_to_ask(cast, hugo, close):
    close()
    page = hugo.get(url(cast, "portal:home"))
    text = " ".join(page.content.decode().split())
    assert page.status_code == 404
    assert "This record is not open to you any more" in text
    assert cast.maple.phone.as_national in text
    assert "Leo" not in text
    assert "Nothing is open to you now" in hugo.get("/").content.decode()


def test_a_stranger_is_told_nothing_of_the_kind(cast, client, close):
    close()
    client.force_login(cast.paul_user)
    assert "not open to you any more" not in client.get(url(cast, "portal:home")).content.decode()


def test_x26_once_undone_everything_is_there_again(cast, acting, hugo, his):
    fay, grant = acting(cast.fay, at=timezone.now()), cast.hugo.grants.get()
    services.end(by=fay, grant=grant, reason="A mistake")
    services.restore(by=fay, grant=grant)
    paths = open_things(cast, his)
    assert [hugo.get(path).status_code for path in paths] == [200] * len(paths)
    assert "Half a" in hugo.get(url(cast, "messaging:thread", his["thread"].pk)).content.decode()
