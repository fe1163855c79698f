"""The Message Center through the browser's eyes: tabs, rows, reader, windows (R35, R36, R40-R43, R47, R50, T-70)."""

import uuid
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from messaging import selectors, threads
from messaging.models import Delivery, Message, Thread
from messaging.services import answering, forwarding
from practice.models import AuditEvent

TABS = ["unread-portal", "unread-phone", "open", "sent", "completed", "all"]
# Session, user, member; the practices and the pending requests of the rail; the tabs' counts, the rows, their tags.
BUDGET = 8


@pytest.fixture
def sign_in(client):
    """`sign_in(cast.fay)`: the client as that person."""

    def as_user(who):
        client.force_login(getattr(who, "user", who))
        return client

    return as_user


def center(tab="unread-portal", **query) -> str:
    return reverse("staff:messaging:tab", args=["maple", tab], query=query)


def act(name, thread, tab="unread-portal") -> str:
    return reverse(f"staff:messaging:{name}", args=["maple", thread.pk], query={"tab": tab})


def answer(thread, **changes) -> dict:
    fields = {"to": "portal", "response": "Come in at nine.", "after": "keep", "seen_number": thread.last_number}
    return fields | {"request_key": uuid.uuid4(), "seen_completed": "False"} | changes


def words(response) -> str:
    return " ".join(response.content.decode().split())


def test_the_message_center_opens_on_unread_portal(cast, sign_in, write):
    write()
    page = words(sign_in(cast.fay).get(reverse("staff:messaging:inbox", args=["maple"])))
    for tab in ("Unread Portal", "Unread Phone", "Open", "Sent", "Completed", "All"):
        assert tab in page
    assert "Unread Cough, Leo Garcia" in page
    assert "Web Portal User" in page


@pytest.mark.parametrize("tab", TABS)
def test_an_empty_tab_says_what_would_be_there(cast, sign_in, tab):
    response = sign_in(cast.fay).get(center(tab))
    assert response.status_code == 200
    assert 'class="empty"' in response.content.decode()


def test_a_tab_nobody_made_is_not_found(cast, sign_in):
    assert sign_in(cast.fay).get(center("spam")).status_code == 404


@pytest.mark.parametrize("selected", ["nonsense", "5f0f7bb3-7a0c-4c3a-9f63-0d6d3a1c9b11"])
def test_a_message_nobody_wrote_is_not_found(cast, sign_in, selected):
    assert sign_in(cast.fay).get(center(selected=selected)).status_code == 404


def test_another_practices_message_is_not_found(cast, sign_in, write):
    thread = write()
    client = sign_in(cast.olga)
    assert client.get(center(selected=thread.pk)).status_code == 404
    assert client.post(act("opening", thread)).status_code == 404


def test_selecting_a_row_shows_the_message_and_changes_nothing_but_the_audit(cast, sign_in, write):
    thread = write()
    before = list(Delivery.objects.values())
    page = words(sign_in(cast.fay).get(center(selected=thread.pk)))
    assert "Leo coughs at night." in page
    assert "Gina Garcia, mother of Leo Garcia" in page
    assert list(Delivery.objects.values()) == before
    assert AuditEvent.objects.filter(action="thread.previewed", patient_ref=cast.leo.pk).exists()


def test_htmx_gets_the_reader_alone(cast, sign_in, write):
    thread = write()
    headers = {"HX-Request": "true", "HX-Target": "reader"}
    page = words(sign_in(cast.fay).get(center(selected=thread.pk), headers=headers))
    assert page.startswith("<article")
    assert "<html" not in page
    restored = sign_in(cast.fay).get(
        center(selected=thread.pk), headers=headers | {"HX-History-Restore-Request": "true"}
    )
    assert "<html" in words(restored)


def test_opening_takes_the_row_out_of_unread_and_keeps_it_in_open(cast, sign_in, write):
    thread = write()
    client = sign_in(cast.fay)
    response = client.post(act("opening", thread))
    assert response.url == center(selected=thread.pk)
    assert "Cough, Leo Garcia" not in words(client.get(center()))
    assert "Cough, Leo Garcia" in words(client.get(center("open")))


