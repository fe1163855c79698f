"""One thread as somebody may read it: what was said, who has it. Everything starts from `visible_to`."""

from dataclasses import dataclass

from django.db.models import F, Q, QuerySet, prefetch_related_objects

from messaging.models import Attachment, Delivery, Department, Message, ReadMarker, Thread, Withdrawal
from messaging.selectors import held, said
from messaging.selectors.held import NOBODY, Held
from practice.access import PATIENT, STAFF, Actor, Permission
from practice.models import Patient, User
from practice.prepared import Part, ask
from practice.tenancy import made_of, read_row, seen

_ONE = """
SELECT jsonb_build_array(to_jsonb(thread), to_jsonb(patient), to_jsonb(account), to_jsonb(department))::text
  FROM messaging_thread thread
  JOIN practice_patient patient ON patient.id = thread.patient_id
  JOIN practice_user account ON account.id = thread.account_id
  LEFT JOIN messaging_department department ON department.id = thread.department_id
 WHERE thread.practice_id = %(practice)s AND thread.id = %(thread)s AND {readable}
"""
_DELIVERED = """
EXISTS (SELECT FROM messaging_delivery got WHERE got.thread_id = thread.id AND got.member_id = %(member)s)
"""


@dataclass(frozen=True)
class ThreadPage:
    """One thread as this actor may read it. `said` is oldest first; `held` is for staff, `marker` for the others."""

    thread: Thread
    said: list[Message]
    held: Held = NOBODY
    marker: ReadMarker | None = None

    @property
    def from_the_start(self) -> bool:
        """Whether this reader sees how the thread began."""
        return bool(self.said) and self.said[0].number == 1

    @property
    def begun_by(self) -> str:
        """Who at the practice wrote first, as long as nobody has answered; empty elsewhere."""
        first = self.said[0] if self.from_the_start else None
        heard = any(message.side == PATIENT for message in self.said)
        return first.author.name if first and first.side == STAFF and not heard else ""

    @property
    def unread(self) -> bool:
        """On the patient's side: the practice said something that is not read yet."""
        return any(self.is_new(message) for message in self.said)

    def is_new(self, message: Message) -> bool:
        """On the patient's side: the practice said it, and this reader has not read it."""
        return message.side == STAFF and not (self.marker and self.marker.covers(message))


def readable(actor: Actor) -> QuerySet[Thread]:
    """The threads a staff member may read: of patients in scope with the messages duty, else what was delivered."""
    threads = Thread.objects.visible_to(actor)
    if actor.may(Permission.THREAD_READ):
        return threads
    return threads.filter(pk__in=deliveries_to(actor).values("thread"))


def may_read(actor: Actor) -> Part:
    """The same for a statement written by hand: a condition on `thread`, which is of the actor's practice."""
    condition, values = seen(Thread, actor, "thread.id")
    if actor.may(Permission.THREAD_READ):
        return Part(condition, values)
    return Part(f"{condition} AND {_DELIVERED}", values | {"member": actor.member.pk})


def in_scope(actor: Actor, patient: Patient) -> bool:
    """Whether the patient's file is open to a staff member, who may have a thread about anybody."""
    everybody = actor.member.patient_scope == "all"
    return everybody or Patient.objects.visible_to(actor).filter(pk=patient.pk).exists()


def may_answer(actor: Actor, thread: Thread) -> bool:
    """Whether a staff member may answer, forward and complete: with the messages duty, or while they have the thread.

    Whoever had it when it was completed has it still; whoever it was taken from reads it and no more.
    """
    if actor.may(Permission.THREAD_ANSWER):
        return True
    held = Q(closed_at=None) | Q(closed_at=F("thread__completed_at"))
    return deliveries_to(actor).filter(held, thread=thread).exists()


def delivery_of(actor: Actor, thread: Thread) -> Delivery | None:
    """How this staff member got the thread: what is still in the inbox first, then the newest; None if never."""
    mine = deliveries_to(actor).filter(thread=thread).select_related("sent_by__user")
    return mine.order_by(F("closed_at").desc(nulls_first=True), "-delivered_at").first()


