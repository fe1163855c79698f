"""Staff write first: to one of a patient's portal users, about that patient (V5, V6)."""

import uuid

import pytest
from django.urls import reverse
from django.utils import timezone

from messaging import notices, selectors
from messaging.models import Delivery, Message, Thread
from messaging.services import patient, writing
from practice.errors import NotAllowed, NotVisible, Refused
from practice.models import AccessGrant, AuditEvent, OutboundMessage
from tests import build


@pytest.fixture
def to_gina(cast, acting):
    """`to_gina()`: Nia writes to Gina about Leo. She is not in the department for general messages."""

    def send(who=None, **changes):
        facts = {"patient": cast.leo, "account": cast.gina, "subject": "Shoes", "body": "Bring his inserts.", **changes}
        return writing.write(by=acting(who or cast.nia), **facts)

    return send


def test_v5_the_account_reads_what_staff_wrote_first(cast, acting, to_gina, later):
    thread = to_gina()
    assert (thread.kind, thread.account, thread.patient) == ("general", cast.gina, cast.leo)
    (said,) = selectors.thread_page(acting(cast.gina, at=later), thread).said
    assert (said.side, said.author, said.body) == ("staff", cast.nia.user, "Bring his inserts.")
    assert selectors.unread_answers(acting(cast.gina, at=later), cast.leo) == 1
    assert selectors.thread(acting(cast.hugo, at=later), thread.pk) is None


def test_it_counts_as_answered_and_lies_in_nobodys_inbox(cast, acting, to_gina, has):
    thread = to_gina()
    assert thread.answered_at == cast.now
    assert has(thread) == {}
    assert not Delivery.objects.exists()
    assert [t.pk for t in selectors.tab(acting(cast.nia), "sent").rows] == [thread.pk]
    assert selectors.tab(acting(cast.fay), "sent").rows == []


def test_v6_the_account_is_told_by_mail_once_and_without_the_text(cast, to_gina):
    thread = to_gina()
    row = OutboundMessage.objects.get(notice="message.new")
    assert row.recipient == cast.gina
    letter = notices.new_message(row, cast.now)
    assert str(thread.pk) in letter.text
    assert "inserts" not in letter.text + letter.html
    assert "Shoes" not in letter.subject + letter.text + letter.html


def test_the_answer_reaches_the_department_and_who_wrote_first(cast, acting, to_gina, has, later):
    thread = to_gina()
    patient.answer(by=acting(cast.gina, at=later), thread=thread, body="Which ones?")
    assert has(thread) == {("Fay", "portal"): "department", ("Nia", "portal"): "handler"}
    assert selectors.waiting(acting(cast.nia))["unread-portal"] == 1
    thread.refresh_from_db()
    assert thread.answered_at is None


def test_it_comes_from_who_wrote_it_until_there_is_an_answer(cast, acting, to_gina, later):
    thread = to_gina()
    (row,) = selectors.tab(acting(cast.nia), "sent").rows
    assert row.begun_by == "Nia Okonkwo"
    assert selectors.thread_page(acting(cast.nia), thread).begun_by == "Nia Okonkwo"
    patient.answer(by=acting(cast.gina, at=later), thread=thread, body="Which ones?")
    (row,) = selectors.tab(acting(cast.nia), "sent").rows
    assert row.begun_by is None
    assert selectors.thread_page(acting(cast.nia), thread).begun_by == ""


def test_the_same_form_sent_twice_is_one_message(cast, to_gina):
    key = uuid.uuid4()
    assert to_gina(request_key=key).pk == to_gina(request_key=key).pk
    assert Message.objects.count() == 1


def test_it_leaves_an_audit_row_about_the_patient_without_the_words(cast, to_gina):
    to_gina()
    row = AuditEvent.objects.get(action="message.started")
    assert (row.patient_ref, row.user_ref) == (cast.leo.pk, cast.nia.user.pk)
    assert "inserts" not in str(row.detail)


@pytest.mark.parametrize(
    ("field", "text"), [("subject", " \n"), ("subject", "x" * 121), ("body", " "), ("body", "x" * 2001)]
)
def test_an_empty_or_endless_text_is_refused(to_gina, field, text):
    with pytest.raises(Refused) as refused:
        to_gina(**{field: text})
    assert refused.value.field == field
    assert not Thread.objects.exists()


def test_x25_an_account_whose_access_ended_is_refused(cast, to_gina):
    AccessGrant.objects.filter(user=cast.gina, patient=cast.leo).update(ends_at=cast.now)
    with pytest.raises(Refused) as refused:
        to_gina()
    assert (refused.value.code, refused.value.field) == ("access_ended", "to")
    assert "Gina Garcia no longer has access to the portal for Leo Garcia" in refused.value.message


def test_who_may_only_book_and_who_acts_for_another_child_is_refused(cast, to_gina):
    AccessGrant.objects.filter(user=cast.gina, patient=cast.leo).update(level="booking")
    for account in (cast.gina, cast.mia_user, cast.nia.user):
        with pytest.raises(Refused) as refused:
            to_gina(account=account)
        assert refused.value.code == "access_ended"


def test_r4_nobody_writes_about_a_patient_out_of_scope(cast, to_gina):
    build.grant(cast.gina, cast.teen, "guardian", cast.now)
    with pytest.raises(NotVisible):
        to_gina(who=cast.sam, patient=cast.teen)


def test_without_the_messages_duty_nobody_writes(cast, to_gina):
    cast.nia.duties = ["registration"]
    cast.nia.save()
    with pytest.raises(NotAllowed):
        to_gina()


