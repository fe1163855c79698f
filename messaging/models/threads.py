"""Threads, what was said in them, whom they were delivered to, and the departments that receive them."""

import pgtrigger
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from practice.access import PATIENT, STAFF
from practice.models.fields import request_key, together, uuid_key, words_check
from practice.tenancy import PracticeOwned, PracticeQuerySet

THREAD_KINDS = ("general", "appointment", "refill", "referral", "insurance")
DEPARTMENT_KINDS = {"portal": _("Portal messages"), "internal": _("Internal")}
CHANNELS = {"portal": _("Unread Portal"), "phone": _("Unread Phone")}
REASONS = {
    "department": _("Department"),
    "named": _("Named provider"),
    "prescriber": _("Last prescriber"),
    "primary": _("Primary provider"),
    "fallback": _("Last resort"),
    "forwarded": _("Forwarded"),
    "answer": _("Internal answer"),
    "handler": _("Handled it before"),
    "taken": _("Took it"),
}
SUBJECT_LENGTH = 120
BODY_LENGTH = 2000


class Department(PracticeOwned):
    """A group of staff that receives messages. `receives` names the thread kind that comes here first, if any."""

    id = uuid_key()
    name = models.CharField(max_length=80)
    kind = models.CharField(max_length=8, choices=DEPARTMENT_KINDS.items(), default="portal")
    receives = models.CharField(max_length=12, blank=True)
    members = models.ManyToManyField("practice.StaffMember", blank=True, related_name="departments")
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "practice", Lower("name"), condition=Q(closed_at__isnull=True), name="department_name_unique"
            ),
            models.UniqueConstraint(
                fields=["practice", "receives"], condition=~Q(receives=""), name="one_department_a_kind"
            ),
            models.UniqueConstraint(fields=["practice", "id"], name="department_in_practice"),
            words_check("receives", ("", *THREAD_KINDS), "department_receives_known"),
            words_check("kind", DEPARTMENT_KINDS, "department_kind_known"),
            models.CheckConstraint(
                condition=Q(closed_at__isnull=True) | Q(receives=""), name="closed_department_receives_nothing"
            ),
        ]

    def __str__(self):
        return self.name


class Thread(PracticeOwned):
    """A conversation between one account and the practice about one patient.

    Patient side: only the account it is with, unless shared with the other guardians, and only once something in it
    may be seen there. Staff side: patients in scope, and whoever it was delivered to.

    `answered_at` is the first answer since the patient's last word. `taken_by` is who says to see to it.
    """

    audience = "patient"

    id = uuid_key()
    patient = models.ForeignKey("practice.Patient", on_delete=models.PROTECT, related_name="threads")
    account = models.ForeignKey("practice.User", on_delete=models.PROTECT, related_name="threads")
    kind = models.CharField(max_length=12)
    subject = models.CharField(max_length=SUBJECT_LENGTH)
    department = models.ForeignKey(Department, on_delete=models.PROTECT, null=True, related_name="+")
    shared_with_guardians = models.BooleanField(default=False)
    last_number = models.PositiveIntegerField(default=0)
    last_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True, blank=True)
    completed_at = models.DateTimeField(null=True, blank=True)
    completed_by = models.ForeignKey(
        "practice.StaffMember", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    taken_at = models.DateTimeField(null=True, blank=True)
    taken_by = models.ForeignKey(
        "practice.StaffMember", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    request_key = request_key()
    started_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["practice", "id"], name="thread_in_practice"),
            models.UniqueConstraint(fields=["practice", "account", "request_key"], name="thread_sent_once"),
            together("thread_completed_pair", "completed_at", "completed_by"),
            together("thread_taken_pair", "taken_at", "taken_by"),
            words_check("kind", THREAD_KINDS, "thread_kind_known"),
        ]
        indexes = [
            models.Index(fields=["practice", "-last_at", "-id"], name="threads_newest"),
            models.Index(  # what lies in inboxes, among years of what is done
                fields=["practice", "-last_at", "-id"], condition=Q(completed_at__isnull=True), name="open_threads"
            ),
            models.Index(fields=["account", "-last_at"], name="threads_of_account"),
            models.Index(fields=["patient", "-last_at"], name="threads_of_patient"),
        ]

    def __str__(self):
        return self.subject

    @classmethod
    def visibility(cls, actor):
        seen = super().visibility(actor)
        if actor.side == PATIENT:
            shown = Message.objects.filter(Message.shown_to_patients(actor.now), thread=OuterRef("pk"))
            return seen & (Q(account=actor.user) | Q(shared_with_guardians=True)) & Q(Exists(shown))
        if actor.side == STAFF and actor.member.patient_scope != "all":
            return seen | Q(Exists(Delivery.objects.filter(member=actor.member, thread=OuterRef("pk"))))
        return seen


class MessageManager(models.Manager.from_queryset(PracticeQuerySet)):
    """Messages as they are read: without the words they are searched by, which nobody shows."""

    def get_queryset(self):
        return super().get_queryset().defer("words")


