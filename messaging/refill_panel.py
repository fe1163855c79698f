"""What staff see of a refill request: what was asked for, what the chart says, what it came to (R54)."""

from collections.abc import Iterable

from django.utils.translation import gettext as _, ngettext

from messaging import guardrails, kinds, prescribers, prescribing, selectors
from messaging.models import REFILL_FLAGS, REFILL_STATUSES, RefillRequest, Thread
from practice import clock
from practice.access import Actor, Permission
from practice.models import Medication, RefillRecord
from practice.selectors import chart

REFILLS_SHOWN = 3
STATES = (
    "SELECT thread_id, status FROM messaging_refillrequest WHERE thread_id = ANY(%(threads)s) AND status <> 'asked'"
)
LOOK = {"asked": "wait", "refilled": "good", "denied": "bad"}


def panel(actor: Actor, thread: Thread) -> kinds.Panel | None:
    """The panel beside the thread. What the chart says stands there only for who may open the chart."""
    asked = _asked(thread)
    if asked is None:
        return None
    refill = {
        "tag": tag_of(asked.status),
        "decided": _decided(actor, asked),
        "asked": _asked_facts(asked),
        "flags": [{"word": REFILL_FLAGS[flag], "text": guardrails.EXPLAINED[flag]} for flag in asked.flags],
    }
    if actor.may(Permission.CHART_SEE) and selectors.in_scope(actor, thread.patient):
        refill |= _from_the_chart(actor, thread, asked.medication)
    return kinds.Panel("messaging/staff/_refill.html", {"refill": refill}, _("Refill"))


def needed(actor: Actor, thread: Thread) -> kinds.Need | None:
    """Who cannot prescribe passes a refill on to somebody who can (R55)."""
    if actor.may(Permission.REFILL_GIVE):
        return None
    return kinds.Need(prescribers.prescribes, _("cannot prescribe"), _("nobody there can prescribe"))


def last_fill(line: Medication) -> str:
    """`Nov 1, 2026, for 30 days`; empty when no fill is known."""
    if line.last_filled_on is None:
        return ""
    day = clock.full_day(line.last_filled_on)
    if line.days_supply is None:
        return day
    said = ngettext("%(day)s, for %(n)s day", "%(day)s, for %(n)s days", line.days_supply)
    return said % {"day": day, "n": line.days_supply}


def _asked(thread: Thread) -> RefillRequest | None:
    rows = RefillRequest.objects.filter(thread=thread)
    return rows.select_related("medication", "pharmacy", "decided_by__user").first()


def tag_of(status: str) -> kinds.Tag:
    return kinds.Tag(REFILL_STATUSES[status], LOOK[status])


def _decided(actor: Actor, asked: RefillRequest) -> str:
    if asked.decided_at is None:
        return ""
    at = clock.moment(asked.decided_at, actor.practice.time_zone)
    said = _("by %(name)s, %(at)s; the patient is asked to book") if asked.asks_to_book else _("by %(name)s, %(at)s")
    return said % {"name": asked.decided_by, "at": at}


def _asked_facts(asked: RefillRequest) -> list[dict]:
    line = asked.medication
    where = str(asked.pharmacy or asked.typed_pharmacy)
    if asked.pharmacy and asked.pharmacy.closed_at:
        where = _("%(name)s (closed)") % {"name": where}
    elif asked.typed_pharmacy:
        where = _("%(name)s (typed)") % {"name": where}
    named = line.name if line else _("%(name)s (typed)") % {"name": asked.typed_name}
    return [
        {"label": _("Medication"), "value": named},
        {"label": _("Dose"), "value": line.dose if line else _("not known")},
        {"label": _("Pharmacy"), "value": where},
    ]


def _from_the_chart(actor: Actor, thread: Thread, line: Medication | None) -> dict:
    since = {flag.pk for flag in prescribing.allergies_since(thread)}
    flags = [flag for flag in chart.flags(actor, thread.patient) if flag.kind == "allergy"]
    return {
        "chart": _chart_facts(line) if line else [],
        "given": _given(actor, line) if line else [],
        "allergies": [{"text": flag.text, "since": flag.pk in since} for flag in flags],
        "known": True,
    }


def _chart_facts(line: Medication) -> list[dict]:
    facts = [{"label": _("Last fill"), "value": last_fill(line) or _("none known")}]
    if line.ended_on:
        ended = " ".join(filter(None, [clock.full_day(line.ended_on), line.ended_reason]))
        facts.append({"label": _("Discontinued"), "value": ended})
    return facts


def _given(actor: Actor, line: Medication) -> list[str]:
    records: Iterable[RefillRecord] = (
        RefillRecord.objects.visible_to(actor).filter(medication=line).select_related("prescriber__user", "pharmacy")
    ).order_by("-at")[:REFILLS_SHOWN]
    return [_record(actor, record) for record in records]


def _record(actor: Actor, record: RefillRecord) -> str:
    again = ngettext("%(n)s refill", "%(n)s refills", record.refills) % {"n": record.refills}
    day = clock.full_day(clock.local(record.at, actor.practice.time_zone).date())
    return ", ".join([day, record.quantity, again, str(record.prescriber), record.pharmacy.name])
