"""Room: one act at a time on a provider's day and on a patient's. The constraints are the judge; this is manners."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from practice.models import Patient, Provider
from practice.prepared import Statement
from scheduling.models import Appointment

# No patient is looked at, and so none locked, before all the providers are.
TURNS = Statement(
    """
WITH theirs AS MATERIALIZED (
  SELECT id FROM practice_provider WHERE id = ANY(%(providers)s) ORDER BY id FOR NO KEY UPDATE
)
SELECT EXISTS (
         SELECT FROM scheduling_appointment
          WHERE status = 'held' AND held_until <= %(now)s
            AND (provider_id = ANY(%(providers)s) OR patient_id = ANY(%(patients)s))
       )
  FROM practice_patient
 WHERE id = ANY(%(patients)s) AND (SELECT count(*) FROM theirs) > 0
 ORDER BY id FOR NO KEY UPDATE
""",
    providers="uuid[]",
    patients="uuid[]",
    now="timestamptz",
)


def appointment(row: Appointment) -> Appointment:
    """The visit as it is now, locked until the transaction ends: before its provider's lock."""
    rows = Appointment.objects.select_for_update(no_key=True, of=("self",))
    return rows.select_related("patient", "provider", "location", "visit_type", "case").get(pk=row.pk)


def providers(rows: Iterable[Provider]) -> None:
    """One booking at a time with each of these providers; in id order, so that two cannot wait for each other."""
    ids = _ids(rows)
    list(Provider.objects.select_for_update(no_key=True).filter(pk__in=ids).order_by("pk").values_list("pk"))


def turns(providers: Iterable[Provider], patients: Iterable[Patient], now: datetime) -> bool:
    """One booking at a time with each of these providers and then for each of these patients, in id order.

    Says whether a time kept with or for one of them has run out.
    """
    return any(run_out for (run_out,) in TURNS.rows(providers=_ids(providers), patients=_ids(patients), now=now))


def _ids(rows: Iterable[Provider | Patient]) -> list[UUID]:
    return list({row.pk for row in rows})
