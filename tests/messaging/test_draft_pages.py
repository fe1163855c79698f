"""Drafts and who is writing on the pages: back in any browser, after any sign-out, for the same person (T-33, J6)."""

import re
import time
import uuid

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from messaging.models import Draft, Message, RefillRequest
from messaging.services import completing, drafts, patient
from portal.demo import PASSWORD
from practice.models import Medication, ParkedSubmission, RefillRecord, StaffMember

POLL = {"X-Poll": "1", "HX-Request": "true"}
AUTOSAVE = {"HX-Request": "true"}
MINUTE = 60
LINE = "refilled Albuterol, 1 inhaler, 2 refills, pharmacy Elm Street Pharmacy"


@pytest.fixture
def now():
    """Pages read the machine's clock."""
    return timezone.now()


@pytest.fixture
def sign_in(cast):
    """`sign_in("fay")`: that person in a browser of their own."""

    def begin(name: str, client=None) -> Client:
        client = client or Client()
        client.post("/signin/", {"name": f"{name}@demo.example", "password": PASSWORD})
        return client

    return begin


def center(thread, **query) -> str:
    return reverse("staff:messaging:tab", args=["maple", "open"], query={"selected": thread.pk, **query})


def act(name, thread, **query) -> str:
    return reverse(f"staff:messaging:{name}", args=["maple", thread.pk], query={"tab": "open", **query})


def words(response) -> str:
    return " ".join(response.content.decode().split())


def typed(thread, response, **changes) -> dict:
    fields = {"to": "portal", "response": response, "after": "keep", "seen_number": thread.last_number}
    return fields | {"seen_completed": "False", "request_key": uuid.uuid4()} | changes


def save(client, thread, response, **changes):
    return client.post(act("draft", thread, window="reply"), typed(thread, response, **changes), headers=AUTOSAVE)


def shown(client, thread, do="reply"):
    """The form of the window that opens."""
    return client.get(center(thread, do=do)).context[do]["form"]


def idle(client, minutes) -> None:
    session = client.session
    session["seen_at"] = time.time() - minutes * MINUTE
    session.save()


def test_saving_says_when_and_the_window_shows_it_again_in_another_browser(sign_in, write):
    thread = write()
    answer = save(sign_in("fay"), thread, "Come in", after="completed")
    assert re.fullmatch(r"Draft saved \d+:\d\d [ap]m", answer.content.decode())
    page = sign_in("fay").get(center(thread, do="reply"))
    form = page.context["reply"]["form"]
    assert (form["response"].value(), form["after"].value()) == ("Come in", "completed")
    assert "Draft saved" in words(page)
    assert "Draft saved" not in words(sign_in("nia").get(center(thread, do="reply")))


def test_without_text_saving_says_nothing_and_the_window_is_empty(sign_in, write):
    thread, fay = write(), sign_in("fay")
    save(fay, thread, "Come in")
    assert save(fay, thread, "  ").content == b""
    assert shown(fay, thread)["response"].value() is None


def test_without_scripts_saving_comes_back_to_the_window(sign_in, write):
    thread, fay = write(), sign_in("fay")
    answer = fay.post(act("draft", thread, window="reply"), typed(thread, "Come in"), follow=True)
    assert answer.context["reply"]["form"]["response"].value() == "Come in"


def test_the_row_and_the_thread_say_that_i_have_begun_and_discard_ends_it(sign_in, write):
    thread, fay = write(), sign_in("fay")
    save(fay, thread, "Come in")
    page = words(fay.get(center(thread)))
    assert "You have begun a reply, saved" in page
    assert "Draft</span>" in page
    assert "You have begun" not in words(sign_in("nia").get(center(thread)))
    answer = fay.post(act("draft_discarding", thread, window="reply"), follow=True)
    assert "Draft discarded." in words(answer)
    assert "You have begun" not in words(answer)
    assert not Draft.objects.exists()


def test_a_forward_is_kept_with_whom_it_was_for(cast, sign_in, write):
    thread, fay = write(), sign_in("fay")
    facts = {"note": "Can you see him?", "to": [cast.nia.pk], "completed": "on"}
    fay.post(act("draft", thread, window="forward"), facts, headers=AUTOSAVE)
    form = shown(fay, thread, "forward")
    assert form["to"].value() == [str(cast.nia.pk)]
    assert (form["note"].value(), form["completed"].value(), form["include_prior"].value()) == (
        "Can you see him?",
        True,
        False,
    )