class Message(PracticeOwned):
    """One thing said. Append-only. `internal` is never shown to the patient's side, by construction.

    What staff say to the patient may be `visible_from` a little later than it was sent: until then its sender can take
    it back (see `Withdrawal`). `urgent_words`: the patient's side wrote words of an emergency, and sent them knowingly.

    `words` is what it is found by: its text, the thread's subject, the patient's and the account's names, without
    accents. The database writes it down, and anew when somebody is renamed (migration `search`).
    """

    audience = "patient"
    patient_path = "thread__patient"

    id = uuid_key()
    thread = models.ForeignKey(Thread, on_delete=models.PROTECT, related_name="messages")
    number = models.PositiveIntegerField()
    side = models.CharField(max_length=8)
    author = models.ForeignKey("practice.User", on_delete=models.PROTECT, null=True, related_name="+")
    body = models.TextField(blank=True)
    shown_to = models.CharField(max_length=8, default="portal", db_column="visibility")
    sent_at = models.DateTimeField()
    visible_from = models.DateTimeField()
    urgent_words = models.BooleanField(default=False, db_default=False)
    words = SearchVectorField(null=True, editable=False)
    request_key = request_key()

    objects = MessageManager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["practice", "id"], name="message_in_practice"),
            models.UniqueConstraint(fields=["thread", "number"], name="message_number_once"),
            models.UniqueConstraint(fields=["practice", "author", "request_key"], name="message_sent_once"),
            words_check("side", (PATIENT, STAFF, "system"), "message_side_known"),
            words_check("shown_to", ("portal", "internal"), "message_visibility_known"),
            models.CheckConstraint(condition=Q(side=STAFF) | Q(shown_to="portal"), name="only_staff_write_internally"),
            models.CheckConstraint(
                condition=Q(side=PATIENT) | Q(urgent_words=False), name="only_patients_words_are_urgent"
            ),
            models.CheckConstraint(
                condition=Q(visible_from=F("sent_at"))
                | Q(side=STAFF, shown_to="portal", visible_from__gt=F("sent_at")),
                name="only_answers_wait_to_be_visible",
            ),
        ]
        indexes = [
            GinIndex(fields=["words"], fastupdate=False, name="messages_by_words"),
            models.Index(fields=["thread"], condition=Q(urgent_words=True), name="urgent_messages"),
        ]
        triggers = [
            pgtrigger.Protect(
                name="append_only", operation=pgtrigger.Update, condition=pgtrigger.AnyChange(exclude=["words"])
            ),
            pgtrigger.Protect(name="never_deleted", operation=pgtrigger.Delete),
        ]

    @classmethod
    def visibility(cls, actor):
        if actor.side == PATIENT:
            return cls.shown_to_patients(actor.now) & Q(thread__in=Thread.objects.visible_to(actor).values("pk"))
        if actor.side == STAFF:
            return Q(thread__in=Thread.objects.visible_to(actor).values("pk"))
        return super().visibility(actor)

    @classmethod
    def shown_to_patients(cls, now) -> Q:
        """What the patient's side may ever see of a thread: said to it, out by now, and not taken back."""
        return Q(shown_to="portal", visible_from__lte=now, withdrawal=None)


class Delivery(PracticeOwned):
    """One staff member has this thread in an inbox. Unread: no `read_at`, not closed, thread not completed."""

    id = uuid_key()
    thread = models.ForeignKey(Thread, on_delete=models.CASCADE, related_name="deliveries")
    member = models.ForeignKey("practice.StaffMember", on_delete=models.PROTECT, related_name="deliveries")
    channel = models.CharField(max_length=8, choices=CHANNELS.items(), default="portal")
    reason = models.CharField(max_length=12, choices=REASONS.items())
    sent_by = models.ForeignKey(
        "practice.StaffMember", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    first_visible_number = models.PositiveIntegerField(default=1)
    delivered_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["thread", "member", "channel"], name="delivered_once_a_channel"),
            words_check("channel", CHANNELS, "delivery_channel_known"),
            words_check("reason", REASONS, "delivery_reason_known"),
        ]
        indexes = [
            models.Index(
                fields=["member", "channel"],
                condition=Q(read_at__isnull=True, closed_at__isnull=True),
                name="unread_deliveries",
            ),
            models.Index(
                fields=["member", "-delivered_at"], condition=Q(closed_at__isnull=True), name="open_deliveries"
            ),
            models.Index(  # few: forwarded without prior text
                fields=["member", "thread"], condition=Q(first_visible_number__gt=1), name="partial_deliveries"
            ),
        ]


class ReadMarker(PracticeOwned):
    """How far one person on the patient's side has read a thread, in the order in which messages became visible."""

    audience = "patient"
    patient_path = "thread__patient"

    thread = models.ForeignKey(Thread, on_delete=models.CASCADE, related_name="markers")
    user = models.ForeignKey("practice.User", on_delete=models.CASCADE, related_name="+")
    up_to_number = models.PositiveIntegerField()
    up_to_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["thread", "user"], name="one_marker_a_reader")]

    def covers(self, message: Message) -> bool:
        """Whether this message was read. A later number may have become visible before an earlier one."""
        return (message.visible_from, message.number) <= (self.up_to_at, self.up_to_number)
