"""X42: forwarding to somebody without access to the patient, where the practice lets that give access and where not."""

import re
from html import unescape

import pytest
from django.urls import reverse

from messaging import selectors
from messaging.models import Attachment, Delivery, Message, Thread
from messaging.services import answering, asks, files, forwarding, reading
from practice import banner
from practice.errors import NotVisible, Refused
from practice.models import AuditEvent
from practice.selectors import chart
from practice.services import flags
from tests import build

PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


@pytest.fixture(autouse=True)
def _leo_goes_to_south(cast):
    """Sam's patients are those of North."""
    cast.leo.home_location = cast.south
    cast.leo.save()


@pytest.fixture
def allow(cast):
    """The practice lets forwarding give access."""
    cast.settings.forward_gives_access = True
    cast.settings.save()
    cast.maple.refresh_from_db()


@pytest.fixture
def give(cast, acting):
    """`give(thread)`: Fay forwards it to Sam, and gives Sam access to it."""

    def forward(thread, to=None, give_access=None, **said):
        facts = {"to": to or [cast.sam], "give_access": [cast.sam] if give_access is None else give_access}
        return forwarding.forward(by=acting(cast.fay), thread=thread, include_prior=True, **facts | said)

    return forward


def refusal(call, *args, **facts) -> Refused:
    with pytest.raises(Refused) as refused:
        call(*args, **facts)
    return refused.value


# --- the door ---


def test_x42_a_practice_gives_no_access_unless_it_says_so(cast, write, give):
    thread = write()
    refused = refusal(give, thread)
    assert (refused.code, refused.field, refused.extra) == ("no_access", "to", {"may_give": []})
    assert Message.objects.filter(thread=thread).count() == 1
    assert not Delivery.objects.filter(member=cast.sam).exists()


def test_x42_where_it_does_the_forward_is_refused_until_access_is_given_by_name(cast, allow, write, give):
    thread = write()
    refused = refusal(give, thread, to=[cast.nia, cast.sam], give_access=[])
    assert (refused.code, refused.field) == ("no_access", "to")
    assert refused.message == "No access to this patient: Sam Whitlock."
    assert refused.extra == {"may_give": [str(cast.sam.pk)]}


def test_x42_access_given_to_one_is_not_given_to_another(cast, acting, allow, write, give):
    cast.rita.patient_scope = "listed"
    cast.rita.save()
    assert refusal(give, write(), to=[cast.sam, cast.rita]).message == "No access to this patient: Rita Salas."


def test_x42_with_access_given_it_is_in_their_unread_phone_with_all_that_was_said(cast, acting, allow, write, give):
    thread = write()
    give(thread)
    sam = acting(cast.sam)
    assert selectors.waiting(sam)["unread-phone"] == 1
    assert [message.number for message in selectors.thread_page(sam, thread).said] == [1, 2]
    assert reading.preview(by=sam, thread=thread)


def test_x42_the_conversation_says_to_whom_access_was_given_and_the_patient_reads_nothing_of_it(
    cast, acting, allow, write, give
):
    thread = write()
    said = give(thread, note="Please look.")
    assert said.body == "Forwarded to Sam Whitlock.\n\nAccess given to Sam Whitlock.\n\nPlease look."
    assert [message.number for message in selectors.thread_page(acting(cast.gina), thread).said] == [1]


def test_x42_the_audit_keeps_to_whom_access_was_given(cast, allow, write, give):
    thread = write()
    give(thread, to=[cast.nia, cast.sam])
    row = AuditEvent.objects.get(action="thread.forwarded")
    assert row.detail == {"include_prior": True, "give_access": [str(cast.sam.pk)]}
    assert (row.user_ref, row.patient_ref) == (cast.fay.user.pk, cast.leo.pk)
    assert row.subject_ref == str(thread.pk)


@pytest.mark.parametrize("who", ["nia", "rita"])
def test_x42_access_is_given_only_to_receivers_who_lack_it(cast, allow, write, give, who):
    refused = refusal(give, write(), to=[cast.nia, cast.sam], give_access=[cast.sam, getattr(cast, who)])
    assert (refused.code, refused.field) == ("access_not_lacking", "give_access")


def test_x42_of_a_department_those_without_access_are_left_out_all_the_same(cast, allow, write, give, has, departments):
    departments.appointment.members.set([cast.sam, cast.nia])
    give(write(), to=[departments.appointment], give_access=[], completed=True)
    assert not Delivery.objects.filter(member=cast.sam).exists()
    departments.appointment.members.set([cast.sam])
    assert refusal(give, write(), to=[departments.appointment], give_access=[]).code == "nobody_there"


def test_x42_who_got_access_answers_the_colleague_who_gave_it(cast, acting, allow, write, give):
    thread = write()
    give(thread)
    answering.answer_internally(by=acting(cast.sam), thread=thread, to=cast.fay, response="Done.", seen_number=2)
    assert selectors.waiting(acting(cast.fay))["unread-phone"] == 1


def test_x42_the_chart_and_other_conversations_stay_closed(cast, acting, allow, write, give):
    thread, other = write(), write(subject="Rash")
    flags.record_flag(by=acting(cast.nia), patient=cast.leo, kind="allergy", text="Peanuts")
    give(thread)
    sam = acting(cast.sam)
    assert selectors.thread(sam, other.pk) is None
    assert not selectors.in_scope(sam, cast.leo)
    assert not chart.flags(sam, cast.leo).exists()
    assert banner.read(sam, cast.leo).said == []
    with pytest.raises(NotVisible):
        reading.preview(by=sam, thread=other)


