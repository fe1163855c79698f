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
STAFF_FIRST_WINDOWS = ("write",)
PATIENT_FIRST_WINDOWS = ("general", "refill", "referral", "insurance")  # the topics
DRAFT_LENGTH = 20_000  # more than can be sent: what has to be shortened is not lost meanwhile


class Typed(PracticeOwned):
    """What somebody has typed into a window. Only they see it, on the side on which they typed it.

    `fields` holds what else stood in the window, as it was sent: names with lists of values.
    """

    audience = "patient"

    author = models.ForeignKey("practice.User", on_delete=models.CASCADE, related_name="+")
    body = models.TextField(blank=True)
    fields = models.JSONField(default=dict, blank=True)
    updated_at = models.DateTimeField()

    class Meta:
        abstract = True


class Draft(Typed):
    """What is typed into a window of a thread."""

    patient_path = "thread__patient"

    thread = models.ForeignKey(Thread, on_delete=models.CASCADE, related_name="drafts")
    window = models.CharField(max_length=8)

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


class FirstDraft(Typed):
    """What is typed into the window of a new message about a patient: there is no thread yet.

    It may have no text, where something else of the window was filled in.
    """

    patient = models.ForeignKey("practice.Patient", on_delete=models.CASCADE, related_name="+")
    window = models.CharField(max_length=9)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["patient", "author", "window"], name="one_first_draft_a_window"),
            words_check("window", STAFF_FIRST_WINDOWS + PATIENT_FIRST_WINDOWS, "first_draft_window_known"),
            models.CheckConstraint(condition=Q(body__regex=r"\S") | ~Q(fields={}), name="first_draft_has_something"),
            models.CheckConstraint(
                condition=LessThanOrEqual(Length("body"), DRAFT_LENGTH), name="first_draft_length_range"
            ),
        ]

    @classmethod
    def visibility(cls, actor):
        if actor.side not in (STAFF, PATIENT):
            return super().visibility(actor)
        windows = PATIENT_FIRST_WINDOWS if actor.side == PATIENT else STAFF_FIRST_WINDOWS
        return super().visibility(actor) & Q(author=actor.user, window__in=windows)


class DiscardedForm(PracticeOwned):
    """A form whose draft its writer discarded: what still comes of it is not kept. Rows soon mean nothing any more."""

    audience = "staff"

    author = models.ForeignKey("practice.User", on_delete=models.CASCADE, related_name="+")
    request_key = models.UUIDField()
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["practice", "author", "request_key"], name="form_discarded_once"),
        ]


class Writer(PracticeOwned):
    """A staff member has a window of this thread open, as of `touched_at`, or has `left` it. Rows soon mean nothing.

    What a page says may come in another order: `serial` is the number of the last that is known of the `form`.
    """

    audience = "chart"
    patient_path = "thread__patient"

    thread = models.ForeignKey(Thread, on_delete=models.CASCADE, related_name="writers")
    member = models.ForeignKey("practice.StaffMember", on_delete=models.CASCADE, related_name="+")
    window = models.CharField(max_length=8)
    touched_at = models.DateTimeField()
    form = models.UUIDField(null=True, blank=True)  # its request key
    serial = models.PositiveIntegerField(default=0)
    left = models.BooleanField(default=False)

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
