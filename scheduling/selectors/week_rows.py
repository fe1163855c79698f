"""What stands in a week at a location, in one statement however much it is: there may be a thousand lines.

Written by hand like scheduling/availability_rows.py, and for its reasons. Moments come as minutes since 1970 and ids as
text: made into objects first, they took longer than the statement. Who may see what is no part of it: that is asked of
the models (`tenancy.seen`), and of what the actor may not see only the time leaves the database.
"""

from collections import defaultdict
from dataclasses import dataclass, field
from typing import NamedTuple

from practice.access import Actor
from practice.models import Location, Patient
from practice.prepared import ask
from practice.tenancy import seen
from scheduling import slots
from scheduling.availability_rows import AFTER, BEFORE
from scheduling.models import AppointmentRequest
from scheduling.slots import Span
from scheduling.states import OCCUPYING, OPEN_REQUEST

STATEMENT = """
WITH near AS MATERIALIZED (
  SELECT id, provider_id, location_id, patient_id, visit_type_id, status AS state,
         floor(date_part('epoch', starts_at) / 60)::int AS start,
         ceil(date_part('epoch', ends_at) / 60)::int AS until,
         CASE WHEN status <> 'no_show' THEN floor(date_part('epoch', lower(busy)) / 60)::int END AS taken_from,
         CASE WHEN status <> 'no_show' THEN ceil(date_part('epoch', upper(busy)) / 60)::int END AS taken_until
    FROM scheduling_appointment
   WHERE practice_id = %(practice)s AND starts_at > %(after)s AND starts_at < %(before)s
     AND status = ANY(%(statuses)s) AND (held_until IS NULL OR held_until > %(now)s)
), asked AS MATERIALIZED (
  SELECT request.id, request.provider_id, patient_id, visit_type_id, reason <> '' AS has_note,
         CASE status WHEN 'proposed' THEN status ELSE 'requested' END AS state,
         floor(date_part('epoch', starts_at) / 60)::int AS start,
         ceil(date_part('epoch', ends_at) / 60)::int AS until
    FROM scheduling_appointmentrequest request JOIN scheduling_requestedslot slot ON slot.request_id = request.id
   WHERE request.practice_id = %(practice)s AND location_id = %(location)s AND status = ANY(%(open)s)
     AND starts_at >= %(begins)s AND starts_at < %(ends)s AND {request_seen}
), here AS (
  SELECT provider_id FROM scheduling_availabilityrule WHERE location_id = %(location)s
   UNION SELECT provider_id FROM near WHERE location_id = %(location)s
   UNION SELECT provider_id FROM asked
)
SELECT near.provider_id::text, taken_from, taken_until,
       start, until, CASE WHEN patient.id IS NULL THEN 'hidden' ELSE 'visit' END,
       visit_type.name, near.id::text, btrim(given_name || ' ' || family_name), state, FALSE
  FROM near JOIN here ON here.provider_id = near.provider_id
  JOIN scheduling_visittype visit_type ON visit_type.id = visit_type_id
  LEFT JOIN practice_patient patient ON patient.id = patient_id AND location_id = %(location)s AND {patient_seen}
 UNION ALL
SELECT provider_id::text, NULL, NULL,
       start, until, 'request',
       visit_type.name, asked.id::text, btrim(given_name || ' ' || family_name), state, has_note
  FROM asked JOIN scheduling_visittype visit_type ON visit_type.id = visit_type_id
  JOIN practice_patient patient ON patient.id = patient_id
"""


class Entry(NamedTuple):
    """One line of a cell, its ends in minutes.

    `kind`: "visit", "request" (an open one's time), "free" (one stretch that may be booked) or "off"; `what` is the
    visit type, or why it is off. `pk`, `patient`, `state` and `has_note` are those of a visit or a request.
    """

    start: int
    end: int
    kind: str
    what: str = ""
    pk: str = ""
    patient: str = ""
    state: str = ""
    has_note: bool = False


@dataclass
class Rows:
    """By the id of a provider: what is `shown` in the week, when what is not shown takes time (`hidden`), and what all
    visits take, buffers included (`taken`).

    None instead of an id gathers the requests that leave the provider open.
    """

    shown: dict[str | None, list[Entry]] = field(default_factory=lambda: defaultdict(list))
    hidden: dict[str, list[Span]] = field(default_factory=lambda: defaultdict(list))
    taken: dict[str, list[Span]] = field(default_factory=lambda: defaultdict(list))

    def standing(self, provider: str) -> list[Span]:
        """When the visits that are shown take time: missed ones take none."""
        return [entry[:2] for entry in self.shown[provider] if entry.kind == "visit" and entry.state != "no_show"]


def read(actor: Actor, location: Location, week: Span) -> Rows:
    """What stands there in this week, and the time that goes to visits the actor may not see or that are elsewhere.

    Of everybody who has hours or anything else there.
    """
    begins, ends = slots.moment_of(week[0]), slots.moment_of(week[1])
    facts = {"practice": actor.practice.pk, "location": location.pk, "now": actor.now}
    facts |= {"statuses": [*OCCUPYING, "no_show"], "open": list(OPEN_REQUEST)}
    # No visit takes time further off: without this the index would be read from the practice's first day on.
    facts |= {"begins": begins, "ends": ends, "after": begins - BEFORE, "before": ends + AFTER}
    patient_seen, patient_facts = seen(Patient, actor, "patient.id")
    request_seen, request_facts = seen(AppointmentRequest, actor, "request.id")
    rows = Rows()
    statement = STATEMENT.format(patient_seen=patient_seen, request_seen=request_seen)
    for who, takes_from, takes_until, *line in ask(statement, facts | patient_facts | request_facts):
        entry = Entry._make(line)
        if takes_from is not None:
            rows.taken[who].append((takes_from, takes_until))
        if entry.end <= week[0] or entry.start >= week[1]:
            continue  # a buffer alone may reach into the week
        if entry.kind != "hidden":
            rows.shown[who].append(entry)
        elif takes_from is not None:
            rows.hidden[who].append(entry[:2])
    return rows
