"""What the database knows about free times, in one statement however many providers and locations.

Written by hand: nothing is asked more often, and putting the same statement together from six querysets each time took
longer than all the rest of a search. Its columns stand bare and nothing far from the days asked for is touched, so that
indexes serve and years of history cost nothing. Moments come as minutes since 1970, ids as text.
"""

import functools
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from practice.models import Location, Provider
from practice.prepared import Statement
from practice.tenancy import made_of, read_row
from scheduling.models import LONGEST, MOST_BUFFER, Case, VisitType
from scheduling.slots import Span
from scheduling.states import OCCUPYING

Weekly = list[tuple[int, int, int]]  # weekday, from minute, until minute of the location's clock
Closed = tuple[int, int, str]  # from minute, until minute, and why
Stretches = Sequence[tuple[datetime, datetime]]

# How far from a stretch a visit may start and still take time of it.
BEFORE, AFTER = timedelta(minutes=LONGEST + MOST_BUFFER), timedelta(minutes=MOST_BUFFER)

STATEMENT = """
WITH who AS MATERIALIZED (
  SELECT provider.*
    FROM practice_provider provider
   WHERE ended_at IS NULL AND (takes_online OR NOT %(online)s) AND (%(provider)s IS NULL OR id = %(provider)s)
     AND id IN (SELECT provider_id FROM scheduling_availabilityrule WHERE location_id = ANY(%(locations)s))
     AND (NOT EXISTS (SELECT FROM scheduling_case_providers WHERE case_id = %(case)s)
          OR id IN (SELECT provider_id FROM scheduling_case_providers WHERE case_id = %(case)s))
     AND (NOT EXISTS (SELECT FROM scheduling_visittype_providers WHERE visittype_id = %(visit_type)s)
          OR id IN (SELECT provider_id FROM scheduling_visittype_providers WHERE visittype_id = %(visit_type)s))
)
SELECT 'who', CASE WHEN %(provider)s IS NULL THEN to_jsonb(who)::text END, id::text,
       NULL::int, NULL::bigint, NULL::bigint
  FROM who
 UNION ALL
SELECT 'open', location_id::text, NULL, weekday, from_minute, until_minute
  FROM practice_openinghours
 WHERE location_id = ANY(%(locations)s)
 UNION ALL
SELECT 'hours', location_id::text, provider_id::text, weekday, from_minute, until_minute
  FROM scheduling_availabilityrule JOIN who ON provider_id = who.id
 WHERE location_id = ANY(%(locations)s)
 UNION ALL
SELECT 'closed', location_id::text, reason, NULL,
       floor(extract(epoch FROM starts_at) / 60)::bigint, ceil(extract(epoch FROM ends_at) / 60)::bigint
  FROM practice_closure
 WHERE location_id = ANY(%(locations)s) AND ({overlapping})
 UNION ALL
SELECT 'away', NULL, provider_id::text, NULL,
       floor(extract(epoch FROM starts_at) / 60)::bigint, ceil(extract(epoch FROM ends_at) / 60)::bigint
  FROM scheduling_timeoff JOIN who ON provider_id = who.id
 WHERE {overlapping}
 UNION ALL
SELECT 'taken', visit.id::text, provider_id::text, NULL,
       floor(extract(epoch FROM lower(busy)) / 60)::bigint, ceil(extract(epoch FROM upper(busy)) / 60)::bigint
  FROM scheduling_appointment visit JOIN who ON provider_id = who.id
 WHERE %(visits)s AND visit.practice_id = %(practice)s
   AND (%(provider)s IS NULL OR provider_id = %(provider)s) AND ({near})
   AND status IN ({occupying}) AND (held_until IS NULL OR held_until > %(now)s)
"""
OVERLAPPING = "starts_at < %(ends{n})s AND ends_at > %(begins{n})s"
TYPES = {
    "locations": "uuid[]",
    "practice": "uuid",
    "provider": "uuid",
    "case": "uuid",
    "visit_type": "uuid",
    "online": "boolean",
    "visits": "boolean",
    "now": "timestamptz",
}
_OCCUPYING = ", ".join(f"'{status}'" for status in OCCUPYING)
NEAR = "starts_at > %(after{n})s AND starts_at < %(before{n})s"


@dataclass
class Rows:
    """By the id of a location or of a provider, as text: weekly hours, and spans of time; `visits` by their own id.

    `who` are the providers who count.
    """

    who: list[Provider] = field(default_factory=list)
    open: dict[str, Weekly] = field(default_factory=lambda: defaultdict(list))
    closed: dict[str, list[Closed]] = field(default_factory=lambda: defaultdict(list))
    hours: dict[tuple[str, str], Weekly] = field(default_factory=lambda: defaultdict(list))
    away: dict[str, list[Span]] = field(default_factory=lambda: defaultdict(list))
    taken: dict[str, list[Span]] = field(default_factory=lambda: defaultdict(list))
    visits: dict[str, Span] = field(default_factory=dict)

    def add(self, kind: str, key: str, text: str, weekday: int, begins: int, ends: int) -> None:
        """Take one row of the statement but a provider's.

        `key` is a location's id or a visit's; `text` a provider's id, or why it is closed.
        """
        if kind == "taken":
            self.taken[text].append((begins, ends))
            self.visits[key] = (begins, ends)
        elif kind == "away":
            self.away[text].append((begins, ends))
        elif kind == "hours":
            self.hours[key, text].append((weekday, begins, ends))
        elif kind == "open":
            self.open[key].append((weekday, begins, ends))
        else:
            self.closed[key].append((begins, ends, text))


def read(
    locations: Sequence[Location],
    stretches: Stretches,
    *,
    now: datetime,
    provider: Provider | None = None,
    case: Case | None = None,
    visit_type: VisitType | None = None,
    online: bool = False,
    visits: bool = True,
) -> Rows:
    """The hours of these locations of a practice and of those who see patients there, and what takes time of theirs.

    Of the provider alone if one is given. Who has ended does not count; nor who is not among those whom the case and
    the visit type name, if they name any; nor, `online`, with whom patients may not ask for visits.
    Without `visits` what they take is left out.
    """
    facts = {
        "locations": [location.pk for location in locations],
        "practice": locations[0].practice_id,
        "provider": provider and provider.pk,
        "case": case and case.pk,
        "visit_type": visit_type and visit_type.pk,
        "online": online,
        "visits": visits,
        "now": now,
    }
    for n, (begins, ends) in enumerate(stretches):
        facts |= {f"begins{n}": begins, f"ends{n}": ends, f"after{n}": begins - BEFORE, f"before{n}": ends + AFTER}
    rows = Rows()
    for kind, key, *rest in _statement(len(stretches)).rows(**facts):
        if kind == "who":
            rows.who.append(provider or made_of(Provider, read_row(key)))
        else:
            rows.add(kind, key, *rest)
    rows.who.sort(key=lambda who: (who.name, str(who.pk)))
    return rows


@functools.cache
def _statement(stretches: int) -> Statement:
    """The statement for so many stretches."""
    moments = [f"{name}{n}" for n in range(stretches) for name in ("begins", "ends", "after", "before")]
    text = STATEMENT.format(overlapping=_any(OVERLAPPING, stretches), near=_any(NEAR, stretches), occupying=_OCCUPYING)
    return Statement(text, **TYPES, **dict.fromkeys(moments, "timestamptz"))


def _any(condition: str, stretches: int) -> str:
    """The condition for one of the stretches at least."""
    return " OR ".join(condition.format(n=n) for n in range(stretches)) or "FALSE"
