"""What is being written and not sent yet, and who is writing."""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Length
from django.db.models.lookups import LessThanOrEqual

from messaging.models.threads import Thread
from practice.access import PATIENT, STAFF
from practice.models.fields import words_check
from practice.tenancy import PracticeOwned

STAFF_WINDOWS = ("reply", "forward")
PATIENT_WINDOWS = ("answer",)
DRAFT_LENGTH = 20_000  # more than can be sent: what has to be shortened is not lost meanwhile


class Draft(PracticeOwned):
    """What somebody has typed into a window of a thread. Only they see it, on the side on which they typed it.

    `fields` holds what else stood in the window, as it was sent: names with lists of values.
    """

    audience = "patient"
    patient_path = "thread__patient"

    thread = models.ForeignKey(Thread, on_delete=models.CASCADE, related_name="drafts")
    author = models.ForeignKey("practice.User", on_delete=models.CASCADE, related_name="+")
    window = models.CharField(max_length=8)
    body = models.TextField()
    fields = models.JSONField(default=dict, blank=True)
    updated_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["thread", "author", "window"], name="one_draft_a_window"),
            words_check("window", STAFF_WINDOWS + PATIENT_WINDOWS, "draft_window_known"),
            models.CheckConstraint(condition=Q(body__regex=r"\S"), name="draft_has_text"),
            models.CheckConstraint(condition=LessThanOrEqual(Length("body"), DRAFT_LENGTH), name="draft_length_range"),
        ]

    @classmethod
    def visibility(cls, actor):
        if actor.side not in (STAFF, PATIENT):
            return super().visibility(actor)
        windows = PATIENT_WINDOWS if actor.side == PATIENT else STAFF_WINDOWS
        mine = Q(author=actor.user, window__in=windows)
        return mine & Q(thread__in=Thread.objects.visible_to(actor).values("pk"))


class Writer(PracticeOwned):
    """A staff member has a window of this thread open, as of `touched_at`. Rows soon mean nothing any more."""

    audience = "chart"
    patient_path = "thread__patient"

    thread = models.ForeignKey(Thread, on_delete=models.CASCADE, related_name="writers")
    member = models.ForeignKey("practice.StaffMember", on_delete=models.CASCADE, related_name="+")
    window = models.CharField(max_length=8)
    touched_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["thread", "member"], name="one_writer_row"),
            words_check("window", STAFF_WINDOWS, "writer_window_known"),
        ]

    @classmethod
    def visibility(cls, actor):
        if actor.side == STAFF:
            return Q(thread__in=Thread.objects.visible_to(actor).values("pk"))
        return super().visibility(actor)