def test_what_was_pressed_or_refused_is_kept_without_scripts_too(sign_in, write):
    thread, fay = write(), sign_in("fay")
    fay.post(act("reply", thread), typed(thread, "Come in", seen_number=0))
    assert shown(fay, thread)["response"].value() == "Come in"
    fay.post(act("reply", thread), typed(thread, "Come in at nine", revise="1"))
    assert shown(fay, thread)["response"].value() == "Come in at nine"
    fay.post(act("forwarding", thread), {"note": "For whom?"})
    assert shown(fay, thread, "forward")["note"].value() == "For whom?"


def test_sent_it_is_gone(sign_in, write):
    thread, fay = write(), sign_in("fay")
    save(fay, thread, "Come in")
    fay.post(act("reply", thread), typed(thread, "Come in"))
    assert shown(fay, thread)["response"].value() is None
    assert not Draft.objects.exists()


def test_what_happened_since_is_told_when_the_window_opens_again(cast, acting, sign_in, write):
    thread, fay = write(), sign_in("fay")
    save(fay, thread, "Come in")
    patient.answer(by=acting(cast.gina), thread=thread, body="He has a fever, too.")
    completing.complete(by=acting(cast.nia), thread=thread)
    page = fay.get(center(thread, do="reply"))
    news = words(page).partition("Since you began")[2].partition("</section>")[0]
    assert "He has a fever, too." in news
    assert "Completed by Nia Okonkwo" in news
    sent = {f.html_name: f.value() for f in page.context["reply"]["form"]} | {"files": "", "seen_completed": "True"}
    fay.post(act("reply", thread), {name: value for name, value in sent.items() if value is not None})
    assert Message.objects.filter(thread=thread, body="Come in").exists()


def test_nothing_is_told_where_nothing_happened(sign_in, write):
    thread, fay = write(), sign_in("fay")
    save(fay, thread, "Come in")
    assert "Since you began" not in words(fay.get(center(thread, do="reply")))


def test_what_was_meant_for_a_colleague_who_left_is_turned_to_nobody(cast, acting, sign_in, write):
    thread, fay = write(), sign_in("fay")
    save(fay, thread, "Is she well?", to=str(cast.nia.pk))
    form = shown(fay, thread)
    assert form.fields["to"].choices == [("", "Choose one"), ("portal", "Web Portal User")]
    answer = fay.post(act("reply", thread), typed(thread, "Is she well?", to=""))
    assert answer.status_code == 422
    assert Message.objects.filter(thread=thread).count() == 1


def test_who_may_not_answer_any_more_can_still_read_what_they_wrote(cast, acting, sign_in, write):
    thread, nia = write(), sign_in("nia")
    save(nia, thread, "Drink tea")
    StaffMember.objects.filter(pk=cast.nia.pk).update(duties=["prescribing"])
    thread.deliveries.create(
        practice=cast.maple, member=cast.nia, reason="forwarded", delivered_at=cast.now, closed_at=cast.now
    )
    page = words(nia.get(center(thread)))
    assert "Drink tea" in page
    assert "Continue" not in page
    assert nia.post(act("draft", thread, window="reply"), typed(thread, "More")).status_code == 403
    assert nia.post(act("draft_discarding", thread, window="reply")).status_code == 302


def test_others_find_no_door(cast, sign_in, write):
    thread = write()
    olga = Client()
    olga.force_login(cast.olga.user)
    for name in ("draft", "draft_discarding", "writing"):
        assert olga.post(act(name, thread, window="reply")).status_code == 404
        assert sign_in("fay").post(act(name, thread, window="answer")).status_code == 404
        assert sign_in("fay").get(act(name, thread, window="reply")).status_code == 405


# --- sessions ---


