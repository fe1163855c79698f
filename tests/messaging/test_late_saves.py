"""What is saved too late does not bring back a draft that was discarded, or a message that was sent (R44, X41)."""

import uuid
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from messaging import selectors
from messaging.models import DiscardedForm, Draft, FirstDraft
from messaging.services import drafts, forwarding, patient, writing
from tests.messaging.drafting import AUTOSAVE, act, center, save, sign_in


@pytest.fixture
def now():
    """Pages read the machine's clock."""
    return timezone.now()


@pytest.fixture
def key():
    """The key of the form that somebody types into."""
    return uuid.uuid4()


@pytest.fixture
def arrives(cast, acting):
    """`arrives(thread, "reply", key)`: a save of Fay's form with this key, for a thread's window."""

    def late(thread, window, key):
        typed = {"response": ["Come in"], "note": ["Come in"]}
        return drafts.save_draft(by=acting(cast.fay), thread=thread, window=window, typed=typed, request_key=key)

    return late


@pytest.fixture
def fay(cast):
    """Fay's browser."""
    return sign_in("fay")


@pytest.mark.parametrize("window", ["reply", "forward"])
def test_a_discarded_draft_stays_discarded(cast, acting, write, arrives, window, key):
    thread = write()
    arrives(thread, window, key)
    drafts.discard_draft(by=acting(cast.fay), thread=thread, window=window, request_key=key)
    assert arrives(thread, window, key) is None
    assert not Draft.objects.exists()


def test_a_window_opened_afterwards_is_kept(write, acting, cast, arrives, key):
    thread = write()
    drafts.discard_draft(by=acting(cast.fay), thread=thread, window="reply", request_key=key)
    assert arrives(thread, "reply", uuid.uuid4()).body == "Come in"
    assert arrives(thread, "reply", None).body == "Come in"


def test_a_colleagues_discarding_is_theirs_alone(cast, acting, write, arrives, key):
    thread = write()
    drafts.discard_draft(by=acting(cast.nia), thread=thread, window="reply", request_key=key)
    assert arrives(thread, "reply", key).body == "Come in"


def test_a_forwarded_message_is_no_draft_again(cast, acting, write, arrives, key):
    thread = write()
    facts = {"to": [cast.nia], "note": "Come in", "include_prior": True, "request_key": key}
    forwarding.forward(by=acting(cast.fay), thread=thread, **facts)
    assert arrives(thread, "forward", key) is None


def test_a_new_message_that_was_sent_or_discarded_is_no_draft_again(cast, acting):
    gina, fay, about = acting(cast.gina), acting(cast.fay), {"patient": cast.leo}
    sent, written, dropped = (uuid.uuid4() for _form in range(3))
    patient.send_message(by=gina, **about, subject="Cough", body="Cough", request_key=sent)
    writing.write(by=fay, **about, account=cast.gina, subject="Card", body="Card", request_key=written)
    drafts.discard_first_draft(by=gina, **about, window="referral", request_key=dropped)
    for by, window, key in ((gina, "general", sent), (fay, "write", written), (gina, "referral", dropped)):
        late = drafts.save_first_draft(by=by, **about, window=window, typed={"body": ["Late"]}, request_key=key)
        assert late is None
    assert not FirstDraft.objects.exists()


def test_after_the_topic_was_changed_the_form_before_brings_nothing_back(cast, acting, key):
    gina = sign_in("gina")
    args = ["maple", cast.leo.pk, "general"]
    typed = {"about": "referral", "subject": "Hives", "body": "After nuts.", "request_key": key}
    gina.post(reverse("my:messaging:ask", args=args), typed)
    gina.post(reverse("my:messaging:ask_draft", args=args), typed, headers=AUTOSAVE)
    assert selectors.first_draft(acting(cast.gina), cast.leo, "general") is None


def test_discard_says_which_form_is_over(fay, write, key):
    thread = write()
    save(fay, thread, "Come in", request_key=key)
    page = fay.get(center(thread, do="reply"))
    shown = page.context["reply"]["form"]["request_key"].value()
    form = page.content.decode().partition('id="discard-draft"')[2].partition("</form>")[0]
    assert f'name="request_key" value="{shown}"' in form
    fay.post(act("draft_discarding", thread, window="reply"), {"request_key": shown})
    assert save(fay, thread, "Come in", request_key=shown).content == b""
    assert not Draft.objects.exists()


def test_discarded_forms_are_forgotten_after_a_day(cast, acting, write, key):
    thread = write()
    drafts.discard_draft(by=acting(cast.fay), thread=thread, window="reply", request_key=key)
    later = acting(cast.fay, at=cast.now + timedelta(days=2))
    drafts.discard_draft(by=later, thread=thread, window="reply", request_key=uuid.uuid4())
    assert not DiscardedForm.objects.filter(request_key=key).exists()
