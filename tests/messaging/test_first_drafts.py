"""A new message is a draft as it is typed, too: one for each patient and topic, for its writer alone (R44, J6)."""

import re
import uuid

import pytest
from django.urls import reverse
from django.utils import timezone

from messaging import selectors
from messaging.models import FirstDraft, Thread
from messaging.services import asks, drafts, patient, refills, writing
from practice.errors import NotAllowed, NotVisible, Refused
from practice.models import AuditEvent, ParkedSubmission
from tests.messaging.drafting import AUTOSAVE, idle, sign_in, words


@pytest.fixture
def now():
    """Pages read the machine's clock."""
    return timezone.now()


@pytest.fixture
def begin(cast, acting):
    """`begin(cast.gina, "general", body="Cough")`: that person types this into a new message about Leo."""

    def save(who, window, about=None, request_key=None, **fields):
        typed = {name: value if isinstance(value, list) else [value] for name, value in fields.items()}
        facts = {"patient": about or cast.leo, "window": window, "typed": typed, "request_key": request_key}
        return drafts.save_first_draft(by=acting(who), **facts)

    return save


@pytest.fixture
def left(cast, acting):
    """`left(cast.gina, "general")`: the text that person finds in a new message about Leo."""

    def text(who, window, about=None):
        draft = selectors.first_draft(acting(who), about or cast.leo, window)
        return draft and draft.body

    return text


def ask_url(cast, topic="general", act="ask") -> str:
    return reverse(f"my:messaging:{act}", args=["maple", cast.leo.pk, topic])


def write_url(cast, act="write") -> str:
    return reverse(f"staff:messaging:{act}", args=["maple"], query={"patient": cast.leo.pk})


def test_typing_on_replaces_it_and_each_patient_and_topic_has_its_own(cast, begin, left):
    begin(cast.gina, "general", body="Leo")
    begin(cast.gina, "general", body="Leo coughs.")
    begin(cast.gina, "referral", body="Hives.")
    begin(cast.gina, "general", about=cast.mia, body="Mia limps.")
    assert left(cast.gina, "general") == "Leo coughs."
    assert left(cast.gina, "referral") == "Hives."
    assert left(cast.gina, "general", about=cast.mia) == "Mia limps."


def test_nobody_else_sees_it_and_each_side_has_its_own(cast, begin, left):
    begin(cast.gina, "general", body="Leo coughs.")
    begin(cast.fay, "write", body="Bring the card.")
    assert left(cast.hugo, "general") is None
    assert left(cast.nia, "write") is None
    assert left(cast.fay, "general") is None
    assert left(cast.gina, "write") is None


@pytest.mark.parametrize(
    ("window", "fields"),
    [
        ("general", {"subject": "Cough"}),
        ("refill", {"other": "Zinc"}),
        ("referral", {"specialty": "Allergy"}),
        ("insurance", {"member_number": "B-2"}),
    ],
)
def test_what_is_filled_in_beside_the_text_is_kept_without_it(cast, begin, window, fields):
    assert begin(cast.gina, window, body="", **fields).fields == {name: [value] for name, value in fields.items()}


def test_where_nothing_is_left_nothing_is_kept(cast, begin):
    begin(cast.gina, "general", subject="Cough", body="Leo coughs.")
    assert begin(cast.gina, "general", subject=" ", body="\n") is None
    assert not FirstDraft.objects.exists()


def test_who_may_not_write_may_not_begin(cast, begin):
    with pytest.raises(NotVisible):
        begin(cast.olga, "write", body="x")
    with pytest.raises(NotVisible):
        begin(cast.paul_user, "general", body="x")
    for who, window in ((cast.gina, "write"), (cast.fay, "general"), (cast.gina, "reply")):
        with pytest.raises(NotAllowed):
            begin(who, window, body="x")


def test_sent_it_is_no_draft_any_more(cast, acting, begin, albuterol, pharmacy):
    gina, about = acting(cast.gina), {"patient": cast.leo}
    begin(cast.gina, "general", subject="Cough", body="Leo coughs.")
    patient.send_message(by=gina, **about, subject="Cough", body="Leo coughs.")
    begin(cast.gina, "referral", specialty="Allergy", body="Hives.")
    asks.ask_referral(by=gina, **about, specialty="Allergy", body="Hives.")
    begin(cast.gina, "insurance", company="Bluewater")
    asks.report_insurance(by=gina, **about, company="Bluewater", member_number="B-2")
    begin(cast.gina, "refill", medications=[str(albuterol.pk)])
    refills.ask(by=gina, **about, medications=[albuterol], pharmacy=pharmacy)
    begin(cast.fay, "write", body="Bring the card.")
    writing.write(by=acting(cast.fay), **about, account=cast.gina, subject="Card", body="Bring the card.")
    assert not FirstDraft.objects.exists()


def test_refused_it_stays_a_draft(cast, acting, begin, left):
    begin(cast.gina, "general", body="He has chest pain.")
    with pytest.raises(Refused):
        patient.send_message(by=acting(cast.gina), patient=cast.leo, subject="Pain", body="He has chest pain.")
    assert left(cast.gina, "general") == "He has chest pain."


