"""Registering: one PIN a patient, by e-mail, by text or on paper, kept nowhere as it is."""

import uuid
from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone

from practice import outbox
from practice.errors import NotAllowed, NotVisible, Refused
from practice.models import AccessGrant, AuditEvent, OutboundMessage, PortalSettings, TextOptOut
from registration import pins, questions, services
from registration.models import Invitation
from registration.selectors import portal_status
from tests import build

pytestmark = pytest.mark.django_db
MOBILE = "+15550104431"


@pytest.fixture
def zoe(cast):
    """A child without anybody in the portal, with a mother who has an address."""
    child = build.patient(cast.maple, "Zoe", "Quist", 6, cast.now, home_location=cast.north)
    build.contact(child, "Ines Quist", "mother", "ines@example.org", MOBILE)
    return child


@pytest.fixture
def fay(acting, cast):
    return acting(cast.fay, at=timezone.now())


def register(by, patient, **facts):
    facts = {"name": "Ines Quist", "relationship": "mother", "email": "ines@example.org"} | facts
    return services.register(by=by, patient=patient, **facts)


def by_text(by, patient, **facts):
    return register(by, patient, **{"channel": "text", "phone": MOBILE, "carrier": "verizon"} | facts)


def sent() -> OutboundMessage:
    return OutboundMessage.objects.filter(notice__startswith="patient.registered").get()


def test_r86_the_welcome_holds_link_and_pin_and_no_name_of_a_patient(zoe, fay):
    made = register(fay, zoe)
    assert portal_status(fay, zoe) == "pending"
    assert outbox.deliver(sent().pk) == "sent"
    (letter,) = mail.outbox
    for part in (letter.body, letter.alternatives[0][0]):
        assert pins.spoken(made) in part
        assert "/welcome/" in part
        assert "Zoe" not in part
    assert letter.to == ["ines@example.org"]


def test_v31_a_practice_may_keep_the_pin_out_of_the_message(cast, zoe, fay):
    PortalSettings.objects.filter(practice=cast.maple).update(pin_in_message=False)
    made = register(fay, zoe)
    outbox.deliver(sent().pk)
    said = mail.outbox[0].body + mail.outbox[0].alternatives[0][0]
    assert pins.spoken(made) not in said
    assert "the PIN that the practice gives you" in said


def test_t24_nothing_in_the_row_tells_the_pin(zoe, fay):
    made = register(fay, zoe)
    row = str(Invitation.objects.values().get())
    assert pins.pin(made) not in row
    assert pins.spoken(made) not in row


@pytest.mark.parametrize(("days", "uses"), [(7, 1), (14, 2), (30, None), (None, None)])
def test_d13_a_pin_lives_as_the_practice_rules(cast, zoe, fay, days, uses):
    fay.practice.settings.pin_days, fay.practice.settings.pin_uses = days, uses
    made = register(fay, zoe)
    assert made.expires_at == (fay.now + timedelta(days=days) if days else None)
    assert made.most_uses == uses


def test_r82_a_text_carries_the_same_in_a_few_words(zoe, fay, settings, tmp_path):
    settings.MAILDIR, settings.TEXT_SENDER = str(tmp_path / "mail"), "practice.texts.to_mail_folder"
    made = by_text(fay, zoe)
    assert outbox.deliver(sent().pk) == "sent"
    (kept,) = (tmp_path / "mail" / "new").iterdir()
    said = kept.read_text()
    assert pins.spoken(made) in said
    assert "Zoe" not in said


def test_r85_nothing_is_sent_where_the_pin_is_not_to_be_sent(zoe, fay):
    made = register(fay, zoe, channel="none")
    assert not OutboundMessage.objects.exists()
    assert (made.email, made.phone, made.carrier) == ("", "", "")


def test_only_what_the_way_of_delivery_needs_is_kept(zoe, fay):
    made = by_text(fay, zoe)
    assert (made.email, made.phone.as_e164, made.carrier) == ("", MOBILE, "verizon")


def test_d12_a_question_is_kept_with_the_hash_of_its_answer_and_its_link_is_sent(zoe, fay):
    made = register(fay, zoe, proof="question", question="First pet?", answer="Señor Bigotes")
    assert questions.is_answer(made, " senor  BIGOTES")
    assert not questions.is_answer(made, "Rex")
    assert "igotes" not in str(Invitation.objects.values().get())
    outbox.deliver(sent().pk)
    assert "First pet" not in mail.outbox[0].body
    assert (made.pin_digest, made.most_uses) == ("", 1)


def test_the_letter_is_written_in_the_language_of_the_contact(zoe, fay):
    contact = zoe.contacts.get()
    contact.language = "es"
    contact.save()
    assert register(fay, zoe, contact=contact).language == "es"
    outbox.deliver(sent().pk)
    assert 'lang="en' in mail.outbox[0].alternatives[0][0], "no letter claims a language it is not in"


def test_v11_a_second_pin_is_refused_with_who_and_when(cast, zoe, fay, acting):
    first = register(fay, zoe)
    later = acting(cast.fay, at=fay.now + timedelta(seconds=80))
    with pytest.raises(Refused, match="PIN issued 1 min ago by Fay") as refused:
        register(later, zoe, email="other@example.org")
    assert refused.value.extra == {"invitation": str(first.pk)}
    second = register(later, zoe, email="other@example.org", replaces=first.pk)
    assert second.status == "issued"
    assert Invitation.objects.get(pk=first.pk).status == "replaced"
    with pytest.raises(Refused, match="PIN issued"):
        register(later, zoe, replaces=first.pk)


