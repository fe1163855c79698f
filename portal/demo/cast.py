"""The fixed cast of the journeys: one practice, its people and its families, relative to a moment."""

from datetime import datetime, timedelta
from types import SimpleNamespace

from portal.demo import build
from practice.models import PortalSettings
from scheduling.models import Appointment


def maple(now: datetime) -> SimpleNamespace:
    """Load Maple Pediatrics and Riverside Family Medicine as they are at `now` (aware); returns everybody by name."""
    cast = SimpleNamespace(now=now)
    _practices(cast)
    _places(cast)
    _staff(cast)
    _departments(cast)
    _visit_types(cast)
    _providers(cast)
    _families(cast)
    _unregistered(cast)
    _visits(cast)
    _riverside(cast)
    return cast


def _practices(cast) -> None:
    cast.maple = build.practice("maple", "Maple Pediatrics", cast.now, phone="+15550104400")
    cast.settings = PortalSettings.objects.create(
        practice=cast.maple,
        requests_on=True,
        books_online=True,
        no_preference="existing",
        answer_promise="We answer within one business day.",
    )
    build.terms(cast.maple, cast.now)


def _places(cast) -> None:
    cast.north = build.location(
        cast.maple, "North", "America/New_York", "120 Maple Street, Albany, NY 12203", allows_requests=True
    )
    cast.south = build.location(cast.maple, "South", "America/Chicago", "8 Lake Road, Madison, WI 53703")
    for location in (cast.north, cast.south):
        build.opening_hours(location, range(5), (9, 17))


def _staff(cast) -> None:
    def member(key, name, *duties, **scope):
        user = build.user(f"{key}@demo.example", name, cast.now)
        setattr(cast, key, build.member(cast.maple, user, duties, cast.now, **scope))

    member("ad", "Adele Dorsey", "admin", "messages")
    member("sam", "Sam Whitlock", "scheduling", "messages", patient_scope="locations")
    cast.sam.scope_locations.add(cast.north)
    member("fay", "Fay Lindgren", "registration", "messages")
    member("nia", "Nia Okonkwo", "messages")
    member("ada", "Ada Moreau", "prescribing", "messages")
    member("ben", "Ben Takahashi", "prescribing", "messages")
    member("rita", "Rita Salas", "messages")
    cast.settings.last_resort = cast.ad
    cast.settings.save(update_fields=["last_resort"])


def _departments(cast) -> None:
    from messaging.departments import create_defaults

    by_kind = {department.receives: department for department in create_defaults(practice=cast.maple)}
    cast.appointment_requests = by_kind["appointment"]
    cast.appointment_requests.members.set([cast.sam, cast.fay])
    by_kind["refill"].members.set([cast.nia])
    by_kind["referral"].members.set([cast.rita])
    by_kind["general"].members.set([cast.fay])
    by_kind["insurance"].members.set([cast.fay])


def _visit_types(cast) -> None:
    cast.well = build.visit_type(cast.maple, "Well visit", 30, fee=40)
    cast.sick = build.visit_type(cast.maple, "Sick visit", 15)
    cast.confidential = build.visit_type(cast.maple, "Confidential visit", 30, requestable=False)


def _providers(cast) -> None:
    cast.dr_ada = build.provider(cast.maple, "Dr Ada", cast.ada)
    build.provider_hours(cast.dr_ada, cast.north, range(5), (9, 12), (13, 17))
    cast.dr_ben = build.provider(cast.maple, "Dr Ben", cast.ben)
    build.provider_hours(cast.dr_ben, cast.north, (0, 2, 4), (9, 17))
    build.provider_hours(cast.dr_ben, cast.south, (1, 3), (9, 17))


