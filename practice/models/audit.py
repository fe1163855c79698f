"""What happened: append-only, with no foreign keys to live rows, so it outlives them and never blocks them."""

import pgtrigger
from django.db import models

from practice.models.fields import words_check

OUTCOMES = ("done", "refused")


class AuditEvent(models.Model):
    """Who did or read what. For investigators; screens read domain rows instead (settled 7)."""

    at = models.DateTimeField()
    practice_ref = models.UUIDField(null=True)
    user_ref = models.UUIDField(null=True)
    hat = models.CharField(max_length=12)
    actor_name = models.CharField(max_length=120, blank=True)  # names of processes; never of people
    patient_ref = models.UUIDField(null=True)
    action = models.CharField(max_length=60)
    subject_type = models.CharField(max_length=40, blank=True)
    subject_ref = models.CharField(max_length=40, blank=True)
    outcome = models.CharField(max_length=8, default="done")
    request_id = models.CharField(max_length=36, blank=True)
    address = models.GenericIPAddressField(null=True)
    detail = models.JSONField(default=dict)

    class Meta:
        constraints = [words_check("outcome", OUTCOMES, "audit_outcome_known")]
        indexes = [
            models.Index(fields=["practice_ref", "patient_ref", "at"], name="audit_by_patient"),
            models.Index(fields=["practice_ref", "at"], name="audit_by_practice"),
        ]
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]