def test_t33_sixteen_minutes_of_pings_and_polls_sign_out_and_the_text_is_there_after_signing_in(sign_in, write):
    thread, fay = write(), sign_in("fay")
    url = fay.get(center(thread, do="reply")).context["news_url"]
    save(fay, thread, "Come in at nine")
    idle(fay, 0)
    for minute in range(1, 17):
        session = fay.session
        if "seen_at" in session:
            session["seen_at"] -= MINUTE
            session.save()
        answers = fay.post(act("writing", thread, window="reply"), headers=POLL), fay.get(url, headers=POLL)
        assert [answer.status_code == 401 for answer in answers] == [minute >= 10] * 2, minute
    assert not ParkedSubmission.objects.exists()  # a ping holds nothing that somebody wrote
    assert shown(sign_in("fay", fay), thread)["response"].value() == "Come in at nine"
    fay.post("/signout/")
    assert shown(sign_in("nia", fay), thread)["response"].value() is None


def test_t33_typing_is_activity(sign_in, write):
    thread, fay = write(), sign_in("fay")
    idle(fay, 9)
    save(fay, thread, "Come in")
    assert time.time() - fay.session["seen_at"] < MINUTE


def test_t33_what_is_typed_after_the_end_is_kept_for_the_same_person(sign_in, write):
    thread, fay = write(), sign_in("fay")
    save(fay, thread, "Come in")
    idle(fay, 16)
    answer = save(fay, thread, "Come in at nine")
    back = re.search(r"next=(/returned/[0-9a-f-]+/)", answer["HX-Redirect"])[1]
    page = sign_in("fay", fay).get(back)
    assert "Go on writing" in words(page)
    assert "Send it now" not in words(page)
    kept = ParkedSubmission.objects.get()
    answer = fay.post(kept.path, dict(kept.fields) | {"parked": str(kept.pk)}, follow=True)
    assert answer.context["reply"]["form"]["response"].value() == "Come in at nine"
    assert Message.objects.filter(thread=thread).count() == 1


# --- Rx ---


@pytest.fixture
def asked(cast, ask_refill, departments):
    departments.refill.members.add(cast.ada)
    return ask_refill(note="Nearly empty.")


def rx(albuterol, pharmacy, **changes) -> dict:
    fields = {"medication": albuterol.pk, "quantity": "1 inhaler", "refills": 2, "pharmacy": pharmacy.pk} | changes
    return {f"rx-{name}": value for name, value in fields.items()}


def test_j6_the_session_expires_while_rx_is_open_the_draft_is_restored_and_there_is_no_half_refill(
    sign_in, asked, albuterol, pharmacy
):
    ada = sign_in("ada")
    ada.post(act("rx", asked), typed(asked, "Dear Gina,", rx="open"))
    save(ada, asked, "Dear Gina, here you are", **rx(albuterol, pharmacy))
    idle(ada, 16)
    assert ada.post(act("rx", asked), typed(asked, "x", rx="add") | rx(albuterol, pharmacy)).status_code == 302
    page = sign_in("ada", ada).get(center(asked, do="reply"))
    window = page.context["reply"]
    assert window["form"]["response"].value() == "Dear Gina, here you are"
    assert (window["rx"]["open"], window["rx"]["line"]) == (True, "")
    assert window["rx"]["form"]["quantity"].value() == "1 inhaler"
    assert "refilled" not in window["form"]["response"].value()
    assert not RefillRecord.objects.exists()
    assert RefillRequest.objects.get(thread=asked).status == "asked"


def test_j6_what_was_added_to_the_response_comes_back_with_it_and_is_refilled_on_sending(
    sign_in, asked, albuterol, pharmacy
):
    ada = sign_in("ada")
    ada.post(act("rx", asked), typed(asked, "Dear Gina,", rx="add") | rx(albuterol, pharmacy))
    window = sign_in("ada").get(center(asked, do="reply")).context["reply"]
    assert window["form"]["response"].value() == f"Dear Gina,\n\n{LINE}"
    assert (window["rx"]["open"], window["rx"]["line"]) == (False, LINE)
    chosen = {f.html_name: f.value() for f in window["rx"]["form"]}
    ada.post(act("reply", asked), typed(asked, f"Dear Gina,\n\n{LINE}", rx_line=LINE) | chosen | {"rx-request_key": ""})
    assert RefillRecord.objects.get().refills == 2


