"""Teens whose address is really a guardian's: what is mailed to them, a guardian reads (T-14)."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Prefetch

from practice.access import Actor
from practice.models import AccessGrant, Contact, Patient
from practice.models.patients import OPEN_STATUSES

YOUNGEST, ADULT = 13, 18  # years; from the first birthday on, up to the second


@dataclass(frozen=True)
class Shared:
    """A teen's address and the guardian whose it is too. `login`: the teen signs in with it; else it is on the file."""

    patient: Patient
    address: str
    guardian: str
    login: bool


def on_a_guardians_address(actor: Actor) -> list[Shared]:
    """The teens in care whom the actor sees, by name: the address on their file, and the one of their own login."""
    today = actor.today(actor.practice.time_zone)
    teens = Patient.objects.visible_to(actor).filter(
        born_on__gt=_years_before(today, ADULT),
        born_on__lte=_years_before(today, YOUNGEST),
        status__in=OPEN_STATUSES,
    )
    grants = AccessGrant.objects.of(actor.practice).not_over(actor.now).select_related("user").order_by("starts_at")
    contacts = Contact.objects.of(actor.practice).order_by("name")
    rows = teens.prefetch_related(Prefetch("grants", grants), Prefetch("contacts", contacts)).order_by(
        "sort_name", "id"
    )
    return [found for teen in rows for found in _shared(teen)]


def _shared(teen: Patient):
    guardians = {grant.user.email: grant.user.name for grant in teen.grants.all() if grant.relationship != "self"}
    guardians |= {one.email: one.name for one in teen.contacts.all() if one.relationship != "self"}
    if teen.email and teen.email in guardians:
        yield Shared(teen, teen.email, guardians[teen.email], login=False)
    for grant in teen.grants.all():
        if grant.relationship == "self" and grant.user.email and grant.user.email in guardians:
            yield Shared(teen, grant.user.email, guardians[grant.user.email], login=True)


def _years_before(day: date, years: int) -> date:
    """The same day so many years before; born on it, one has that birthday on `day`. February 29 counts on the 28th."""
    try:
        return day.replace(year=day.year - years)
    except ValueError:
        return day.replace(year=day.year - years, day=28)
