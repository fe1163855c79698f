"""How many records one address and one login may have: family and strict (D1, R108, R111, X29, X31)."""

from dataclasses import replace

import pytest
from django.utils import timezone

from practice.access import system_actor
from practice.errors import Refused
from practice.models import AccessGrant, Contact, Location, Patient, PortalSettings
from practice.services import patients, settings as settings_doors
from registration import services
from registration.models import Invitation
from tests import build
from tests.registration.papers import add_child, paper

pytestmark = pytest.mark.django_db


@pytest.fixture
def fay(acting, cast):
    return acting(cast.fay)


@pytest.fixture
def strict(cast):
    PortalSettings.objects.filter(practice=cast.maple).update(email_policy="strict")


def add(by, email, **facts):
    facts = {"given_name": "Ana", "family_name": "Silva", "born_on": by.now.date(), **facts}
    north = Location.objects.get(practice=by.practice, name="North")
    return patients.add_patient(by=by, email=email, home_location=north, **facts)


def edit(by, patient, **facts):
    names = ("given_name", "family_name", "born_on", "email", "home_location", "status", "record_number")
    return patients.edit_patient(by=by, patient=patient, **{name: getattr(patient, name) for name in names} | facts)


def invite(by, patient, email, relationship="mother"):
    return services.invite(by=by, patient=patient, name="Somebody", email=email, relationship=relationship)


def refused(call, *args, **facts) -> tuple:
    with pytest.raises(Refused) as refusal:
        call(*args, **facts)
    return refusal.value.code, refusal.value.field


def become(acting, cast, policy: str):
    row = PortalSettings.objects.get(practice=cast.maple)
    facts = {name: getattr(row, name) for name in (*settings_doors.EDITABLE, "version")} | {"email_policy": policy}
    return settings_doors.edit_settings(by=acting(cast.ad), settings=row, **facts)


SPELLINGS = ["paul@demo.example", "PAUL@Demo.Example", " paul@ demo.example ", "\uff50aul@demo.example"]


@pytest.mark.parametrize("spelling", SPELLINGS)
def test_x31_an_address_is_stored_in_one_form_however_it_is_typed(fay, cast, spelling):
    assert add(fay, spelling).email == "paul@demo.example"
    assert edit(fay, cast.leo, email=spelling).email == "paul@demo.example"
    mother = patients.add_contact(by=fay, patient=cast.leo, name="M", relationship="mother", email=spelling)
    assert Contact.objects.get(pk=mother.pk).email == "paul@demo.example"
    assert invite(fay, cast.amira, spelling).email == "paul@demo.example"


@pytest.mark.parametrize("spelling", SPELLINGS)
def test_x29_x31_strict_refuses_on_a_second_file_an_address_in_any_spelling(fay, cast, strict, spelling):
    assert refused(add, fay, spelling) == ("email-taken", "email")
    assert refused(edit, fay, cast.leo, email=spelling) == ("email-taken", "email")
    assert refused(invite, fay, cast.amira, spelling) == ("email-taken", "email")


def test_family_lets_siblings_share_an_address_and_a_login_open_several_records(fay, cast, acting):
    assert add(fay, cast.mia.email).email == cast.mia.email
    assert invite(fay, cast.amira, "gina@demo.example")
    assert len(acting(cast.gina).grants) == 2


def test_x29_an_address_is_free_again_once_its_holder_is_no_patient_in_care(fay, cast, strict):
    edit(fay, cast.paul, status="inactive")
    taken = add(fay, "paul@demo.example")
    paul = Patient.objects.get(pk=cast.paul.pk)
    assert refused(edit, fay, paul, status="active") == ("email-taken", "email")
    edit(fay, taken, email="")
    assert edit(fay, paul, status="active").status == "active"


def test_strict_leaves_a_file_editable_whose_address_was_shared_before(fay, cast):
    shared = add(fay, "paul@demo.example")
    PortalSettings.objects.filter(practice=cast.maple).update(email_policy="strict")
    assert edit(fay, shared, given_name="Anna").given_name == "Anna"


