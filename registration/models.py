"""Invitations to the patient portal, and what people agreed to when they came."""

import pgtrigger
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from practice.access import LEVELS
from practice.models.fields import together, uuid_key, words_check
from practice.models.patients import RELATIONSHIPS
from practice.tenancy import PracticeOwned

INVITATION_STATUSES = {
    "issued": _("Sent"),
    "used": _("Used"),
    "replaced": _("Replaced"),
    "locked": _("Locked"),
    "withdrawn": _("Withdrawn"),
}


class Invitation(PracticeOwned):
    """An invitation by e-mail to act for a patient. The link is signed from id and nonce; nothing usable is stored.

    Accepting asks for the birth date; five wrong answers lock it. The link works until `expires_at`.
    """

    audience = "chart"

    id = uuid_key()
    patient = models.ForeignKey("practice.Patient", on_delete=models.PROTECT, related_name="invitations")
    contact = models.ForeignKey("practice.Contact", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    name = models.CharField(max_length=120)
    email = models.EmailField()
    relationship = models.CharField(max_length=16, choices=RELATIONSHIPS.items())
    level = models.CharField(max_length=12, choices=LEVELS.items(), default="full")
    nonce = models.UUIDField()
    status = models.CharField(max_length=12, choices=INVITATION_STATUSES.items(), default="issued")
    tries = models.PositiveSmallIntegerField(default=0)
    issued_at = models.DateTimeField()
    issued_by = models.ForeignKey("practice.User", on_delete=models.PROTECT, related_name="+")
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)
    used_by = models.ForeignKey("practice.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["patient", "email"], condition=Q(status="issued"), name="one_active_invitation_an_address"
            ),
            together("invitation_used_pair", "used_at", "used_by"),
            words_check("status", INVITATION_STATUSES, "invitation_status_known"),
            words_check("level", LEVELS, "invitation_level_known"),
        ]


class Consent(PracticeOwned):
    """Somebody accepted a published text. Append-only."""

    audience = "chart"

    user = models.ForeignKey("practice.User", on_delete=models.PROTECT, related_name="consents")
    patient = models.ForeignKey("practice.Patient", on_delete=models.PROTECT, related_name="+")
    text = models.ForeignKey("practice.TermsText", on_delete=models.PROTECT, related_name="+")
    accepted_at = models.DateTimeField()

    class Meta:
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]
