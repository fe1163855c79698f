"""What a thread of one kind asks for, beside its words: a refill, a referral, new insurance."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from messaging.models.threads import Thread
from practice.access import PATIENT
from practice.models.fields import together, words_check
from practice.tenancy import PracticeOwned

# What staff are warned of when a refill is asked for; the patient is told each in a plain sentence.
REFILL_FLAGS = {
    "duplicate": _("Asked before"),
    "early": _("Too early"),
    "inactive": _("Not on the active list"),
    "controlled": _("Controlled"),
}
REFILL_STATUSES = {"asked": _("Waiting"), "refilled": _("Refilled"), "denied": _("Denied")}


class Ask(PracticeOwned):
    """What one thread asks for: on the patient's side seen by whoever sees that thread."""

    audience = "patient"
    patient_path = "thread__patient"

    class Meta:
        abstract = True

    @classmethod
    def visibility(cls, actor):
        seen = super().visibility(actor)
        return seen & Q(thread__in=Thread.objects.visible_to(actor).values("pk")) if actor.side == PATIENT else seen


class RefillRequest(Ask):
    """A refill somebody asked for: a line of the medication list, or one they typed because it is not there.

    `record` is the newest refill that a prescriber gave for it. A denial may ask the patient to book.
    """

    thread = models.OneToOneField(Thread, on_delete=models.CASCADE, related_name="refill_request")
    medication = models.ForeignKey(
        "practice.Medication", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    typed_name = models.CharField(max_length=120, blank=True)
    pharmacy = models.ForeignKey("practice.Pharmacy", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    typed_pharmacy = models.CharField(max_length=200, blank=True)
    flags = ArrayField(models.CharField(max_length=12), default=list, blank=True)
    record = models.OneToOneField(
        "practice.RefillRecord", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    status = models.CharField(max_length=8, choices=REFILL_STATUSES.items(), default="asked")
    asks_to_book = models.BooleanField(default=False, db_default=False)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(
        "practice.StaffMember", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(medication__isnull=False, typed_name="") | (Q(medication__isnull=True) & ~Q(typed_name="")),
                name="refill_request_names_one_medication",
            ),
            models.CheckConstraint(
                condition=Q(pharmacy__isnull=True) | Q(typed_pharmacy=""), name="refill_request_names_one_pharmacy"
            ),
            models.CheckConstraint(
                condition=Q(flags__contained_by=sorted(REFILL_FLAGS)), name="refill_request_flags_known"
            ),
            words_check("status", REFILL_STATUSES, "refill_request_status_known"),
            together("refill_decided_pair", "decided_at", "decided_by"),
            models.CheckConstraint(
                condition=Q(status="asked") | Q(decided_at__isnull=False), name="refill_answered_by_somebody"
            ),
            models.CheckConstraint(
                condition=~Q(status="refilled") | Q(record__isnull=False), name="refilled_on_record"
            ),
            models.CheckConstraint(
                condition=Q(status="denied") | Q(asks_to_book=False), name="only_a_denial_asks_to_book"
            ),
        ]


class ReferralRequest(Ask):
    """A referral somebody asked for, and the one that came of it."""

    thread = models.OneToOneField(Thread, on_delete=models.CASCADE, related_name="referral_request")
    specialty = models.CharField(max_length=120)
    wanted = models.CharField(max_length=200, blank=True)  # whom they would like to see
    referral = models.OneToOneField(
        "practice.Referral", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )


class InsuranceChange(Ask):
    """New insurance as a patient or guardian reported it, and the policy in the chart that came of it."""

    thread = models.OneToOneField(Thread, on_delete=models.CASCADE, related_name="insurance_change")
    company = models.CharField(max_length=120)
    member_number = models.CharField(max_length=60)
    group_number = models.CharField(max_length=60, blank=True)
    policy = models.OneToOneField(
        "practice.InsurancePolicy", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