def test_marked_unread_it_comes_back(cast, sign_in, write):
    thread = write()
    client = sign_in(cast.fay)
    client.post(act("opening", thread))
    assert client.post(act("unreading", thread)).status_code == 302
    assert "Unread Cough, Leo Garcia" in words(client.get(center()))


def test_reply_opens_the_window_to_the_web_portal_user(cast, sign_in, write):
    thread = write()
    client = sign_in(cast.fay)
    opened = client.post(act("opening", thread) + "&do=reply", follow=True)
    page = words(opened)
    assert '<option value="portal" selected>Web Portal User</option>' in page
    assert "Gina Garcia, mother of Leo Garcia" in page
    assert "Completed: remove from all inboxes" in page
    assert 'value="keep" id="id_after_0" required checked' in page


def test_a_completed_reply_is_gone_from_everybodys_inbox_and_the_patient_has_it(cast, acting, sign_in, ask):
    thread = ask()
    thread.refresh_from_db()
    client = sign_in(cast.fay)
    response = client.post(act("reply", thread), answer(thread, after="completed"), follow=True)
    assert "Sent to Gina Garcia." in words(response)
    for who in (cast.fay, cast.sam):
        assert "Appointment Request, Leo Garcia" not in words(sign_in(who).get(center("open")))
    soon = acting(cast.gina, at=timezone.now() + threads.UNDO)
    assert selectors.thread_page(soon, thread).said[-1].body == "Come in at nine."


def test_an_empty_response_is_shown_beside_its_field(cast, sign_in, write):
    thread = write()
    response = sign_in(cast.fay).post(act("reply", thread), answer(thread, response="  "))
    assert response.status_code == 422
    assert "Write something first." in words(response)
    assert not Message.objects.filter(thread=thread, side="staff").exists()


def test_the_second_answer_is_held_back_with_its_text_and_goes_on_the_next_try(cast, acting, sign_in, write):
    thread = write()
    answering.reply(by=acting(cast.nia), thread=thread, response="Drink water.", seen_number=1)
    client = sign_in(cast.fay)
    held = client.post(act("reply", thread), answer(thread, seen_number=1))
    page = words(held)
    assert held.status_code == 422
    for part in ("Nia Okonkwo wrote in this thread meanwhile", "Drink water.", "Come in at nine."):
        assert part in page
    assert held.context["reply"]["form"]["seen_number"].value() == "2"
    client.post(act("reply", thread), answer(thread, seen_number=2))
    assert Message.objects.filter(thread=thread, side="staff").count() == 2


def test_who_got_it_forwarded_answers_the_colleague_unless_told_otherwise(cast, acting, sign_in, write):
    thread = write()
    forwarding.forward(by=acting(cast.fay), thread=thread, to=[cast.ada], include_prior=True)
    thread.refresh_from_db()
    client = sign_in(cast.ada)
    page = words(client.get(center("unread-phone", selected=thread.pk, do="reply")))
    assert f'<option value="{cast.fay.pk}" selected>Fay Lindgren</option>' in page
    client.post(act("reply", thread), answer(thread, to=cast.fay.pk, response="Two puffs."))
    assert Message.objects.get(thread=thread, number=3).shown_to == "internal"


def test_forwarding_through_the_page(cast, sign_in, write, departments):
    thread = write()
    client = sign_in(cast.fay)
    page = words(client.get(center(selected=thread.pk, do="forward")))
    assert "Ada Moreau, prescriber" in page
    assert "IC-Referral (1)" in page
    to = [cast.ada.pk, departments.referral.pk]
    sent = client.post(act("forwarding", thread), {"to": to, "note": "Look", "include_prior": "on"}, follow=True)
    assert "Forwarded." in words(sent)
    assert Delivery.objects.filter(thread=thread, channel="phone").count() == 2


def test_a_forward_to_somebody_without_access_says_who(cast, sign_in, write):
    cast.leo.home_location = cast.south
    cast.leo.save()
    thread = write()
    refused = sign_in(cast.fay).post(act("forwarding", thread), {"to": [cast.sam.pk], "note": "Look", "warned": "True"})
    assert refused.status_code == 422
    assert "No access to this patient: Sam Whitlock." in words(refused)
    assert "> Look</textarea>" in words(refused)


