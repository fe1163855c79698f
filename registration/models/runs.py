"""Inviting many patients at once: a run, and a line for each patient it looked at."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from practice.models.fields import request_key, uuid_key, words_check
from practice.tenancy import PracticeOwned

LEFT_OUT = {
    "active": _("Has an account already"),
    "no_email": _("No e-mail address"),
    "invalid": _("The e-mail address is not valid"),
    "shared": _("Shares the address with another patient"),
    "declined": _("Does not want the portal"),
    "lately": _("Invited less than 24 hours ago"),
    "deceased": _("Deceased"),
    "inactive": _("Inactive"),
    "no_guardian": _("A child without a guardian on file"),
}


class InviteRun(PracticeOwned):
    """Somebody pressed `Send (N) invites`. A worker goes through its lines; one run at a time for each practice."""

    id = uuid_key()
    started_by = models.ForeignKey("practice.User", on_delete=models.PROTECT, related_name="+")
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True, blank=True)
    request_key = request_key()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["practice", "id"], name="invite_run_in_practice"),
            models.UniqueConstraint(fields=["practice", "request_key"], name="invite_run_started_once"),
            models.UniqueConstraint(
                fields=["practice"], condition=Q(finished_at__isnull=True), name="one_invite_run_at_a_time"
            ),
        ]
        indexes = [models.Index(fields=["practice", "-started_at"], name="invite_runs_newest")]


class InviteLine(PracticeOwned):
    """One patient in a run: still to be invited, invited, or left out with the reason.

    Lines of one `group` share an address and get one message (D1, family). How far it has come since is asked of the
    invitation and of the outbox, and kept nowhere else.
    """

    audience = "chart"

    run = models.ForeignKey(InviteRun, on_delete=models.CASCADE, related_name="lines")
    patient = models.ForeignKey("practice.Patient", on_delete=models.PROTECT, related_name="+")
    group = models.UUIDField(null=True, blank=True)
    left_out = models.CharField(max_length=12, choices=LEFT_OUT.items(), blank=True)
    invitation = models.OneToOneField(
        "registration.Invitation", on_delete=models.PROTECT, null=True, blank=True, related_name="line"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["run", "patient"], name="invited_once_a_run"),
            models.CheckConstraint(condition=Q(left_out="") | Q(invitation__isnull=True), name="left_out_or_invited"),
            models.CheckConstraint(condition=~Q(left_out="") | Q(group__isnull=False), name="invited_in_a_group"),
            words_check("left_out", ("", *LEFT_OUT), "left_out_reason_known"),
        ]
        indexes = [
            models.Index(fields=["run", "id"], condition=Q(invitation=None, left_out=""), name="lines_to_invite"),
        ]