def test_x42_files_that_came_with_the_conversation_are_part_of_it(cast, acting, allow, write, give, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    gina, fay, sam = acting(cast.gina), acting(cast.fay), acting(cast.sam)
    sent = files.add_file(by=gina, patient=cast.leo, name="rash.pdf", content=PDF)
    thread, other = write(attachments=[sent]), write(subject="Rash")
    sent.refresh_from_db()
    with pytest.raises(NotVisible):
        files.fetch_file(by=sam, attachment=sent)
    give(thread)
    assert files.fetch_file(by=sam, attachment=sent) == sent
    back = files.add_file(by=sam, thread=thread, name="form.pdf", content=PDF)
    answering.reply(by=sam, thread=thread, response="Fill it in.", seen_number=2, attachments=[back])
    assert files.fetch_file(by=fay, attachment=Attachment.objects.get(pk=back.pk))
    with pytest.raises(NotVisible):
        files.add_file(by=sam, thread=other, name="form.pdf", content=PDF)


# --- the page ---


@pytest.fixture
def send(client, cast):
    """`send(thread, give_access=[…])`: Fay presses Send in the forward window, to Sam."""

    def press(thread, **fields):
        client.force_login(cast.fay.user)
        address = reverse("staff:messaging:forwarding", args=["maple", thread.pk], query={"tab": "open"})
        return client.post(address, {"to": [cast.sam.pk], "note": "Look", "include_prior": "on"} | fields)

    return press


def words(response) -> str:
    return " ".join(response.content.decode().split())


TICK = "Give Sam Whitlock access to this conversation"


def test_x42_without_the_setting_no_tick_is_there_and_one_sent_by_hand_does_nothing(cast, write, send):
    thread = write()
    for fields in ({}, {"give_access": [cast.sam.pk]}, {"give_access": [cast.sam.pk], "to": []}):
        page = send(thread, **fields)
        assert page.status_code == 422
        assert TICK not in words(page)
    assert "No access to this patient: Sam Whitlock." in words(send(thread, give_access=[cast.sam.pk]))
    assert not Delivery.objects.filter(member=cast.sam).exists()


def test_x42_the_window_offers_no_access_before_it_was_refused_for_want_of_it(client, cast, allow, write, send):
    thread = write()
    client.force_login(cast.fay.user)
    fresh = client.get(
        reverse("staff:messaging:tab", args=["maple", "open"], query={"selected": thread.pk, "do": "forward"})
    )
    assert "Include prior text" in words(fresh)
    assert "access to this conversation" not in words(fresh)
    assert "access to this conversation" not in words(send(thread, to=[]))


def test_x42_refused_the_window_keeps_everything_and_offers_the_tick_with_which_it_goes(cast, allow, write, send, has):
    thread = write()
    page = send(thread, to=[cast.nia.pk, cast.sam.pk], completed="on")
    assert page.status_code == 422
    assert "No access to this patient: Sam Whitlock." in words(page)
    assert words(page).count("access to this conversation") == 1
    assert TICK in words(page)
    assert "> Look</textarea>" in words(page)
    assert page.context["forward"]["form"]["to"].value() == [str(cast.nia.pk), str(cast.sam.pk)]
    sent = send(thread, to=[cast.nia.pk, cast.sam.pk], completed="on", give_access=[cast.sam.pk])
    assert sent.status_code == 302
    assert has(thread) == {("Nia", "phone"): "forwarded", ("Sam", "phone"): "forwarded"}


def test_x42_the_tick_stays_when_something_else_is_refused(cast, allow, write, send):
    page = send(write(), give_access=[cast.sam.pk], note="x" * 2001)
    assert page.status_code == 422
    assert re.search(rf'name="give_access" value="{cast.sam.pk}"[^>]* checked', words(page))


def test_x42_a_tick_for_somebody_who_is_not_chosen_any_more_gives_nothing(cast, allow, write, send):
    thread = write()
    assert send(thread, to=[cast.nia.pk], give_access=[cast.sam.pk]).status_code == 302
    assert AuditEvent.objects.get(action="thread.forwarded").detail["give_access"] == []
    assert not Delivery.objects.filter(member=cast.sam).exists()


@pytest.fixture
def asked(cast, acting, write, ask_refill):
    """`asked("refill")`: what Gina asks for Leo, of each kind."""
    about = {"by": acting(cast.gina), "patient": cast.leo}

    def of_kind(kind: str):
        if kind == "refill":
            return ask_refill()
        if kind == "referral":
            return asks.ask_referral(**about, specialty="Allergy", body="He sneezes.")
        if kind == "insurance":
            return asks.report_insurance(**about, company="Bluewater Health", member_number="BW 12")
        return write()

    return of_kind


@pytest.mark.parametrize("kind", ["general", "refill", "referral", "insurance"])
def test_x42_every_link_beside_the_conversation_opens_and_none_leads_into_the_file(
    client, cast, allow, asked, give, kind
):
    cast.ada.patient_scope = "listed"
    cast.ada.save()
    build.insurance(cast.leo, "Oldwater Health", "OW 1", cast.fay)
    give(asked(kind), to=[cast.ada], give_access=[cast.ada])
    client.force_login(cast.ada.user)
    thread = Thread.objects.get(kind=kind)
    page = client.get(reverse("staff:messaging:tab", args=["maple", "unread-phone"], query={"selected": thread.pk}))
    assert "Access given to Ada Moreau." in words(page)
    assert "Oldwater" not in words(page)
    assert page.context["message"]["patient"]["facts"] == []
    links = {unescape(link) for link in re.findall(r'(?:href|action)="(/staff/maple/[^"]*)"', page.content.decode())}
    assert not [link for link in links if str(cast.leo.pk) in link]
    assert {client.get(link).status_code for link in links} <= {200, 302, 405}
    assert client.get(reverse("staff:portal:file", args=["maple", cast.leo.pk])).status_code == 404
