"""Requests for visits, and the times they name."""

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from messaging.models import Delivery
from practice.access import STAFF, Permission
from practice.models.fields import request_key, uuid_key, words_check
from practice.models.places import WEEKDAYS
from practice.models.settings import REQUEST_WAYS
from practice.tenancy import PracticeOwned
from scheduling.models.offers import Case, VisitType
from scheduling.models.visits import Appointment
from scheduling.states import OPEN_REQUEST, REQUEST_STATUSES

REQUEST_KINDS = {"schedule": _("New visit"), "cancel": _("Cancellation"), "reschedule": _("Reschedule")}
PARTS = {"morning": _("Mornings"), "afternoon": _("Afternoons")}
REASON_LENGTH = 2000
MAX_SLOTS = 3
REQUEST_EVENTS = {
    "made": _("Sent"),
    "edited": _("Edited"),
    "proposed": _("Other times offered"),
    "turned_down": _("Offer declined"),
    "approved": _("Approved"),
    "declined": _("Declined"),
    "withdrawn": _("Withdrawn"),
    "replaced": _("Replaced"),
    "expired": _("Offer run out"),
    "reopened": _("Re-opened"),
}


class AppointmentRequest(PracticeOwned):
    """A wish for a visit, or to move or cancel one. It is one piece of work with its thread.

    Deciding it answers and completes the thread. While it is open the visit a change is about stands as it was.
    `wish` says how it names its times: `slots`, the days and the part of the day that suit (`preferences`, on the
    location's calendar), or the next available. `case` is empty only where the visit to be changed has none;
    `decided_by` only where an offer ran out by itself.

    Whoever made it may ask for something else while it is open: that `replaces` it and takes over its thread (V32).
    """

    audience = "patient"

    id = uuid_key()
    thread = models.ForeignKey("messaging.Thread", on_delete=models.PROTECT, related_name="appointment_requests")
    replaces = models.OneToOneField("self", on_delete=models.PROTECT, null=True, blank=True, related_name="replaced_by")
    patient = models.ForeignKey("practice.Patient", on_delete=models.PROTECT, related_name="appointment_requests")
    kind = models.CharField(max_length=12, choices=REQUEST_KINDS.items(), default="schedule")
    case = models.ForeignKey(Case, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    visit_type = models.ForeignKey(VisitType, on_delete=models.PROTECT, related_name="+")
    location = models.ForeignKey("practice.Location", on_delete=models.PROTECT, related_name="+")
    provider = models.ForeignKey("practice.Provider", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    wish = models.CharField(max_length=16, choices=REQUEST_WAYS.items())
    suits_weekdays = ArrayField(models.SmallIntegerField(choices=WEEKDAYS), default=list, blank=True)
    suits_part = models.CharField(max_length=10, choices=PARTS.items(), blank=True)
    suits_from = models.DateField(null=True, blank=True)
    suits_until = models.DateField(null=True, blank=True)
    reason = models.TextField(blank=True)
    status = models.CharField(max_length=12, choices=REQUEST_STATUSES.items(), default="pending")
    made_by = models.ForeignKey("practice.User", on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey("practice.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    decline_reason = models.TextField(blank=True)
    handled_elsewhere = models.BooleanField(default=False)  # closed from the inbox: booked by other means
    appointment = models.ForeignKey(
        Appointment, on_delete=models.PROTECT, null=True, blank=True, related_name="requests"
    )
    request_key = request_key()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["practice", "id"], name="request_in_practice"),
            models.UniqueConstraint(fields=["practice", "made_by", "request_key"], name="request_sent_once"),
            models.UniqueConstraint(fields=["thread"], condition=~Q(status="withdrawn"), name="one_request_a_thread"),
            models.UniqueConstraint(
                fields=["patient", "case", "visit_type"],
                condition=Q(status__in=OPEN_REQUEST, kind="schedule"),
                name="one_open_request_a_visit_type",
            ),
            models.UniqueConstraint(
                fields=["appointment"],
                condition=Q(status__in=OPEN_REQUEST),
                name="one_open_request_an_appointment",
            ),
            models.CheckConstraint(
                condition=Q(decided_at__isnull=False, decided_by__isnull=False)
                | Q(decided_at__isnull=True, decided_by__isnull=True)
                | Q(status="expired", decided_at__isnull=False),
                name="request_decided_pair",
            ),
            models.CheckConstraint(condition=~Q(kind="schedule") | Q(case__isnull=False), name="new_visit_has_a_case"),
            models.CheckConstraint(
                condition=Q(status__in=OPEN_REQUEST, decided_at__isnull=True)
                | (~Q(status__in=OPEN_REQUEST) & Q(decided_at__isnull=False)),
                name="request_decided_when_closed",
            ),
            models.CheckConstraint(
                condition=~Q(status="approved") | Q(appointment__isnull=False) | Q(handled_elsewhere=True),
                name="approved_has_an_appointment",
            ),
            models.CheckConstraint(
                condition=Q(kind="schedule") | Q(appointment__isnull=False), name="change_names_its_appointment"
            ),
            words_check("status", REQUEST_STATUSES, "request_status_known"),
            words_check("kind", REQUEST_KINDS, "request_kind_known"),
            words_check("wish", REQUEST_WAYS, "request_wish_known"),
            words_check("suits_part", ("", *PARTS), "request_part_known"),
            models.CheckConstraint(
                condition=Q(suits_weekdays__contained_by=list(range(7))), name="request_weekdays_known"
            ),
            models.CheckConstraint(condition=Q(suits_until__gte=F("suits_from")), name="request_range_in_order"),
        ]
        indexes = [
            models.Index(fields=["practice", "made_at"], condition=Q(status__in=OPEN_REQUEST), name="open_requests"),
        ]

    @classmethod
    def visibility(cls, actor):
        seen = super().visibility(actor)
        if actor.side != STAFF:
            return seen
        schedules = actor.may(Permission.REQUEST_SEE)
        if schedules and actor.member.patient_scope == "all":
            return seen
        # Theirs to decide, or decided after it was: who holds a request must see that a colleague was faster.
        held = Q(thread__in=answerable_threads(actor)) | (
            ~Q(status__in=OPEN_REQUEST) & Q(thread__in=answerable_threads(actor, closed_too=True))
        )
        return seen | held if schedules else held  # R3: who does not schedule sees only what is theirs to decide


def answerable_threads(actor, *, closed_too: bool = False):
    """Ids of the threads this staff member holds as the named provider or as the last resort: theirs to decide (D6).

    `closed_too`: also those they no longer hold.
    """
    held = Delivery.objects.filter(member=actor.member, reason__in=("named", "fallback"))
    return (held if closed_too else held.filter(closed_at=None)).values("thread_id")


class RequestedSlot(PracticeOwned):
    """One of up to three times a request names, in the requester's order."""

    audience = "patient"
    patient_path = "request__patient"

    request = models.ForeignKey(AppointmentRequest, on_delete=models.CASCADE, related_name="slots")
    provider = models.ForeignKey("practice.Provider", on_delete=models.PROTECT, null=True, related_name="+")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    position = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["request", "position"], name="requested_slot_position_once"),
            models.CheckConstraint(condition=Q(position__range=(1, MAX_SLOTS)), name="at_most_three_slots"),
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="requested_slot_ends_after_start"),
        ]
        indexes = [models.Index(fields=["provider", "starts_at"], name="requested_slots_by_provider")]


