"""Invitations to the patient portal, and what people agreed to when they came."""

from datetime import datetime

import pgtrigger
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from phonenumber_field.modelfields import PhoneNumberField

from practice.access import LEVELS
from practice.models.fields import together, uuid_key, words_check
from practice.models.patients import OPEN_STATUSES, RELATIONSHIPS
from practice.tenancy import PracticeOwned, PracticeQuerySet

INVITATION_STATUSES = {
    "issued": _("Sent"),
    "used": _("Used"),
    "replaced": _("Replaced"),
    "locked": _("Locked"),
    "withdrawn": _("Withdrawn"),
}
PROOFS = {"birth_date": _("Birth date"), "pin": _("PIN"), "question": _("Verification Question")}
DELIVERIES = {"email": _("Email Address"), "text": _("Text Message"), "none": _("Do not send PIN")}
CARRIERS = {
    "att": "AT&T",
    "boost": "Boost Mobile",
    "cricket": "Cricket",
    "google": "Google Fi",
    "metro": "Metro by T-Mobile",
    "tmobile": "T-Mobile",
    "uscellular": "US Cellular",
    "verizon": "Verizon",
    "other": _("Another carrier"),
}
TRIES_AT_ONCE, TRIES_EVER = 5, 10


class InvitationQuerySet(PracticeQuerySet):
    def live(self, now: datetime):
        """Those that somebody can still come by, once a lock of half an hour is over."""
        return self.filter(status="issued", patient__status__in=OPEN_STATUSES).filter(
            Q(expires_at__isnull=True) | Q(expires_at__gt=now)
        )


class Invitation(PracticeOwned):
    """An invitation to act for a patient, sent as a link, or given as a PIN on paper. Nothing usable is stored.

    The link is signed from id and nonce, the PIN follows from them (`pins`). Accepting asks for the birth date, and
    for the `proof` beside it. Five wrong answers lock it until `locked_until`, ten for good. It works until
    `expires_at` (UTC; None is without end) and for `most_uses` people (None: for any number).
    """

    audience = "chart"

    id = uuid_key()
    patient = models.ForeignKey("practice.Patient", on_delete=models.PROTECT, related_name="invitations")
    contact = models.ForeignKey("practice.Contact", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    name = models.CharField(max_length=120)
    group = models.UUIDField(null=True, blank=True)  # those that one message invites to several records (X30)
    on_file = models.BooleanField(default=False)  # it went to the address on file, and is worth nothing at another
    channel = models.CharField(max_length=8, choices=DELIVERIES.items(), default="email")
    email = models.EmailField(blank=True)
    phone = PhoneNumberField(blank=True)
    carrier = models.CharField(max_length=12, choices=CARRIERS.items(), blank=True)
    language = models.CharField(max_length=8, default="en")
    proof = models.CharField(max_length=12, choices=PROOFS.items(), default="birth_date")
    pin_digest = models.CharField(max_length=64, blank=True)
    question = models.CharField(max_length=120, blank=True)
    answer_hash = models.CharField(max_length=128, blank=True)
    relationship = models.CharField(max_length=16, choices=RELATIONSHIPS.items())
    level = models.CharField(max_length=12, choices=LEVELS.items(), default="full")
    nonce = models.UUIDField()
    status = models.CharField(max_length=12, choices=INVITATION_STATUSES.items(), default="issued")
    tries = models.PositiveSmallIntegerField(default=0)
    locked_until = models.DateTimeField(null=True, blank=True)
    uses = models.PositiveSmallIntegerField(default=0)
    most_uses = models.PositiveSmallIntegerField(null=True, blank=True, default=1)
    issued_at = models.DateTimeField()
    issued_by = models.ForeignKey("practice.User", on_delete=models.PROTECT, related_name="+")
    expires_at = models.DateTimeField(null=True, blank=True)
    opened_at = models.DateTimeField(null=True, blank=True)
    used_at = models.DateTimeField(null=True, blank=True)
    used_by = models.ForeignKey("practice.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    objects = InvitationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["practice", "id"], name="invitation_in_practice"),
            models.UniqueConstraint(
                fields=["patient", "email"],
                condition=Q(status="issued") & ~Q(email=""),
                name="one_active_invitation_an_address",
            ),
            models.UniqueConstraint(
                fields=["patient"], condition=Q(status="issued", proof="pin"), name="one_active_pin_a_patient"
            ),
            models.UniqueConstraint(fields=["pin_digest"], condition=~Q(pin_digest=""), name="pin_unique"),
            models.CheckConstraint(
                condition=(Q(proof="pin") & ~Q(pin_digest=""))
                | (Q(proof="question") & ~Q(question="") & ~Q(answer_hash=""))
                | Q(proof="birth_date", pin_digest="", question="", answer_hash=""),
                name="invitation_proof_complete",
            ),
            models.CheckConstraint(
                condition=(Q(channel="email") & ~Q(email=""))
                | (Q(channel="text") & ~Q(phone="") & ~Q(carrier=""))
                | Q(channel="none", proof="pin"),
                name="invitation_reaches_its_channel",
            ),
            models.CheckConstraint(
                condition=Q(most_uses__isnull=True) | Q(uses__lte=F("most_uses")), name="invitation_uses_in_bounds"
            ),
            models.CheckConstraint(condition=Q(tries__lte=TRIES_EVER), name="invitation_tries_in_bounds"),
            together("invitation_used_pair", "used_at", "used_by"),
            words_check("status", INVITATION_STATUSES, "invitation_status_known"),
            words_check("level", LEVELS, "invitation_level_known"),
            words_check("carrier", ("", *CARRIERS), "invitation_carrier_known"),
        ]
        indexes = [models.Index(fields=["group"], condition=Q(group__isnull=False), name="invitations_of_a_group")]


class Consent(PracticeOwned):
    """Somebody accepted a published text. Append-only."""

    audience = "chart"

    user = models.ForeignKey("practice.User", on_delete=models.PROTECT, related_name="consents")
    patient = models.ForeignKey("practice.Patient", on_delete=models.PROTECT, related_name="+")
    text = models.ForeignKey("practice.TermsText", on_delete=models.PROTECT, related_name="+")
    accepted_at = models.DateTimeField()

    class Meta:
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]
