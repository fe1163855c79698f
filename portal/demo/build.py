"""Plain builders for the demo's rows. The loader stands outside the doors: it acts before anybody exists."""

import functools
from datetime import date, datetime, time, timedelta

from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import make_password

from portal.demo import PASSWORD
from practice.models import (
    AccessGrant,
    Contact,
    InsurancePolicy,
    Location,
    Medication,
    OpeningHours,
    Patient,
    Pharmacy,
    Practice,
    Provider,
    StaffMember,
    TermsText,
    User,
)
from scheduling.models import Appointment, AppointmentEvent, AvailabilityRule, Case, VisitType


def practice(slug: str, name: str, now: datetime, **facts) -> Practice:
    return Practice.objects.create(slug=slug, name=name, created_at=now, **facts)


def terms(of: Practice, now: datetime) -> None:
    """A first version of both texts."""
    bodies = {
        "terms": f"{of.name} offers this portal for appointments and messages. It is not for emergencies: call 911.",
        "privacy": f"{of.name} shows your messages and visits to you, to those you share a chart with, and to staff.",
    }
    for kind, body in bodies.items():
        TermsText.objects.create(practice=of, kind=kind, body=body, published_at=now)


def location(of: Practice, name: str, zone: str, address: str, **facts) -> Location:
    return Location.objects.create(practice=of, name=name, time_zone=zone, address=address, **facts)


def opening_hours(place: Location, weekdays, *stretches: tuple[int, int]) -> None:
    """Open on these weekdays between these whole hours."""
    OpeningHours.objects.bulk_create(
        OpeningHours(practice=place.practice, location=place, weekday=day, from_minute=a * 60, until_minute=b * 60)
        for day in weekdays
        for a, b in stretches
    )


@functools.cache
def _password_hash() -> str:
    return make_password(PASSWORD)  # hashing is slow on purpose; everybody in the demo shares one password


def user(email: str, name: str, now: datetime) -> User:
    """A login with the demo password and a verified address; the one that exists if it does."""
    made, created = User.objects.get_or_create(
        email=email, defaults={"name": name, "created_at": now, "password": _password_hash()}
    )
    if created:
        EmailAddress.objects.create(user=made, email=email, verified=True, primary=True)
    return made


def member(of: Practice, who: User, duties, now: datetime, **scope) -> StaffMember:
    return StaffMember.objects.create(
        practice=of, user=who, duties=list(duties), invited_at=now, joined_at=now, **scope
    )


def visit_type(of: Practice, name: str, minutes: int, **facts) -> VisitType:
    return VisitType.objects.create(practice=of, name=name, minutes=minutes, **facts)


def provider(of: Practice, name: str, who: StaffMember | None = None) -> Provider:
    return Provider.objects.create(practice=of, name=name, member=who)


def provider_hours(who: Provider, place: Location, weekdays, *stretches: tuple[int, int]) -> None:
    """Sees patients there on these weekdays between these whole hours."""
    AvailabilityRule.objects.bulk_create(
        AvailabilityRule(
            practice=who.practice, provider=who, location=place, weekday=d, from_minute=a * 60, until_minute=b * 60
        )
        for d in weekdays
        for a, b in stretches
    )


def patient(of: Practice, given: str, family: str, age: int, now: datetime, days: int = 60, **facts) -> Patient:
    """A patient who had the last birthday about this many days ago."""
    born = now.date() - timedelta(days=days)
    born = date(born.year - age, born.month, min(born.day, 28))
    return Patient.objects.create(
        practice=of, given_name=given, family_name=family, born_on=born, created_at=now, **facts
    )


def contact(of: Patient, name: str, relationship: str, email: str = "", phone: str = "") -> Contact:
    return Contact.objects.create(
        practice=of.practice, patient=of, name=name, relationship=relationship, email=email, phone=phone
    )


def pharmacy(of: Practice, name: str, address: str = "", phone: str = "") -> Pharmacy:
    return Pharmacy.objects.create(practice=of, name=name, address=address, phone=phone)


def medication(of: Patient, name: str, dose: str, **facts) -> Medication:
    return Medication.objects.create(
        practice=of.practice, patient=of, name=name, dose=dose, created_at=of.created_at, **facts
    )


def insurance(
    of: Patient, company: str, member_number: str, by: StaffMember, group_number: str = ""
) -> InsurancePolicy:
    """The current policy in the chart, since the day the patient was added."""
    return InsurancePolicy.objects.create(
        practice=of.practice,
        patient=of,
        company=company,
        member_number=member_number,
        group_number=group_number,
        starts_on=of.created_at.date(),
        recorded_by=by,
    )


def grant(who: User, to: Patient, relationship: str, now: datetime, level: str = "full") -> AccessGrant:
    return AccessGrant.objects.create(
        practice=to.practice, user=who, patient=to, relationship=relationship, level=level, starts_at=now
    )


def case(of: Patient, name: str, *, allows_requests: bool, visit_types=(), providers=()) -> Case:
    made = Case.objects.create(practice=of.practice, patient=of, name=name, allows_requests=allows_requests)
    made.visit_types.set(visit_types)
    made.providers.set(providers)
    return made


def visit(
    of: Patient, *, case, location, provider, visit_type, day: date, hour: int, minute: int = 0, now: datetime, **facts
) -> Appointment:
    """An appointment at this wall-clock time of the location, with its first event."""
    starts = datetime.combine(day, time(hour, minute), tzinfo=location.zone)
    ends = starts + timedelta(minutes=visit_type.minutes)
    made = Appointment.objects.create(
        practice=of.practice,
        patient=of,
        provider=provider,
        location=location,
        visit_type=visit_type,
        case=case,
        starts_at=starts,
        ends_at=ends,
        busy=(
            starts - timedelta(minutes=visit_type.buffer_before),
            ends + timedelta(minutes=visit_type.buffer_after),
        ),
        booked_at=now,
        **facts,
    )
    if made.status != "held":  # a hold is no visit yet: it has no history
        AppointmentEvent.objects.create(
            practice=of.practice, appointment=made, what="booked", at=now, side="system", to_starts_at=starts
        )
    return made