class ProposedSlot(PracticeOwned):
    """One of up to three other times that staff offer: `appointment` holds it, and gone with the hold is the offer."""

    audience = "patient"
    patient_path = "request__patient"

    id = uuid_key()
    request = models.ForeignKey(AppointmentRequest, on_delete=models.CASCADE, related_name="proposals")
    appointment = models.OneToOneField(Appointment, on_delete=models.CASCADE, related_name="proposal")
    position = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["request", "position"], name="proposed_slot_position_once"),
            models.CheckConstraint(condition=Q(position__range=(1, MAX_SLOTS)), name="at_most_three_proposals"),
        ]


class RequestEvent(PracticeOwned):
    """What happened to a request, when, and who did it. Append-only: its history for every screen.

    For staff: `note` may say what was edited, or what colleagues need to know.
    """

    audience = "chart"
    patient_path = "request__patient"

    request = models.ForeignKey(AppointmentRequest, on_delete=models.PROTECT, related_name="events")
    what = models.CharField(max_length=12, choices=REQUEST_EVENTS.items())
    at = models.DateTimeField()
    by = models.ForeignKey("practice.User", on_delete=models.PROTECT, null=True, related_name="+")
    side = models.CharField(max_length=8)
    note = models.CharField(max_length=400, blank=True)

    class Meta:
        constraints = [words_check("what", REQUEST_EVENTS, "request_event_known")]
        indexes = [models.Index(fields=["request", "at"], name="events_of_request")]
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]
