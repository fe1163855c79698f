"""How much is written, when, and how soon the practice answers: of the threads somebody may read."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.db.models import Aggregate, Count, DurationField, Exists, F, Min, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import ExtractHour

from messaging.models import THREAD_KINDS, Message, Thread
from messaging.selectors.reading import readable
from practice import clock
from practice.access import PATIENT, STAFF, Actor

ANSWER_NOT_DUE = ("insurance",)  # may be completed without one (R66)


@dataclass(frozen=True)
class Answering:
    """How one department answers. Both times are elapsed: nights and weekends count."""

    department: str
    answered: int
    median: timedelta | None
    nine_in_ten: timedelta | None
    waiting: int
    unanswered: int


class _Percentile(Aggregate):
    """The value below which this part of the values lie, `0.5` for the median."""

    function = "PERCENTILE_CONT"
    template = "%(function)s(%(fraction)s) WITHIN GROUP (ORDER BY %(expressions)s)"
    output_field = DurationField()


def by_kind(actor: Actor, first_day: date, last_day: date) -> list[tuple[str, int]]:
    """How many threads of each kind the patients' side began, in the kinds' order; days are the practice's."""
    counted = dict(_begun(actor, first_day, last_day).values_list("kind").annotate(n=Count("pk")))
    return [(kind, counted.get(kind, 0)) for kind in THREAD_KINDS]


def by_hour(actor: Actor, first_day: date, last_day: date) -> list[int]:
    """How many messages of the patients' side arrived in each hour of the practice's clock, 24 numbers."""
    zone = ZoneInfo(actor.practice.time_zone)
    start, end = _between(actor, first_day, last_day)
    written = Message.objects.visible_to(actor).filter(side=PATIENT, sent_at__gte=start, sent_at__lt=end)
    written = written.filter(thread__in=readable(actor).values("pk"))
    hours = dict(written.annotate(hour=ExtractHour("sent_at", tzinfo=zone)).values_list("hour").annotate(n=Count("pk")))
    return [hours.get(hour, 0) for hour in range(24)]


def answering(actor: Actor, first_day: date, last_day: date) -> list[Answering]:
    """How the threads that began in these days were answered, a line for each department, by name.

    `waiting` have no answer yet, `unanswered` were completed without one although one was due (R34).
    """
    took = F("first_answer_at") - F("started_at")
    unanswered = Q(first_answer_at=None) & ~Q(kind__in=ANSWER_NOT_DUE)
    rows = (
        _begun(actor, first_day, last_day)
        .annotate(first_answer_at=Subquery(_answers().values("thread").annotate(at=Min("sent_at")).values("at")))
        .values("department__name")
        .annotate(
            answered=Count("first_answer_at"),
            median=_Percentile(took, fraction="0.5"),
            nine_in_ten=_Percentile(took, fraction="0.9"),
            waiting=Count("pk", filter=Q(first_answer_at=None, completed_at=None)),
            unanswered=Count("pk", filter=unanswered & Q(completed_at__isnull=False)),
        )
        .order_by("department__name")
    )
    return [Answering(department=row.pop("department__name") or "", **row) for row in rows]


def _begun(actor: Actor, first_day: date, last_day: date) -> QuerySet[Thread]:
    start, end = _between(actor, first_day, last_day)
    theirs = Message.objects.filter(thread=OuterRef("pk"), number=1, side=PATIENT)
    return readable(actor).filter(Exists(theirs), started_at__gte=start, started_at__lt=end).order_by()


def _answers() -> QuerySet[Message]:
    return Message.objects.filter(thread=OuterRef("pk"), side=STAFF, shown_to="portal", withdrawal=None).order_by()


def _between(actor: Actor, first_day: date, last_day: date) -> Sequence[datetime]:
    zone = actor.practice.time_zone
    return clock.instant(first_day, 0, zone), clock.instant(last_day + timedelta(days=1), 0, zone)