def thread(actor: Actor, thread_id) -> Thread | None:
    """The thread of this id with its patient, account and department, if the actor may read it."""
    if actor.side == STAFF:
        return _read_by_staff(actor, thread_id)
    threads = Thread.objects.visible_to(actor).filter(pk=thread_id)
    return threads.select_related("patient", "account", "department", "practice").first()


def _read_by_staff(actor: Actor, thread_id) -> Thread | None:
    """Written by hand, as everything a staff member does to a thread begins with it. The same as `readable`."""
    may = may_read(actor)
    facts = {"practice": actor.practice.pk, "thread": thread_id}
    found = ask(_ONE.format(readable=may.text), facts | may.values)
    if not found:
        return None
    thread, patient, account, department = read_row(found[0][0])
    made = made_of(Thread, thread)
    made.practice, made.patient, made.account = actor.practice, made_of(Patient, patient), made_of(User, account)
    made.patient.practice = actor.practice
    made.department = made_of(Department, department) if department else None
    return made


def messages_of(actor: Actor, thread: Thread) -> QuerySet[Message]:
    """What was said in the thread and this actor may read, oldest first, with its authors."""
    rows = Message.objects.visible_to(actor).filter(thread=thread).select_related("author")
    rows = rows.prefetch_related("attachments")
    if actor.side == PATIENT:
        return rows.order_by("visible_from", "number")
    return rows.order_by("number").filter(number__gte=_first_number_shown(actor, thread))


def message(actor: Actor, thread: Thread, message_id) -> Message | None:
    """One message of the thread, if the actor may read it."""
    return messages_of(actor, thread).filter(pk=message_id).first()


def message_numbered(actor: Actor, thread: Thread, number: int) -> Message | None:
    """The message of the thread that has this number, if the actor may read it."""
    return messages_of(actor, thread).filter(number=number).first()


def is_taken_back(message: Message) -> bool:
    """Whether its sender took this message back."""
    return Withdrawal.objects.filter(message=message).exists()


def attachment(actor: Actor, attachment_id) -> Attachment | None:
    """The file of this id that was sent, if the actor may read the message it came with."""
    found = Attachment.objects.visible_to(actor).filter(pk=attachment_id, message__isnull=False)
    row = found.select_related("message__thread").first()
    return row if row and reads_file(actor, row) else None


def reads_file(actor: Actor, attachment: Attachment) -> bool:
    """Whether the actor reads the message the file came with; what waits is its sender's.

    On the patients' side both only with access that reads messages.
    """
    if actor.side == PATIENT and not actor.may(Permission.THREAD_READ, attachment.patient_id):
        return False
    if attachment.message_id is None:
        return attachment.uploaded_by_id == actor.user.pk
    where = attachment.message.thread
    return thread(actor, where.pk) is not None and message(actor, where, attachment.message_id) is not None


def waiting_files(actor: Actor, patient: Patient) -> QuerySet[Attachment]:
    """The files about this patient that the actor has sent up and not sent along yet, oldest first."""
    mine = Attachment.objects.visible_to(actor).filter(message=None, uploaded_by=actor.user, patient=patient)
    return mine.order_by("uploaded_at", "name")


def thread_page(actor: Actor, thread: Thread) -> ThreadPage:
    """The thread with everything said in it that this actor may read."""
    if actor.side == PATIENT:
        marker = ReadMarker.objects.visible_to(actor).filter(thread=thread, user=actor.user).first()
        return ThreadPage(thread, list(messages_of(actor, thread)), marker=marker)
    stands = held.read(actor, thread)
    messages = said.read(actor, thread, stands.first_number)
    if stands.has_files:
        prefetch_related_objects(messages, "attachments")
    return ThreadPage(thread, messages, stands)


def deliveries_to(actor: Actor) -> QuerySet[Delivery]:
    return Delivery.objects.visible_to(actor).filter(member=actor.member)


def _first_number_shown(actor: Actor, thread: Thread) -> int:
    """Where a receiver's view begins: at the forward, when its sender left out what came before (R56)."""
    shown = deliveries_to(actor).filter(thread=thread).values_list("first_visible_number", flat=True)
    return min(shown, default=1)