# --- the page ---


@pytest.fixture
def now():
    return timezone.now()


@pytest.fixture
def nia(client, cast):
    client.force_login(cast.nia.user)
    return client


def address(about, **query) -> str:
    return reverse("staff:messaging:write", args=["maple"], query={"patient": about.pk, **query})


def fields(cast, **changes) -> dict:
    facts = {"to": cast.gina.pk, "subject": "Shoes", "body": "Bring his inserts.", "request_key": uuid.uuid4()}
    return facts | changes


def words(response) -> str:
    return " ".join(response.content.decode().split())


def test_the_page_offers_everybody_with_access_and_says_who_they_are(cast, nia):
    form = nia.get(address(cast.leo)).context["form"]
    assert [label for _value, label in form.fields["to"].choices] == ["Gina Garcia, mother", "Hugo Brandt, father"]
    assert form["to"].value() is None


def test_the_only_one_comes_chosen(cast, nia):
    form = nia.get(address(cast.paul)).context["form"]
    assert [label for _value, label in form.fields["to"].choices] == ["Paul Novak"]
    assert form["to"].value() == cast.paul_user.pk


def test_sending_goes_back_to_where_it_was_pressed(cast, nia):
    card = reverse("staff:scheduling:appointment", args=["maple", cast.leo_visit.pk])
    response = nia.post(address(cast.leo, next=card), fields(cast))
    assert response["Location"] == card
    assert Thread.objects.get().account == cast.gina


def test_without_a_way_back_it_leads_to_the_messages_of_the_file(cast, nia):
    response = nia.post(address(cast.leo), fields(cast), follow=True)
    assert response.redirect_chain[0][0] == reverse("staff:portal:messages", args=["maple", cast.leo.pk])
    page = words(response)
    assert "Sent to Gina Garcia." in page
    assert "Shoes" in page


def test_a_way_back_to_another_host_is_ignored(cast, nia):
    response = nia.post(address(cast.leo, next="//evil.example/"), fields(cast))
    assert response["Location"] == reverse("staff:portal:messages", args=["maple", cast.leo.pk])


@pytest.mark.parametrize("empty", ["to", "subject", "body"])
def test_what_is_missing_is_said_beside_its_field_and_the_rest_is_kept(cast, nia, empty):
    response = nia.post(address(cast.leo), fields(cast, **{empty: ""}))
    assert response.status_code == 422
    assert list(response.context["form"].errors) == [empty]
    kept = {"subject": "Shoes", "body": "Bring his inserts."}
    assert all(text in words(response) for name, text in kept.items() if name != empty)


def test_x25_access_that_ended_meanwhile_is_said_and_the_text_kept(cast, nia):
    AccessGrant.objects.filter(user=cast.gina, patient=cast.leo).update(ends_at=cast.now)
    response = nia.post(address(cast.leo), fields(cast))
    assert response.status_code == 409
    page = words(response)
    assert "no longer has access to the portal for Leo Garcia" in page
    assert "Bring his inserts." in page
    assert list(response.context["form"].errors) == ["to"]
    assert "Hugo Brandt, father" in page


def test_somebody_who_never_acted_for_the_patient_cannot_be_chosen(cast, nia):
    assert nia.post(address(cast.leo), fields(cast, to=cast.paul_user.pk)).status_code == 422
    assert not Thread.objects.exists()


def test_where_nobody_has_access_the_page_names_whom_to_call(cast, nia):
    page = words(nia.get(address(cast.amira)))
    assert "Nobody has access to the portal for this patient" in page
    assert "Salma Haddad-Lindqvist, mother" in page
    assert "tel:+1-555-010-4420" in page
    assert "<textarea" not in page


def test_where_nobody_has_access_any_more_what_was_typed_stays(cast, nia):
    AccessGrant.objects.filter(patient=cast.leo).update(ends_at=cast.now)
    response = nia.post(address(cast.leo), fields(cast))
    assert response.status_code == 409
    page = words(response)
    assert "(555) 010-4412" in page
    assert "Bring his inserts." in page


@pytest.mark.parametrize("value", ["", "nonsense", "5f0f7bb3-7a0c-4c3a-9f63-0d6d3a1c9b11"])
def test_no_patient_no_page(cast, nia, value):
    assert nia.get(reverse("staff:messaging:write", args=["maple"], query={"patient": value})).status_code == 404


def test_r4_a_patient_out_of_scope_is_not_found(cast, client):
    client.force_login(cast.sam.user)
    assert client.get(address(cast.teen)).status_code == 404


def test_the_page_is_refused_without_the_messages_duty(cast, nia):
    cast.nia.duties = ["registration"]
    cast.nia.save()
    assert nia.get(address(cast.leo)).status_code == 403
    assert "New message" not in words(nia.get(reverse("staff:portal:file", args=["maple", cast.leo.pk])))


@pytest.mark.parametrize("who", ["leo", "amira"])
def test_the_messages_of_a_file_lead_to_it(cast, nia, who):
    about = getattr(cast, who)
    assert address(about) in words(nia.get(reverse("staff:portal:messages", args=["maple", about.pk])))


def test_the_message_center_says_who_wrote_and_to_whom(cast, nia, acting):
    nia.post(address(cast.leo), fields(cast))
    thread = Thread.objects.get()
    sent = reverse("staff:messaging:tab", args=["maple", "sent"], query={"selected": thread.pk})
    page = words(nia.get(sent))
    assert "From <b>Nia Okonkwo</b> · to Gina Garcia, mother of Leo Garcia" in page
    assert "Web Portal User" not in page
