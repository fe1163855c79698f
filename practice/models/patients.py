"""Patients, and the people around them who are not logins."""

from datetime import date

import pghistory
import pgtrigger
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from phonenumber_field.modelfields import PhoneNumberField

from practice import clock
from practice.models.fields import request_key, together, uuid_key, words_check
from practice.tenancy import PracticeOwned

PATIENT_STATUSES = {
    "prospect": _("Prospect"),
    "active": _("Active"),
    "inactive": _("Inactive"),
    "deceased": _("Deceased"),
}
OPEN_STATUSES = ("active", "prospect")  # whose record can be opened from the portal (T-19)
RELATIONSHIPS = {
    "self": _("Self"),
    "mother": _("Mother"),
    "father": _("Father"),
    "parent": _("Parent"),
    "guardian": _("Guardian"),
    "grandparent": _("Grandparent"),
    "partner": _("Partner"),
    "caregiver": _("Caregiver"),
    "other": _("Other"),
}


def _canonical(name: str) -> models.CheckConstraint:
    """A CHECK that the address is stored as `accounts.canonical` makes it, without spaces and capitals (X31)."""
    return models.CheckConstraint(condition=~Q(email__regex=r"[A-Z\s]"), name=name)


@pghistory.track()
class Patient(PracticeOwned):
    """A person the practice cares for. `sort_name` is kept by a trigger: accents and case do not count."""

    audience = "patient"
    patient_path = "pk"

    id = uuid_key()
    given_name = models.CharField(max_length=120)
    family_name = models.CharField(max_length=120)
    sort_name = models.CharField(max_length=260, editable=False, default="")
    born_on = models.DateField()
    email = models.EmailField(blank=True)
    phone = PhoneNumberField(blank=True)
    language = models.CharField(max_length=8, default="en")
    status = models.CharField(max_length=12, choices=PATIENT_STATUSES.items(), default="active")
    record_number = models.CharField(max_length=40, blank=True)
    home_location = models.ForeignKey(
        "practice.Location", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    primary_provider = models.ForeignKey(
        "practice.Provider", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    declined_at = models.DateTimeField(null=True, blank=True)  # the family does not want the portal (V23)
    declined_by = models.ForeignKey("practice.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    created_at = models.DateTimeField()
    request_key = request_key()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["practice", "id"], name="patient_in_practice"),
            models.UniqueConstraint(fields=["practice", "request_key"], name="patient_added_once"),
            models.UniqueConstraint(
                fields=["practice", "record_number"], condition=~Q(record_number=""), name="record_number_unique"
            ),
            together("patient_declined_pair", "declined_at", "declined_by"),
            words_check("status", PATIENT_STATUSES, "patient_status_known"),
            _canonical("patient_email_canonical"),
        ]
        indexes = [models.Index(fields=["practice", "sort_name", "id"], name="patients_by_name")]
        triggers = [
            pgtrigger.Trigger(
                name="keep_sort_name",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.UpdateOf("given_name", "family_name"),
                func="NEW.sort_name = lower(unaccent(NEW.family_name || ', ' || NEW.given_name)); RETURN NEW;",
            )
        ]

    def __str__(self):
        return self.name

    @property
    def name(self) -> str:
        return f"{self.given_name} {self.family_name}".strip()

    def age_on(self, day: date) -> str:
        """The age in words as short as a list can show."""
        return clock.age(self.born_on, day)


@pghistory.track()
class Contact(PracticeOwned):
    """A guardian or relative of a patient; a child's address is usually a contact's."""

    audience = "chart"  # two guardians of one child never see each other's address

    id = uuid_key()
    patient = models.ForeignKey(Patient, on_delete=models.CASCADE, related_name="contacts")
    name = models.CharField(max_length=120)
    relationship = models.CharField(max_length=16, choices=RELATIONSHIPS.items())
    email = models.EmailField(blank=True)
    phone = PhoneNumberField(blank=True)
    language = models.CharField(max_length=8, default="en")
    request_key = request_key()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["practice", "id"], name="contact_in_practice"),
            models.UniqueConstraint(fields=["practice", "request_key"], name="contact_added_once"),
            words_check("relationship", RELATIONSHIPS, "contact_relationship_known"),
            _canonical("contact_email_canonical"),
        ]
