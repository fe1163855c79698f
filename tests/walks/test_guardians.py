"""Two guardians of one child see nothing of each other: no address, no phone number, no thread (T-11, T-15)."""

import pytest
from django.core.files.base import ContentFile

from messaging.models import Attachment, Draft, Message, Thread
from practice.models import User
from scheduling.models import AppointmentRequest
from tests.walks import levels, urls, world

# Hugo's own, in every spelling in which it could get onto a page.
PHONE = ("+15550104413", "5550104413", "555-010-4413", "(555) 010-4413")
ADDRESS = "hugo@demo.example"
WORDS = "the other house has a red door"
SECRETS = (*PHONE, ADDRESS, WORDS, "custody.pdf")


@pytest.fixture
def hugos(cast, furnished):
    """Hugo has written about Leo, asked for a visit, sent a file, and is writing again; the practice has answered."""
    User.objects.filter(pk=cast.hugo.pk).update(phone=PHONE[0])
    thread = _thread(cast, "general")
    Thread.objects.filter(pk=thread.pk).update(subject=WORDS)
    facts = {"practice": cast.maple, "thread": thread}
    Draft.objects.create(**facts, author=cast.hugo, window="answer", body=WORDS, updated_at=cast.now)
    attachment = Attachment.objects.create(
        practice=cast.maple,
        patient=cast.leo,
        message=thread.messages.get(number=1),
        uploaded_by=cast.hugo,
        uploaded_at=cast.now,
        name="custody.pdf",
        kind="pdf",
        size=3,
        file=ContentFile(b"pdf", "custody.pdf"),
    )
    return {"thread": thread.pk, "attachment": attachment.pk, "request_id": _request(cast).pk}


def _thread(cast, kind: str) -> Thread:
    thread = world.start_thread(cast, cast.leo, cast.hugo, [cast.sam], kind=kind)
    facts = {"practice": cast.maple, "thread": thread, "number": 3, "side": "patient", "author": cast.hugo}
    Message.objects.create(**facts, body=WORDS, sent_at=cast.now, visible_from=cast.now)
    Thread.objects.filter(pk=thread.pk).update(last_number=3)
    return thread


def _request(cast) -> AppointmentRequest:
    """Declined, with a word to Hugo alone."""
    thread = _thread(cast, "appointment")
    made = AppointmentRequest.objects.create(
        practice=cast.maple,
        thread=thread,
        patient=cast.leo,
        case=cast.leo_primary,
        visit_type=cast.well,
        location=cast.north,
        provider=cast.dr_ada,
        wish="slots",
        reason=WORDS,
        made_by=cast.hugo,
        made_at=cast.now,
    )
    declined = {"status": "declined", "decline_reason": WORDS, "decided_at": cast.now, "decided_by": cast.sam.user}
    AppointmentRequest.objects.filter(pk=made.pk).update(**declined)
    return made


@pytest.fixture
def gina(client, cast):
    client.force_login(cast.gina)
    return client


def pages(values):
    """Every page and call, once with Gina's own rows in its address and once with Hugo's."""
    for route in urls.patient_routes():
        for topic in levels.TOPICS if "topic" in route.names else [""]:
            yield route.fill({**values, "topic": topic}) + levels.QUERIES.get(route.name, "")


def told(client, path: str) -> list[str]:
    """What of Hugo's stands in the answer, with its headers."""
    response = client.get(path)
    text = b"".join(response.streaming_content if response.streaming else [response.content]).decode(errors="replace")
    return [secret for secret in SECRETS if secret in text + str(response.headers)]


def test_t11_no_page_and_no_call_tells_gina_anything_of_hugos(cast, gina, values, hugos):
    found = {path: leaks for path in pages(values) if (leaks := told(gina, path))}
    assert found == {}


def test_t11_hugos_threads_files_and_requests_are_not_found_under_their_own_addresses(cast, gina, values, hugos):
    found = {path: leaks for path in pages({**values, **hugos}) if (leaks := told(gina, path))}
    assert found == {}
    about_his = [route for route in urls.patient_routes() if {"thread", "attachment"} & set(route.names)]
    assert urls.faults(about_his, {**values, **hugos}, gina, urls.is_nowhere) == []


def test_the_walk_sees_what_hugo_himself_is_told(cast, client, values, hugos):
    client.force_login(cast.hugo)
    found = {secret for path in pages({**values, **hugos}) for secret in told(client, path)}
    assert found >= {ADDRESS, WORDS}


def test_t15_a_guardian_finds_no_way_to_list_or_end_another_guardians_access(cast, gina, values, hugos):
    staffs = [route for route in urls.staff_routes() if "access" in route.name]
    assert len(staffs) >= 4
    assert urls.faults(staffs, values, gina, urls.is_nowhere) == []