def test_keeping_leaves_no_trace_in_the_audit(cast, begin):
    before = AuditEvent.objects.count()
    begin(cast.gina, "general", body="SECRET")
    assert AuditEvent.objects.count() == before


# --- the pages ---


def test_a_parent_finds_it_in_another_browser_and_discard_ends_it(cast):
    typed = {"subject": "Cough", "body": "Leo coughs."}
    answer = sign_in("gina").post(ask_url(cast, act="ask_draft"), typed, headers=AUTOSAVE)
    assert re.fullmatch(r"Draft saved \d+:\d\d [ap]m", answer.content.decode())
    gina = sign_in("gina")
    page = gina.get(ask_url(cast))
    assert [page.context["form"][name].value() for name in typed] == list(typed.values())
    assert "Draft saved" in words(page)
    assert sign_in("hugo").get(ask_url(cast)).context["form"]["body"].value() is None
    answer = gina.post(ask_url(cast, act="ask_draft_discarding"), follow=True)
    assert "Draft discarded." in words(answer)
    assert answer.context["form"]["body"].value() is None


def test_ticked_medication_and_the_pharmacy_come_back(cast, albuterol, pharmacy):
    gina = sign_in("gina")
    typed = {"medications": [albuterol.pk], "pharmacy": "", "other_pharmacy": "Main Street", "body": ""}
    gina.post(ask_url(cast, "refill", "ask_draft"), typed, headers=AUTOSAVE)
    form = gina.get(ask_url(cast, "refill")).context["form"]
    assert [line["checked"] for line in form.lines] == [True]
    assert (form["pharmacy"].value(), form["other_pharmacy"].value()) == ("", "Main Street")


def test_changing_the_topic_takes_the_text_along(cast, acting, begin, left):
    gina = sign_in("gina")
    begin(cast.gina, "general", subject="Hives", body="After nuts.")
    begin(cast.gina, "referral", specialty="Allergy", body="Since May.")
    sent = {"about": "referral", "subject": "Hives", "body": "After nuts.", "request_key": uuid.uuid4()}
    form = gina.post(ask_url(cast), sent).context["form"]
    assert (form["specialty"].value(), form["body"].value()) == ("Allergy", "Hives\n\nAfter nuts.\n\nSince May.")
    assert left(cast.gina, "general") is None
    assert left(cast.gina, "referral") == "Hives\n\nAfter nuts.\n\nSince May."


def test_what_was_refused_is_kept_without_scripts_too(cast, left):
    sign_in("gina").post(ask_url(cast), {"about": "general", "subject": "", "body": "Leo coughs."})
    assert left(cast.gina, "general") == "Leo coughs."
    sign_in("fay").post(write_url(cast), {"to": "", "subject": "", "body": "Bring the card."})
    assert left(cast.fay, "write") == "Bring the card."


def test_staff_find_the_message_they_began_and_colleagues_do_not(cast):
    typed = {"to": cast.gina.pk, "subject": "Card", "body": "Bring the card."}
    fay = sign_in("fay")
    fay.post(write_url(cast, "write_draft"), typed, headers=AUTOSAVE)
    form = sign_in("fay").get(write_url(cast)).context["form"]
    assert (form["to"].value(), form["subject"].value(), form["body"].value()) == (
        str(cast.gina.pk),
        "Card",
        "Bring the card.",
    )
    assert sign_in("nia").get(write_url(cast)).context["form"]["body"].value() is None
    fay.post(write_url(cast), typed | {"request_key": uuid.uuid4()})
    assert Thread.objects.get().account == cast.gina
    assert not FirstDraft.objects.exists()


def test_t33_what_is_typed_after_the_end_is_kept_for_the_same_person(cast, left):
    gina = sign_in("gina")
    gina.get(ask_url(cast))
    idle(gina, 16)
    answer = gina.post(ask_url(cast, act="ask_draft"), {"subject": "Cough", "body": "Leo"}, headers=AUTOSAVE)
    back = re.search(r"next=(/returned/[0-9a-f-]+/)", answer["HX-Redirect"])[1]
    assert "Go on writing" in words(sign_in("gina", gina).get(back))
    kept = ParkedSubmission.objects.get()
    page = gina.post(kept.path, dict(kept.fields) | {"parked": str(kept.pk)}, follow=True)
    assert page.context["form"]["body"].value() == "Leo"
    assert not Thread.objects.exists()


def test_others_find_no_door(cast):
    for act in ("write_draft", "write_draft_discarding"):
        assert sign_in("gina").post(write_url(cast, act)).status_code in (403, 404)
        assert sign_in("fay").get(write_url(cast, act)).status_code == 405
    for act in ("ask_draft", "ask_draft_discarding"):
        assert sign_in("paul").post(ask_url(cast, act=act)).status_code in (403, 404)
        assert sign_in("gina").post(ask_url(cast, "nothing", act)).status_code == 403