def test_j6_what_was_changed_after_adding_it_must_be_added_again(sign_in, asked, albuterol, pharmacy):
    ada = sign_in("ada")
    save(ada, asked, f"Dear Gina,\n\n{LINE}", rx_line=LINE, **rx(albuterol, pharmacy, refills=5))
    window = ada.get(center(asked, do="reply")).context["reply"]
    assert (window["rx"]["open"], window["rx"]["line"]) == (True, LINE)
    assert window["rx"]["form"]["refills"].value() == "5"


def test_j6_discontinued_meanwhile_it_must_be_chosen_again(cast, sign_in, asked, albuterol, pharmacy):
    ada = sign_in("ada")
    save(ada, asked, f"Dear Gina,\n\n{LINE}", rx_line=LINE, **rx(albuterol, pharmacy))
    Medication.objects.filter(pk=albuterol.pk).update(ended_on=cast.now.date())
    sent = typed(asked, f"Dear Gina,\n\n{LINE}", rx_line=LINE) | rx(albuterol, pharmacy)
    assert ada.post(act("reply", asked), sent).status_code == 422
    assert not RefillRecord.objects.exists()


def test_j6_without_the_privilege_the_text_claims_no_refill(cast, sign_in, asked, albuterol, pharmacy):
    ada = sign_in("ada")
    save(ada, asked, f"Dear Gina,\n\n{LINE}", rx_line=LINE, **rx(albuterol, pharmacy))
    StaffMember.objects.filter(pk=cast.ada.pk).update(duties=["messages"])
    window = ada.get(center(asked, do="reply")).context["reply"]
    assert window["rx"] is None
    assert window["form"]["response"].value() == "Dear Gina,"


def test_j6_back_without_rx_nothing_of_it_is_kept(sign_in, asked, albuterol, pharmacy):
    ada = sign_in("ada")
    ada.post(
        act("rx", asked), typed(asked, f"Dear Gina,\n\n{LINE}", rx="close", rx_line=LINE) | rx(albuterol, pharmacy)
    )
    window = ada.get(center(asked, do="reply")).context["reply"]
    assert (window["rx"]["open"], window["rx"]["line"]) == (False, "")
    assert window["form"]["response"].value() == "Dear Gina,"


# --- who is writing ---


def poll(client, url, thread, writers=""):
    return client.get(f"{url}&thread={thread.pk}&writers={writers}", headers=POLL)


def test_who_is_writing_comes_with_the_poll_once_and_goes_with_it(sign_in, write):
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


def test_nobody_hears_of_a_thread_they_may_not_read(cast, acting, sign_in, write):
    thread, nia = write(), sign_in("nia")
    url = nia.get(center(thread)).context["news_url"]
    drafts.show_writing(by=acting(cast.fay, at=timezone.now()), thread=thread, window="reply")
    StaffMember.objects.filter(pk=cast.nia.pk).update(patient_scope="listed")
    assert "is replying" not in words(poll(nia, url, thread))


# --- the patients' side ---


def test_a_guardians_reply_survives_an_idle_sign_out_for_the_same_person_only(cast, sign_in, write):
    thread, gina = write(), sign_in("gina")
    facts = [cast.maple.slug, cast.leo.pk, thread.pk]
    there = reverse("my:messaging:thread", args=facts)
    answer = gina.post(
        reverse("my:messaging:draft", args=facts, query={"window": "answer"}), {"body": "Since"}, headers=AUTOSAVE
    )
    assert "Draft saved" in answer.content.decode()
    idle(gina, 16)
    assert gina.get(there).status_code == 302
    page = sign_in("gina", gina).get(there)
    assert page.context["form"]["body"].value() == "Since"
    assert "Discard draft" in words(page)
    gina.post(reverse("my:messaging:draft_discarding", args=facts, query={"window": "answer"}))
    assert gina.get(there).context["form"]["body"].value() is None


def test_a_guardian_sees_nothing_of_what_staff_begin(cast, sign_in, write):
    thread, fay, gina = write(), sign_in("fay"), sign_in("gina")
    save(fay, thread, "SECRET")
    page = words(gina.get(reverse("my:messaging:thread", args=["maple", cast.leo.pk, thread.pk])))
    assert "SECRET" not in page
    assert "is replying" not in page
