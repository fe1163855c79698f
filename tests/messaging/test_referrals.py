"""A referral asked for from the portal: created from the message, or forwarded, and answered (R67-R70, J5.5)."""

import uuid

import pytest
from django.urls import reverse
from django.utils import timezone

from messaging.models import ReferralRequest
from messaging.services import answering, asks, charting, forwarding
from practice.errors import NotAllowed, NotVisible, Refused
from practice.models import Referral, StaffMember
from practice.selectors import chart

ALLERGY = {"specialty": "Allergy", "referred_to": "Dr Lund", "reason": "Hives after nuts."}


@pytest.fixture
def thread(cast, acting):
    return asks.ask_referral(
        by=acting(cast.gina), patient=cast.leo, specialty="Allergy", wanted="Dr Lund", body="Hives after nuts."
    )


@pytest.fixture
def rita(cast, acting):
    return acting(cast.rita)


def words(response) -> str:
    return " ".join(response.content.decode().split())


def test_the_coordinator_creates_it_and_answers_at_the_end(cast, rita, thread, has):
    made = charting.create_referral(by=rita, thread=thread, **ALLERGY)
    assert list(chart.referrals(rita, cast.leo)) == [made]
    assert ReferralRequest.objects.get().referral == made
    thread.refresh_from_db()
    answering.reply(
        by=rita,
        thread=thread,
        response="Dr Lund will call you.",
        seen_number=thread.last_number,
        after_sending="completed",
    )
    assert has(thread) == {}


def test_or_forwards_it_into_unread_phone(cast, rita, thread, has):
    forwarding.forward(by=rita, thread=thread, to=[cast.ada], include_prior=True)
    assert has(thread)[("Ada", "phone")] == "forwarded"


def test_it_is_created_once(rita, thread):
    key = uuid.uuid4()
    first, second = (charting.create_referral(by=rita, thread=thread, **ALLERGY, request_key=key) for _ in range(2))
    assert first == second
    with pytest.raises(Refused) as said:
        charting.create_referral(by=rita, thread=thread, **ALLERGY)
    assert said.value.code == "referral_made"
    assert Referral.objects.count() == 1


@pytest.mark.parametrize("missing", ["specialty", "reason"])
def test_it_says_to_whom_and_why(rita, thread, missing):
    with pytest.raises(Refused) as said:
        charting.create_referral(by=rita, thread=thread, **{**ALLERGY, missing: " "})
    assert said.value.field == missing
    assert not Referral.objects.exists()


def test_a_general_message_asks_for_none(cast, acting, write):
    with pytest.raises(Refused):
        charting.create_referral(by=acting(cast.fay), thread=write(), **ALLERGY)


def test_only_who_keeps_the_chart_creates_one(cast, acting, thread):
    StaffMember.objects.filter(pk=cast.sam.pk).update(duties=["scheduling"])
    cast.sam.refresh_from_db()
    forwarding.forward(by=acting(cast.rita), thread=thread, to=[cast.sam], include_prior=True)
    with pytest.raises(NotAllowed):
        charting.create_referral(by=acting(cast.sam), thread=thread, **ALLERGY)
    with pytest.raises(NotAllowed):
        charting.create_referral(by=acting(cast.gina), thread=thread, **ALLERGY)
    with pytest.raises(NotVisible):
        charting.create_referral(by=acting(cast.hugo), thread=thread, **ALLERGY)


# --- pages ---


@pytest.fixture
def now():
    return timezone.now()


@pytest.fixture
def page(client, cast, thread):
    client.force_login(cast.rita.user)
    return lambda: client.get(reverse("staff:messaging:tab", args=["maple", "open"]), {"selected": thread.pk})


def test_the_panel_leads_to_a_form_that_knows_what_was_asked_and_comes_back(client, cast, thread, page):
    shown = page()
    assert "Create referral" in words(shown)
    back = shown.wsgi_request.get_full_path()
    there = reverse("staff:messaging:referral", args=["maple", thread.pk], query={"next": back})
    form = client.get(there).context["form"]
    assert {name: form[name].value() for name in ALLERGY} == ALLERGY
    kept = client.post(there, {**ALLERGY, "reason": " "})
    assert kept.status_code == 422
    assert "Dr Lund" in words(kept)
    done = client.post(there, ALLERGY, follow=True)
    assert done.redirect_chain[-1][0] == back
    assert "Referral created" in words(done)
    assert "Create referral" not in words(done)


def test_flags_stand_in_the_banner(cast, thread, page):
    from practice.models import PatientFlag

    PatientFlag.objects.create(
        practice=cast.maple, patient=cast.leo, kind="allergy", text="Nuts", recorded_at=cast.now, recorded_by=cast.nia
    )
    assert "Allergy: Nuts" in words(page())