def _families(cast) -> None:
    def patient(key, given, family, age, **facts):
        made = build.patient(cast.maple, given, family, age, cast.now, **{"home_location": cast.north, **facts})
        setattr(cast, key, made)
        primary = build.case(made, "Primary care", allows_requests=True, visit_types=[cast.well, cast.sick])
        setattr(cast, f"{key}_primary", primary)

    patient("paul", "Paul", "Novak", 41, email="paul@demo.example", phone="+15550104411", record_number="M-1001")
    patient("leo", "Leo", "Garcia", 8, record_number="M-1002")
    patient("mia", "Mia", "Garcia", 13, email="mia@demo.example", record_number="M-1003")
    for child in (cast.paul, cast.leo):
        build.case(child, "Speech therapy", allows_requests=False, visit_types=[cast.well])

    cast.paul_user = build.user("paul@demo.example", "Paul Novak", cast.now)
    cast.gina = build.user("gina@demo.example", "Gina Garcia", cast.now)
    cast.hugo = build.user("hugo@demo.example", "Hugo Brandt", cast.now)
    cast.mia_user = build.user("mia@demo.example", "Mia Garcia", cast.now)
    build.grant(cast.paul_user, cast.paul, "self", cast.now)
    build.grant(cast.gina, cast.leo, "mother", cast.now)
    build.grant(cast.gina, cast.mia, "mother", cast.now)
    build.grant(cast.hugo, cast.leo, "father", cast.now)
    build.grant(cast.mia_user, cast.mia, "self", cast.now)
    build.contact(cast.leo, "Gina Garcia", "mother", "gina@demo.example", "+15550104412")
    build.contact(cast.leo, "Hugo Brandt", "father", "hugo@demo.example", "+15550104413")
    build.contact(cast.mia, "Gina Garcia", "mother", "gina@demo.example", "+15550104412")


def _unregistered(cast) -> None:
    """Patients of every sort that have no login yet, for registering. `cast.unregistered`: those who still come."""
    cast.unregistered = []

    def patient(given, family, age, **facts):
        made = build.patient(cast.maple, given, family, age, cast.now, **{"home_location": cast.north, **facts})
        build.case(made, "Primary care", allows_requests=True, visit_types=[cast.well, cast.sick])
        cast.unregistered += [made] if made.status == "active" else []
        return made

    cast.amira = patient("Amira", "Haddad-Lindqvist", 0, record_number="M-1004")
    build.contact(cast.amira, "Salma Haddad-Lindqvist", "mother", "salma.haddad@mail.example", "+15550104420")
    for given, age in (("Noah", 6), ("Ruth", 9)):
        sibling = patient(given, "Adeyemi", age, home_location=cast.south)
        build.contact(sibling, "Folake Adeyemi", "mother", "adeyemi.family@mail.example", "+15550104421")
    patient("Walter", "Ekström", 67, phone="+15550104422")
    cast.teen = patient("Zoë", "Laurent", 15, email="claire.laurent@mail.example", home_location=cast.south)
    build.contact(cast.teen, "Claire Laurent", "mother", "claire.laurent@mail.example", "+15550104423")
    patient("Harold", "Quigley", 79, status="deceased", email="harold.quigley@mail.example")
    patient("Priya", "Raman", 34, status="inactive", email="priya.raman@mail.example")


def _visits(cast) -> None:
    today = cast.now.astimezone(cast.north.zone).date()
    first = next(today + timedelta(days=n) for n in range(1, 8) if (today + timedelta(days=n)).weekday() < 5)
    friday = next(first + timedelta(days=n) for n in range(1, 8) if (first + timedelta(days=n)).weekday() == 4)
    facts = {"location": cast.north, "provider": cast.dr_ada, "visit_type": cast.well, "now": cast.now}
    cast.leo_visit: Appointment = build.visit(cast.leo, case=cast.leo_primary, day=first, hour=9, **facts)
    cast.mia_visit: Appointment = build.visit(cast.mia, case=cast.mia_primary, day=friday, hour=10, **facts)


def _riverside(cast) -> None:
    cast.riverside = build.practice("riverside", "Riverside Family Medicine", cast.now, phone="+15550108800")
    settings = PortalSettings.objects.create(practice=cast.riverside)
    build.terms(cast.riverside, cast.now)
    cast.olga = build.member(
        cast.riverside, build.user("olga@riverside.example", "Olga Petrov", cast.now), ("admin", "messages"), cast.now
    )
    settings.last_resort = cast.olga
    settings.save(update_fields=["last_resort"])
    cast.fay_at_riverside = build.member(cast.riverside, cast.fay.user, ("registration", "messages"), cast.now)
    from messaging.departments import create_defaults

    create_defaults(practice=cast.riverside)
    cast.river_location = build.location(
        cast.riverside, "Riverside", "America/New_York", "5 Wharf Lane, Troy, NY 12180", allows_requests=True
    )
    build.opening_hours(cast.river_location, range(5), (8, 16))
    cast.tom = build.patient(cast.riverside, "Tom", "Rivers", 10, cast.now, home_location=cast.river_location)
    cast.tess = build.user("tess@riverside.example", "Tess Rivers", cast.now)
    build.grant(cast.tess, cast.tom, "mother", cast.now)
