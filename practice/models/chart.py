"""What the chart holds for answering messages: flags, medication and refills, pharmacies, insurance, referrals."""

import pghistory
import pgtrigger
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _
from phonenumber_field.modelfields import PhoneNumberField

from practice.models.fields import request_key, together, uuid_key, words_check
from practice.models.patients import Patient
from practice.tenancy import PracticeOwned

FLAG_KINDS = {"allergy": _("Allergy"), "alert": _("Alert")}
NAME_LENGTH, LINE_LENGTH, REASON_LENGTH = 120, 200, 2000


@pghistory.track()
class PatientFlag(PracticeOwned):
    """Something everybody who opens the chart must see first: an allergy, or an alert. It holds until it ends."""

    audience = "chart"

    id = uuid_key()
    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="flags")
    kind = models.CharField(max_length=8, choices=FLAG_KINDS.items())
    text = models.CharField(max_length=NAME_LENGTH)
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey("practice.StaffMember", on_delete=models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(
        "practice.StaffMember", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    request_key = request_key()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["practice", "request_key"], name="flag_recorded_once"),
            models.UniqueConstraint(
                "patient", "kind", Lower("text"), condition=Q(ended_at__isnull=True), name="live_flag_unique"
            ),
            words_check("kind", FLAG_KINDS, "flag_kind_known"),
            together("flag_ended_pair", "ended_at", "ended_by"),
        ]


@pghistory.track()
class Pharmacy(PracticeOwned):
    """Where a refill can be fetched. A closed one keeps its name on what was sent there, and is offered no more."""

    audience = "everyone"

    id = uuid_key()
    name = models.CharField(max_length=NAME_LENGTH)
    address = models.CharField(max_length=LINE_LENGTH, blank=True)
    phone = PhoneNumberField(blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    request_key = request_key()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["practice", "id"], name="pharmacy_in_practice"),
            models.UniqueConstraint(fields=["practice", "request_key"], name="pharmacy_added_once"),
            models.UniqueConstraint("practice", Lower("name"), Lower("address"), name="pharmacy_unique"),
        ]

    def __str__(self):
        return f"{self.name}, {self.address}" if self.address else self.name


@pghistory.track()
class Medication(PracticeOwned):
    """A line of a patient's medication list; active until `ended_on`, a date of the practice's calendar."""

    audience = "patient"

    id = uuid_key()
    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="medications")
    name = models.CharField(max_length=NAME_LENGTH)
    dose = models.CharField(max_length=LINE_LENGTH)
    controlled = models.BooleanField(default=False)
    days_supply = models.PositiveSmallIntegerField(null=True, blank=True)  # how long one fill lasts
    pharmacy = models.ForeignKey(Pharmacy, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    prescriber = models.ForeignKey(
        "practice.StaffMember", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    last_filled_on = models.DateField(null=True, blank=True)
    ended_on = models.DateField(null=True, blank=True)
    ended_reason = models.CharField(max_length=LINE_LENGTH, blank=True)
    created_at = models.DateTimeField()
    request_key = request_key()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["practice", "id"], name="medication_in_practice"),
            models.UniqueConstraint(fields=["practice", "request_key"], name="medication_added_once"),
            models.UniqueConstraint(
                "patient",
                Lower("name"),
                Lower("dose"),
                condition=Q(ended_on__isnull=True),
                name="active_medication_unique",
            ),
            models.CheckConstraint(
                condition=Q(days_supply__isnull=True) | Q(days_supply__range=(1, 365)), name="medication_supply_range"
            ),
        ]
        indexes = [models.Index(fields=["patient"], name="medications_of_patient")]

    def __str__(self):
        return f"{self.name} {self.dose}".strip()


class RefillRecord(PracticeOwned):
    """A refill that a prescriber gave. Append-only."""

    audience = "chart"

    id = uuid_key()
    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="refills")
    medication = models.ForeignKey(Medication, on_delete=models.PROTECT, related_name="refills")
    pharmacy = models.ForeignKey(Pharmacy, on_delete=models.PROTECT, related_name="+")
    prescriber = models.ForeignKey("practice.StaffMember", on_delete=models.PROTECT, related_name="+")
    quantity = models.CharField(max_length=60)
    refills = models.PositiveSmallIntegerField(default=0)
    at = models.DateTimeField()
    request_key = request_key()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["practice", "id"], name="refill_record_in_practice"),
            models.UniqueConstraint(fields=["practice", "request_key"], name="refilled_once"),
            models.CheckConstraint(condition=Q(refills__lte=12), name="refills_range"),
        ]
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]


@pghistory.track()
class InsurancePolicy(PracticeOwned):
    """The insurance in a patient's chart. The current one has no `ended_on`, the day from which it held no more."""

    audience = "chart"

    id = uuid_key()
    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="insurance")
    company = models.CharField(max_length=NAME_LENGTH)
    member_number = models.CharField(max_length=60)
    group_number = models.CharField(max_length=60, blank=True)
    starts_on = models.DateField()
    ended_on = models.DateField(null=True, blank=True)
    recorded_by = models.ForeignKey("practice.StaffMember", on_delete=models.PROTECT, related_name="+")
    # the one that was current when this one came
    replaces = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    request_key = request_key()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["practice", "id"], name="insurance_in_practice"),
            models.UniqueConstraint(fields=["practice", "request_key"], name="insurance_recorded_once"),
            models.UniqueConstraint(
                fields=["patient"], condition=Q(ended_on__isnull=True), name="one_current_insurance"
            ),
            models.CheckConstraint(
                condition=Q(ended_on__isnull=True) | Q(ended_on__gte=F("starts_on")), name="insurance_ends_after_start"
            ),
        ]


@pghistory.track()
class Referral(PracticeOwned):
    """A patient sent on to somebody else: to whom, and why."""

    audience = "chart"

    id = uuid_key()
    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="referrals")
    specialty = models.CharField(max_length=NAME_LENGTH)
    referred_to = models.CharField(max_length=LINE_LENGTH, blank=True)
    reason = models.CharField(max_length=REASON_LENGTH)
    made_by = models.ForeignKey("practice.StaffMember", on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    request_key = request_key()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["practice", "id"], name="referral_in_practice"),
            models.UniqueConstraint(fields=["practice", "request_key"], name="referral_made_once"),
        ]
