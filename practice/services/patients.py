"""Doors around a patient's chart: adding, editing, opening it, and the people who stand by the patient."""

from collections.abc import Mapping
from datetime import date

from django.utils.translation import gettext, gettext_lazy as _

from practice import accounts, email_policy
from practice.access import STAFF, Actor, Permission
from practice.errors import NotVisible, Refused, announce_constraint
from practice.models import Contact, Location, Patient, PatientAccess, Provider
from practice.models.patients import OPEN_STATUSES
from practice.selectors import patients as selectors
from practice.service import door

OLDEST = 130  # years; more is a slip of the keyboard

announce_constraint(
    "record_number_unique", "record_number_taken", _("Another patient has this record number."), "record_number"
)


@door(Permission.PATIENT_SEE, "patient.opened")
def open_file(*, by: Actor, patient: Patient) -> Patient:
    """Open a patient's file. Reading a chart is an act: it leaves an audit row. Returns the patient."""
    return selectors.patient(by, patient.pk)


@door(Permission.PATIENT_ADD, "patient.added", once=Patient)
def add_patient(
    *,
    by: Actor,
    given_name: str,
    family_name: str,
    born_on: date,
    email: str = "",
    phone: str = "",
    record_number: str = "",
    home_location: Location | None = None,
    primary_provider: Provider | None = None,
    language: str = "en",
    contact: Mapping | None = None,
    another_person: bool = False,
    request_key=None,
) -> Patient:
    """Add a patient, and with `contact` (the fields of a Contact) a first guardian.

    Refuses an impossible birth date, a taken record number, under `strict` a taken address (`email_policy`), a
    location that would hide the patient from who adds them, and somebody of the same name and birth date unless
    `another_person` says it is somebody else.
    """
    _refuse_impossible(by, born_on)
    email = accounts.canonical(email)
    email_policy.refuse_taken(by, email)
    if not another_person:
        _refuse_same_person(by, given_name, family_name, born_on)
    patient = Patient.objects.create(
        practice=by.practice,
        given_name=given_name,
        family_name=family_name,
        born_on=born_on,
        email=email,
        phone=phone,
        record_number=record_number,
        home_location=home_location,
        primary_provider=primary_provider,
        language=language,
        created_at=by.now,
        request_key=request_key,
    )
    if by.side == STAFF and by.member.patient_scope == "listed":
        PatientAccess.objects.create(practice=by.practice, member=by.member, patient=patient)
    _refuse_losing_sight(by, patient)
    if contact:
        Contact.objects.create(
            practice=by.practice, patient=patient, **{**contact, "email": accounts.canonical(contact.get("email", ""))}
        )
    return patient


@door(Permission.PATIENT_EDIT, "patient.edited")
def edit_patient(
    *,
    by: Actor,
    patient: Patient,
    given_name: str,
    family_name: str,
    born_on: date,
    email: str = "",
    phone: str = "",
    record_number: str = "",
    home_location: Location | None = None,
    primary_provider: Provider | None = None,
    language: str = "en",
    status: str = "active",
) -> Patient:
    """Change a patient's details; the history keeps what they were. Refuses as `add_patient` does."""
    row = Patient.objects.select_for_update(no_key=True).get(pk=patient.pk)
    _refuse_impossible(by, born_on)
    email = accounts.canonical(email)
    if status in OPEN_STATUSES and (email != row.email or row.status not in OPEN_STATUSES):
        email_policy.refuse_taken(by, email, row)
    row.given_name, row.family_name, row.born_on = given_name, family_name, born_on
    row.email, row.phone, row.record_number = email, phone, record_number
    row.home_location, row.primary_provider = home_location, primary_provider
    row.language, row.status = language, status
    row.save()
    _refuse_losing_sight(by, row)
    return row


@door(Permission.PATIENT_EDIT, "contact.added", once=Contact)
def add_contact(
    *,
    by: Actor,
    patient: Patient,
    name: str,
    relationship: str,
    email: str = "",
    phone: str = "",
    language: str = "en",
    request_key=None,
) -> Contact:
    """Add a guardian or relative to a patient's file."""
    return Contact.objects.create(
        practice=by.practice,
        patient=patient,
        name=name,
        relationship=relationship,
        email=accounts.canonical(email),
        phone=phone,
        language=language,
        request_key=request_key,
    )


@door(Permission.PATIENT_EDIT, "contact.edited")
def edit_contact(
    *, by: Actor, contact: Contact, name: str, relationship: str, email: str = "", phone: str = "", language: str = "en"
) -> Contact:
    """Change what is known of a guardian or relative. Their login, if they have one, keeps its own address."""
    row = Contact.objects.select_for_update(no_key=True).filter(pk=contact.pk).first()
    if row is None:  # somebody took them off the file a moment ago
        raise NotVisible("Contact")
    row.name, row.relationship, row.phone, row.language = name, relationship, phone, language
    row.email = accounts.canonical(email)
    row.save()
    return row


@door(Permission.PATIENT_EDIT, "contact.removed")
def remove_contact(*, by: Actor, contact: Contact) -> None:
    """Take a guardian or relative off the file. Portal access they hold is a grant, and stays."""
    Contact.objects.filter(pk=contact.pk).delete()


def _refuse_impossible(by: Actor, born_on: date) -> None:
    today = by.today(by.practice.time_zone)
    if born_on > today:
        raise Refused("born_in_future", _("This birth date is in the future."), "born_on")
    if today.year - born_on.year > OLDEST:
        raise Refused("born_too_early", _("Please check the year of this birth date."), "born_on")


def _refuse_same_person(by: Actor, given_name: str, family_name: str, born_on: date) -> None:
    same = selectors.same_person(by, given_name, family_name, born_on)
    if same:
        raise Refused(
            "looks_like_duplicate",
            gettext("There is already a patient of this name and birth date."),
            "another_person",
            patients=[str(patient.pk) for patient in same],
        )


def _refuse_losing_sight(by: Actor, patient: Patient) -> None:
    if not Patient.objects.visible_to(by).filter(pk=patient.pk).exists():
        raise Refused(
            "out_of_scope",
            _("You would not see this patient any more: choose a location you look after."),
            "home_location",
        )
