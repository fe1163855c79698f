"""The practice that is measured: twelve providers, two thousand patients, years of visits behind them."""

import random
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import count, islice

from django.conf import settings
from django.db import connection
from django.test import Client

from messaging.departments import create_defaults
from portal.demo import build
from practice import clock
from practice.access import PATIENT, SYSTEM, Actor
from practice.models import AccessGrant, Location, Patient, PortalSettings, Practice, Provider, StaffMember, User
from scheduling import services
from scheduling.models import Appointment, AppointmentEvent, AppointmentRequest, Case, VisitType

ZONE = "America/New_York"
PROVIDERS = 12
ASKED_ONLINE = 10  # of the providers: who can be asked for in the portal
PATIENTS = 2_000
CHILDREN = 2  # of each parent
GRID = [*range(9 * 60, 12 * 60, 30), *range(13 * 60, 17 * 60, 30)]  # minutes of the day at which visits begin
BATCH = 5_000  # visits written at once
HORIZON = 60  # days from today in which there are visits already
CSRF = "x" * 32


@dataclass(frozen=True)
class World:
    """What the measures ask about, and who asks. Ids and sessions are the same in every copy of the database."""

    now: datetime
    practice: Practice
    location: Location
    providers: list[Provider]
    visit_types: list[VisitType]
    clerk: StaffMember
    parents: list[User]
    patients: list[Patient]
    cases: list[Case]
    clerk_cookies: str
    parent_cookies: str

    @property
    def today(self) -> date:
        return clock.local(self.now, ZONE).date()

    @property
    def week(self) -> list[date]:
        """Five working days, a week from now or a little later: well filled."""
        monday = self.today + timedelta(days=14 - self.today.weekday())
        return [monday + timedelta(days=n) for n in range(5)]

    def free_days(self) -> Iterator[date]:
        """Working days after the horizon: nothing stands there yet, and staff may book there."""
        return working_days(self.today + timedelta(days=HORIZON + 7), 1)


def practice(now: datetime) -> World:
    """Maple Pediatrics with its people, rules and patients, and nothing on its calendar."""
    of = build.practice("maple", "Maple Pediatrics", now)
    PortalSettings.objects.create(practice=of, requests_on=True, no_preference="everyone")
    place = build.location(of, "North", ZONE, "120 Maple Street", allows_requests=True)
    build.opening_hours(place, range(5), (8, 18))
    types = [build.visit_type(of, "Well visit", 30), build.visit_type(of, "Sick visit", 15)]
    clerk = build.member(of, build.user("sam@bench.example", "Sam Whitlock", now), ("scheduling", "messages"), now)
    for department in create_defaults(practice=of):
        department.members.add(clerk)
    patients = _patients(of, place, now)
    parents = _parents(of, patients, now)
    cases = _cases(of, patients, types)
    providers, signed_in = _providers(of, place), (_cookies(clerk.user), _cookies(parents[0]))
    return World(now, of, place, providers, types, clerk, parents, patients, cases, *signed_in)


def _providers(of: Practice, place: Location) -> list[Provider]:
    made = [Provider(practice=of, name=f"Dr Provider {n:02}", takes_online=n < ASKED_ONLINE) for n in range(PROVIDERS)]
    Provider.objects.bulk_create(made)
    for one in made:
        build.provider_hours(one, place, range(5), (9, 12), (13, 17))
    return made


def _patients(of: Practice, place: Location, now: datetime) -> list[Patient]:
    chance = random.Random(1)
    made = [
        Patient(
            practice=of,
            given_name=f"Child{n:04}",
            family_name=chance.choice(("Garcia", "Novak", "Okafor", "Bauer", "Cohen", "Park", "Rossi", "Lind")),
            born_on=now.date() - timedelta(days=chance.randrange(30, 6000)),
            home_location=place,
            record_number=f"M-{n:05}",
            created_at=now,
        )
        for n in range(PATIENTS)
    ]
    return Patient.objects.bulk_create(made)