def test_the_holder_is_named_only_to_who_may_see_them(cast, acting, strict):
    Patient.objects.filter(pk=cast.paul.pk).update(home_location=cast.south)
    with pytest.raises(Refused, match="Paul Novak"):
        add(acting(cast.fay), "paul@demo.example")
    with pytest.raises(Refused, match="another patient"):
        add(acting(cast.sam), "paul@demo.example")


def test_x29_strict_gives_a_login_one_record(fay, cast, strict):
    assert refused(invite, fay, cast.amira, "gina@demo.example") == ("one-record", "email")
    assert refused(invite, fay, cast.amira, "Hugo@Demo.example") == ("one-record", "email")


def test_x29_strict_invites_an_address_to_one_record(fay, cast, strict):
    invite(fay, cast.amira, "new@mail.example")
    assert refused(invite, fay, cast.teen, "new@mail.example") == ("invited-elsewhere", "email")
    assert invite(fay, cast.amira, "new@mail.example"), "sent again for the same record"


def test_j2_strict_refuses_the_second_record_before_the_invitation_is_used(fay, cast):
    sent = invite(fay, cast.amira, "hugo@demo.example", "father")
    PortalSettings.objects.filter(practice=cast.maple).update(email_policy="strict")
    by = replace(system_actor(cast.maple, cast.now, "invitation"), user=cast.hugo)
    assert refused(services.accept, by=by, invitation=sent, texts=[])[0] == "one-record"
    assert Invitation.objects.get(pk=sent.pk).status == "issued"
    assert not AccessGrant.objects.filter(patient=cast.amira).exists()


def test_strict_does_not_undo_an_ending_into_a_second_record(fay, cast, acting):
    ended = services.end(by=fay, grant=cast.gina.grants.get(patient=cast.mia), reason="Her own login")
    become(acting, cast, "strict")
    assert refused(services.restore, by=fay, grant=ended)[0] == "one-record"


def test_d1_the_practice_becomes_strict_once_every_login_opens_one_record(fay, cast, acting):
    assert refused(become, acting, cast, "strict") == ("logins-shared", "email_policy")
    services.end(by=fay, grant=cast.gina.grants.get(patient=cast.mia), reason="Her own login")
    assert become(acting, cast, "strict").email_policy == "strict"
    assert become(acting, cast, "family").email_policy == "family"


def test_d1_the_page_lists_the_logins_that_open_several_records(client, cast):
    client.force_login(cast.ad.user)
    row = PortalSettings.objects.get(practice=cast.maple)
    page = client.get("/staff/maple/portal/")
    facts = {
        name: value for name, value in page.context["form"].initial.items() if value is not None and value is not False
    }
    facts |= {"last_resort": row.last_resort_id, "email_policy": "strict"}
    said = client.post("/staff/maple/portal/", facts)
    text = " ".join(said.content.decode().split())
    assert said.status_code == 422
    assert "1 login opens several records" in text
    for name in ("Gina Garcia", "Leo Garcia", "Mia Garcia"):
        assert name in text
    assert "Hugo" not in text


def test_a_grant_at_another_practice_does_not_count(fay, cast, strict):
    build.grant(cast.hugo, cast.tom, "father", cast.now)
    services.end(by=fay, grant=cast.hugo.grants.get(patient=cast.leo), reason="Moved")
    assert invite(fay, cast.amira, "hugo@demo.example", "father")


def test_j2_strict_refuses_to_add_a_child_before_its_pin_is_spent(client, cast, strict):
    sent = paper(cast.amira, replace(system_actor(cast.maple, timezone.now(), "desk"), user=cast.fay.user))
    client.force_login(cast.hugo)
    answer = add_child(client, cast.leo, sent, relationship="father")
    assert answer.status_code == 422
    assert "This login opens another record already" in answer.content.decode()
    again = Invitation.objects.get(pk=sent.pk)
    assert (again.status, again.uses, again.tries) == ("issued", 0, 0)