def test_a_pin_that_ran_out_is_in_nobodys_way(cast, zoe, fay, acting):
    register(fay, zoe)
    assert register(acting(cast.fay, at=fay.now + timedelta(days=15)), zoe).status == "issued"


def test_a_reprint_is_a_new_pin_and_the_old_one_dies(zoe, fay):
    old = register(fay, zoe, level="limited")
    new = services.reprint(by=fay, invitation=old)
    assert pins.pin(new) != pins.pin(old)
    assert (new.channel, new.name, new.level) == ("none", "Ines Quist", "limited")
    assert outbox.deliver(sent().pk) == "dropped"
    with pytest.raises(Refused, match="PIN issued"):
        services.reprint(by=fay, invitation=old)


def test_what_is_no_pin_in_force_is_not_reprinted(zoe, fay):
    asked = register(fay, zoe, proof="question", question="Pet?", answer="Rex")
    with pytest.raises(Refused, match="not in force"):
        services.reprint(by=fay, invitation=asked)


def test_r124_the_same_form_twice_is_one_registration(zoe, fay):
    key = uuid.uuid4()
    assert register(fay, zoe, request_key=key) == register(fay, zoe, request_key=key)
    sent()


def test_v15_who_is_registered_gets_a_pin_for_another_guardian(cast, fay):
    facts = {"name": "Otto Brandt", "relationship": "grandparent", "email": "otto@example.org"}
    with pytest.raises(Refused, match="another guardian"):
        register(fay, cast.leo, **facts)
    assert register(fay, cast.leo, **facts, another_guardian=True).status == "issued"


def test_x30_an_address_of_another_patient_asks_whether_this_is_the_guardian(cast, zoe, fay):
    with pytest.raises(
        Refused, match=r"belongs to .*Garcia.* will be added to the existing account. Is this the guardian"
    ):
        register(fay, zoe, email="GINA@demo.example")
    assert register(fay, zoe, email="GINA@demo.example", same_guardian=True).email == "gina@demo.example"


def test_x29_where_each_record_needs_its_own_address_that_of_another_is_refused(cast, zoe, fay):
    PortalSettings.objects.filter(practice=cast.maple).update(email_policy="strict")
    for email, code in (("paul@demo.example", "email-taken"), ("gina@demo.example", "one-record")):
        with pytest.raises(Refused) as refused:
            register(fay, zoe, email=email, same_guardian=True)
        assert refused.value.code == code
    assert register(fay, zoe).status == "issued"


def test_t26_whose_address_it_is_is_told_only_to_who_may_see_them(cast, zoe, fay, acting):
    cast.fay.patient_scope = "listed"
    cast.fay.save()
    cast.fay.listed_patients.create(practice=cast.maple, patient=zoe)
    with pytest.raises(Refused) as refused:
        register(acting(cast.fay, at=fay.now), zoe, email="gina@demo.example")
    assert "Garcia" not in refused.value.message
    assert "another patient" in refused.value.message


def test_t26_an_address_known_at_another_practice_is_as_good_as_unknown(cast, zoe, fay):
    assert register(fay, zoe, email="tess@riverside.example").status == "issued"


def test_a_number_known_not_to_be_mobile_is_refused(zoe, fay):
    for number in ("+18005550199", "+442079460958"):
        with pytest.raises(Refused, match="not a mobile number"):
            by_text(fay, zoe, phone=number)
    assert by_text(fay, zoe, phone="+12125550123").status == "issued", "fixed line or mobile: nobody can tell"


def test_x35_a_number_that_wants_no_texts_is_explained(cast, zoe, fay):
    TextOptOut.objects.create(practice=cast.maple, phone=MOBILE, at=fay.now)
    with pytest.raises(Refused, match="no more texts"):
        by_text(fay, zoe)
    assert not Invitation.objects.exists()


def test_x33_half_a_text_is_refused_and_nothing_is_kept(zoe, fay):
    with pytest.raises(Refused):
        by_text(fay, zoe, carrier="")
    assert not Invitation.objects.exists()
    assert not OutboundMessage.objects.exists()


def test_a_question_is_not_left_unsent(zoe, fay):
    with pytest.raises(Refused) as refused:
        register(fay, zoe, proof="question", question="Pet?", answer="Rex", channel="none")
    assert refused.value.field == "channel"


def test_r121_only_registration_staff_register_and_only_their_own_practice_s_patients(cast, zoe, fay, acting):
    with pytest.raises(NotAllowed):
        register(acting(cast.sam), zoe)
    with pytest.raises(NotVisible):
        register(fay, cast.tom)
    assert not Invitation.objects.exists()


def test_it_is_written_down_without_what_was_typed(zoe, fay):
    register(fay, zoe, proof="pin", channel="email", level="full")
    event = AuditEvent.objects.get(action="patient.registered", outcome="done")
    assert event.detail == {"proof": "pin", "channel": "email", "relationship": "mother", "level": "full"}


def test_an_address_that_has_access_already_is_refused(cast, fay):
    with pytest.raises(Refused, match="already has access"):
        register(fay, cast.leo, email="gina@demo.example", another_guardian=True)
    assert AccessGrant.objects.filter(patient=cast.leo).count() == 2