def _parents(of: Practice, patients: list[Patient], now: datetime) -> list[User]:
    made = User.objects.bulk_create(
        User(email=f"parent{n}@bench.example", name=f"Parent {n}", created_at=now) for n in range(PATIENTS // CHILDREN)
    )
    AccessGrant.objects.bulk_create(
        AccessGrant(practice=of, user=made[n // CHILDREN], patient=one, relationship="mother", starts_at=now)
        for n, one in enumerate(patients)
    )
    return made


def _cases(of: Practice, patients: list[Patient], types: list[VisitType]) -> list[Case]:
    made = Case.objects.bulk_create(
        Case(practice=of, patient=one, name="Primary care", allows_requests=True) for one in patients
    )
    through = Case.visit_types.through
    through.objects.bulk_create(through(case_id=case.pk, visittype_id=kind.pk) for case in made for kind in types)
    return made


# --- visits ---


def fill_calendar(world: World, total: int) -> None:
    """Put so many visits on the calendar: the coming weeks as they usually are, all others before today."""
    chance = random.Random(2)
    coming = list(_visits(world, _coming(world), chance))
    book(world, coming[:total])
    add_history(world, max(total - len(coming), 0))


def add_history(world: World, n: int) -> None:
    """Put so many visits on the calendar before all others: working day by working day, backwards."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT min(starts_at) FROM scheduling_appointment")
        (first,) = cursor.fetchone()
    last = clock.local(min(first or world.now, world.now), ZONE).date() - timedelta(days=1)
    days = ((day, 0.85) for day in working_days(last, -1))
    book(world, islice(_visits(world, days, random.Random(3)), n))


def _coming(world: World) -> Iterator[tuple[date, float]]:
    """The working days up to the horizon, each with the share of its places that is taken: ever fewer."""
    for day in working_days(world.today, 1):
        ahead = (day - world.today).days
        if ahead > HORIZON:
            return
        yield day, 0.85 - 0.5 * ahead / HORIZON


def working_days(first: date, step: int) -> Iterator[date]:
    """Mondays to Fridays from this day on, or back from it with a step of -1."""
    days = (first + timedelta(days=step * n) for n in count())
    return (day for day in days if day.weekday() < 5)


def _visits(world: World, days: Iterable[tuple[date, float]], chance: random.Random) -> Iterator[tuple]:
    """Rows for `book`. The patients take turns, so that nobody is at two places at once."""
    turn, zone = count(chance.randrange(PATIENTS)), world.location.zone
    for day, share in days:
        for minute in GRID:
            starts = clock.instant(day, minute, zone)
            for provider in world.providers:
                if chance.random() < share:
                    yield starts, provider, next(turn) % PATIENTS, chance.choice(world.visit_types), chance.random()


def book(world: World, rows: Iterable[tuple]) -> None:
    """Write visits and the first line of their histories, past ones as they mostly end."""
    rows = iter(rows)
    while visits := [_visit(world, *row) for row in islice(rows, BATCH)]:
        Appointment.objects.bulk_create(visits)
        AppointmentEvent.objects.bulk_create(
            AppointmentEvent(
                practice=world.practice,
                appointment=visit,
                what="booked",
                at=world.now,
                side=SYSTEM,
                to_starts_at=visit.starts_at,
            )
            for visit in visits
        )


def _visit(world: World, starts: datetime, provider: Provider, turn: int, kind: VisitType, luck: float) -> Appointment:
    ends, status = starts + timedelta(minutes=kind.minutes), "booked"
    if starts < world.now:
        status = "cancelled" if luck < 0.06 else "no_show" if luck < 0.1 else "completed"
    return Appointment(
        practice=world.practice,
        patient=world.patients[turn],
        provider=provider,
        location=world.location,
        visit_type=kind,
        case=world.cases[turn],
        starts_at=starts,
        ends_at=ends,
        busy=(starts, ends),
        status=status,
        booked_at=world.now,
        cancelled_at=world.now if status == "cancelled" else None,
    )


def settle() -> None:
    """What autovacuum would have done by now."""
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
        cursor.execute("CHECKPOINT")


# --- who asks ---


def _cookies(user: User) -> str:
    """The cookies of a browser in which this person has just signed in."""
    client = Client()
    client.force_login(user)
    pairs = {name: cookie.value for name, cookie in client.cookies.items()} | {settings.CSRF_COOKIE_NAME: CSRF}
    return "; ".join(f"{name}={value}" for name, value in pairs.items())


def ask(world: World, n: int, starts: Iterable[datetime] = (), provider: Provider | None = None) -> AppointmentRequest:
    """A pending request about the n-th patient; without times it asks for the next available."""
    patient, parent = world.patients[n], world.parents[n // CHILDREN]
    actor = Actor(practice=world.practice, side=PATIENT, now=world.now, user=parent, grants={patient.pk: "full"})
    return services.request(
        by=actor,
        patient=patient,
        case=world.cases[n],
        visit_type=world.visit_types[0],
        location=world.location,
        provider=provider,
        starts=list(starts),
    )