def test_complete_and_reopen(cast, sign_in, write):
    thread = write()
    client = sign_in(cast.fay)
    client.post(act("completion", thread))
    page = words(client.get(center("completed", selected=thread.pk)))
    assert "Completed by Fay Lindgren" in page
    assert "Not answered" in page
    client.post(act("reopening", thread, "completed"))
    assert "Cough, Leo Garcia" in words(client.get(center("open")))


@pytest.mark.parametrize("name", ["opening", "unreading", "reply", "forwarding", "completion", "reopening"])
def test_a_get_does_nothing(cast, sign_in, write, name):
    assert sign_in(cast.fay).get(act(name, write())).status_code == 405


def test_new_insurance_is_shown_beside_its_message(cast, acting, sign_in):
    from messaging import insurance

    thread = insurance.report(
        by=acting(cast.gina), patient=cast.leo, company="Blue Shield", member_number="B-17", group_number=""
    )
    page = words(sign_in(cast.fay).get(center(selected=thread.pk)))
    assert "New insurance" in page
    assert "Blue Shield" in page
    assert "Insurance Change Notification" in page


def fill(cast, count: int, who=None, kind: str = "general") -> None:
    threads = [
        Thread(
            practice=cast.maple,
            patient=(cast.leo, cast.mia, cast.paul)[n % 3],
            account=cast.gina,
            kind=kind,
            subject=f"Question {n:03}",
            last_number=1,
            last_at=cast.now - timedelta(minutes=n),
            started_at=cast.now,
        )
        for n in range(count)
    ]
    Thread.objects.bulk_create(threads)
    Message.objects.bulk_create(
        Message(
            practice=cast.maple,
            thread=t,
            number=1,
            side="patient",
            author=cast.gina,
            body="?",
            sent_at=cast.now,
            visible_from=cast.now,
        )
        for t in threads
    )
    Delivery.objects.bulk_create(
        Delivery(practice=cast.maple, thread=t, member=who or cast.nia, reason="department", delivered_at=cast.now)
        for t in threads
    )


@pytest.mark.parametrize("tab", TABS)
@pytest.mark.parametrize("count", [3, 300])
def test_a_list_costs_the_same_for_three_rows_and_for_three_hundred(
    cast, sign_in, tab, count, django_assert_max_num_queries
):
    fill(cast, count, cast.sam, "appointment")
    client = sign_in(cast.sam)
    client.get(center(tab))  # the first page of a session writes down that somebody is there
    with django_assert_max_num_queries(BUDGET):
        assert client.get(center(tab)).status_code == 200


def test_counts_are_exact_to_99_and_then_99_plus(cast, sign_in):
    fill(cast, 99)
    page = sign_in(cast.nia).get(center())
    assert [tab["count"] for tab in page.context["tabs"]] == [99, 0, 99, 0, 0, 0]
    fill(cast, 1)
    page = sign_in(cast.nia).get(center())
    assert [tab["count"] for tab in page.context["tabs"]] == ["99+", 0, "99+", 0, 0, 0]


def test_paging_shows_every_row_once(cast, sign_in):
    fill(cast, 120)
    client, seen, url = sign_in(cast.nia), [], center("open")
    while url:
        page = client.get(url)
        seen += [row.subject for row in page.context["rows"]]
        url = page.context["pager"]["older_url"]
    assert seen == [f"Question {n:03}" for n in range(120)]


def test_a_broken_page_key_starts_from_the_top(cast, sign_in, write):
    write()
    assert "Cough, Leo Garcia" in words(sign_in(cast.fay).get(center("open", after="nonsense~x")))


def test_r4_a_message_about_somebody_out_of_scope_leads_to_no_file(cast, sign_in, ask):
    file = reverse("staff:portal:file", args=["maple", cast.leo.pk])
    thread, client = ask(), sign_in(cast.sam)
    address = center(selected=str(thread.pk))
    assert file in words(client.get(address))
    cast.leo.home_location = cast.south
    cast.leo.save()
    page = words(client.get(address))
    assert "Leo Garcia" in page
    assert file not in page
