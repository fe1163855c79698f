"""Patients: found by what people type, within what the reader may see; added and edited through doors."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from practice.errors import NotAllowed, NotVisible, Refused
from practice.models import AuditEvent, Contact, Patient, PatientAccess
from practice.selectors import patients as selectors
from practice.services import patients as doors
from tests import build


def found(actor, words: str) -> set[str]:
    return {patient.given_name for patient in selectors.search(actor, words).rows}


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("garcia leo", "Leo"),
        ("Leo García", "Leo"),
        ("lindqv", "Amira"),
        ("ekstrom", "Walter"),
        ("zoe", "Zoë"),
        ("m-1001", "Paul"),
        ("PAUL@demo", "Paul"),
        ("(555) 010-4411", "Paul"),
        ("salma.haddad@mail.example", "Amira"),
        ("555 010 4420", "Amira"),
    ],
)
def test_a_patient_is_found_by(cast, acting, typed, name):
    assert found(acting(cast.fay), typed) == {name}


@pytest.mark.parametrize("spelling", ["%m/%d/%Y", "%Y-%m-%d", "%m-%d-%Y", "%b %d, %Y", "%d %B %Y", "%m.%d.%Y"])
def test_a_birth_date_is_found_in_the_usual_spellings(cast, acting, spelling):
    Patient.objects.filter(pk=cast.leo.pk).update(born_on=date(2018, 3, 9))
    assert found(acting(cast.fay), date(2018, 3, 9).strftime(spelling)) == {"Leo"}


def test_nothing_is_found_out_of_scope_or_next_door(cast, acting):
    assert found(acting(cast.sam), "laurent") == set()
    assert found(acting(cast.fay), "rivers") == set()


@pytest.mark.parametrize("typed", ["%", "_", "\\", "' or 1=1", "x" * 400, "\0zz"])
def test_odd_letters_mean_themselves(cast, acting, typed):
    assert found(acting(cast.fay), typed) == set()


def test_pages_follow_each_other_and_go_back(cast, acting):
    for n in range(25):
        build.patient(cast.maple, f"Kid {n:02}", "Same", 5, cast.now)
    by, seen, page = acting(cast.fay), [], None
    pages = []
    while page is None or page.after:
        page = selectors.search(by, after=page.after if page else None, size=10)
        pages.append(page)
        seen += [patient.pk for patient in page.rows]
    everybody = Patient.objects.visible_to(by).order_by("sort_name", "id").values_list("pk", flat=True)
    assert seen == list(everybody)
    assert pages[0].before == ""
    back = selectors.search(by, before=pages[2].before, size=10)
    assert back.rows == pages[1].rows


# --- adding and editing ---


def add(by, **facts):
    return doors.add_patient(
        by=by, **{"given_name": "Ana", "family_name": "Ruiz", "born_on": date(2020, 2, 29), **facts}
    )


def test_a_patient_and_a_first_guardian_are_added_in_one_act(cast, acting):
    guardian = {"name": "Eva Ruiz", "relationship": "mother", "email": "eva@mail.example", "phone": ""}
    added = add(acting(cast.fay), contact=guardian, home_location=cast.north)
    assert Contact.objects.get(patient=added).name == "Eva Ruiz"
    assert AuditEvent.objects.get(action="patient.added").subject_ref == str(added.pk)


def test_the_same_form_sent_twice_adds_one_patient(cast, acting):
    key = "7f0c2c7e-5b1c-4c67-9c8e-0d2f6c1f7a11"
    assert add(acting(cast.fay), request_key=key).pk == add(acting(cast.fay), request_key=key).pk


def test_the_same_name_and_birth_date_are_asked_about_first(cast, acting):
    first = add(acting(cast.fay), given_name="Ána")
    with pytest.raises(Refused) as refusal:
        add(acting(cast.fay))
    assert refusal.value.code == "looks_like_duplicate"
    assert refusal.value.extra["patients"] == [str(first.pk)]
    assert add(acting(cast.fay), another_person=True).pk != first.pk


@pytest.mark.parametrize("days", [2, -50_000])
def test_an_impossible_birth_date_is_refused(cast, acting, days):
    with pytest.raises(Refused) as refusal:
        add(acting(cast.fay), born_on=cast.now.date() + timedelta(days=days))
    assert refusal.value.field == "born_on"


def test_a_record_number_is_given_once(cast, acting):
    with pytest.raises(Refused) as refusal:
        add(acting(cast.fay), record_number="M-1001")
    assert refusal.value.field == "record_number"


def test_nobody_adds_a_patient_they_would_not_see(cast, acting):
    cast.fay.patient_scope = "locations"
    cast.fay.save()
    cast.fay.scope_locations.add(cast.north)
    with pytest.raises(Refused) as refusal:
        add(acting(cast.fay), home_location=cast.south)
    assert refusal.value.field == "home_location"


def test_who_has_a_list_of_patients_gets_the_new_one_on_it(cast, acting):
    cast.fay.patient_scope = "listed"
    cast.fay.save()
    added = add(acting(cast.fay))
    assert PatientAccess.objects.get(member=cast.fay).patient == added


def test_only_registration_and_administration_edit(cast, acting):
    with pytest.raises(NotAllowed):
        add(acting(cast.nia))


def test_a_guardian_never_edits_a_file(cast, acting):
    with pytest.raises(NotAllowed):
        doors.open_file(by=acting(cast.gina), patient=cast.leo)
    with pytest.raises(NotVisible):
        doors.open_file(by=acting(cast.hugo), patient=cast.mia)


def test_opening_a_file_leaves_an_audit_row(cast, acting):
    doors.open_file(by=acting(cast.fay), patient=cast.leo)
    row = AuditEvent.objects.get(action="patient.opened")
    assert (row.patient_ref, row.user_ref) == (cast.leo.pk, cast.fay.user.pk)


def test_a_contact_is_added_edited_and_removed(cast, acting):
    by = acting(cast.fay)
    made = doors.add_contact(by=by, patient=cast.paul, name="Jo Novak", relationship="partner")
    doors.edit_contact(by=by, contact=made, name="Jo Novak-Lee", relationship="partner", email="jo@mail.example")
    assert [contact.name for contact in selectors.contacts(by, cast.paul)] == ["Jo Novak-Lee"]
    doors.remove_contact(by=by, contact=made)
    assert selectors.contacts(by, cast.paul) == []


# --- pages ---


@pytest.fixture
def fay(client, cast):
    client.force_login(cast.fay.user)
    return client


def url(name: str, *args) -> str:
    return reverse(f"staff:portal:{name}", args=["maple", *args])


def test_the_list_shows_patients_with_their_portal_status(fay):
    body = fay.get(url("patients"), {"q": "novak"}).content.decode()
    assert "Paul Novak" in body
    assert "Registered" in body
    assert "1 patient" in body


def test_htmx_gets_the_rows_alone(fay):
    body = fay.get(url("patients"), {"q": "novak"}, headers={"HX-Request": "true"}).content.decode()
    assert "Paul Novak" in body
    assert "<html" not in body


def test_nobody_found_says_so_and_offers_everybody(fay):
    assert "Nobody found" in fay.get(url("patients"), {"q": "zzzz"}).content.decode()


def test_a_patient_is_added_through_the_page(fay, cast):
    facts = {"given_name": "Ana", "family_name": "Ruiz", "born_on": "2/29/2020", "language": "en", "phone": "555 010 9"}
    refused = fay.post(url("add_patient"), facts)
    assert refused.status_code == 422
    assert "does not look complete" in refused.content.decode()
    assert 'value="Ruiz"' in refused.content.decode()
    added = fay.post(url("add_patient"), facts | {"phone": "(555) 010-9988", "contact_name": "Eva"})
    assert added.status_code == 422  # a guardian needs a relationship
    facts |= {"phone": "(555) 010-9988", "contact_name": "Eva Ruiz", "contact_relationship": "mother"}
    assert fay.post(url("add_patient"), facts, follow=True).status_code == 200
    made = Patient.objects.get(family_name="Ruiz")
    assert (str(made.phone), made.born_on) == ("+15550109988", date(2020, 2, 29))


def test_the_page_asks_whether_it_is_the_same_person(fay, cast):
    facts = {"given_name": "Leo", "family_name": "Garcia", "born_on": cast.leo.born_on.isoformat(), "language": "en"}
    asked = fay.post(url("add_patient"), facts)
    assert asked.status_code == 422
    assert url("file", cast.leo.pk) in asked.content.decode()
    again = fay.post(url("add_patient"), facts | {"another_person": "on", "email": "not an address"})
    assert 'name="another_person" value="on"' in again.content.decode()  # said once, remembered
    assert fay.post(url("add_patient"), facts | {"another_person": "on"}).status_code == 302


@pytest.mark.parametrize("tab", ["file", "access", "cases", "appointments", "messages", "edit_patient", "add_contact"])
def test_every_page_of_a_file_opens(fay, cast, tab):
    assert fay.get(url(tab, cast.leo.pk)).status_code == 200
    assert fay.get(url(tab, cast.tom.pk)).status_code == 404


def test_details_and_contacts_are_edited_through_pages(fay, cast):
    facts = {"given_name": "Leopold", "family_name": "Garcia", "born_on": "2018-08-20", "language": "es"}
    facts |= {"status": "inactive", "home_location": str(cast.north.pk)}
    assert fay.post(url("edit_patient", cast.leo.pk), facts).status_code == 302
    cast.leo.refresh_from_db()
    assert (cast.leo.given_name, cast.leo.status, cast.leo.sort_name) == ("Leopold", "inactive", "garcia, leopold")
    hugo = Contact.objects.get(patient=cast.leo, name="Hugo Brandt")
    assert fay.get(url("edit_contact", cast.leo.pk, hugo.pk)).status_code == 200
    assert fay.get(url("edit_contact", cast.mia.pk, hugo.pk)).status_code == 404
    assert fay.get(url("remove_contact", cast.leo.pk, hugo.pk)).status_code == 200
    assert fay.post(url("remove_contact", cast.leo.pk, hugo.pk)).status_code == 302
    assert not Contact.objects.filter(pk=hugo.pk).exists()


def test_who_may_not_edit_sees_no_way_to(client, cast):
    client.force_login(cast.nia.user)
    assert "Add patient" not in client.get(url("patients")).content.decode()
    assert client.get(url("add_patient")).status_code == 403
    assert "Edit details" not in client.get(url("file", cast.leo.pk)).content.decode()
