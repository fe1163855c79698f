"""The people of a practice, as its administrators see them."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from practice import invitations
from practice.access import DUTIES, Actor
from practice.models import Location, Provider, StaffMember


@dataclass(frozen=True)
class Person:
    """One line of the directory: the member, and in words what they do, whom they see and how they stand."""

    member: StaffMember
    duties: list[str]
    scope: str
    status: str
    kind: str

    @property
    def is_open(self) -> bool:
        return self.member.ended_at is None

    @property
    def is_waiting(self) -> bool:
        return self.is_open and self.member.joined_at is None


def people(actor: Actor) -> list[Person]:
    """Everybody, those who work here first, each group by name."""
    members = StaffMember.objects.visible_to(actor).select_related("user").prefetch_related("scope_locations")
    lines = [_person(member, actor.now) for member in members]
    return sorted(lines, key=lambda line: (not line.is_open, line.member.user.name.casefold()))


def member(actor: Actor, pk) -> StaffMember | None:
    """One member of the practice."""
    rows = StaffMember.objects.visible_to(actor).select_related("user").prefetch_related("scope_locations")
    return rows.filter(pk=pk).first()


def person(actor: Actor, row: StaffMember) -> Person:
    """One member as a line of the directory."""
    return _person(row, actor.now)


def colleagues(actor: Actor, but: StaffMember | None = None):
    """Those who work here now, by name; without `but`."""
    rows = StaffMember.objects.visible_to(actor).filter(joined_at__isnull=False, ended_at=None)
    return rows.exclude(pk=but and but.pk).select_related("user").order_by("user__name")


def answering(actor: Actor, but: StaffMember | None = None):
    """Those of them who have the Messages duty: who can be in a department, or the last resort."""
    return colleagues(actor, but).filter(duties__contains=["messages"])


def provider_of(actor: Actor, member: StaffMember) -> Provider | None:
    """The provider whose login this is, if they are still on the schedule."""
    return Provider.objects.visible_to(actor).filter(member=member, ended_at=None).first()


def logins_for(actor: Actor, provider: Provider | None):
    """Members who can be this provider's login: open, and nobody else's."""
    rows = StaffMember.objects.visible_to(actor).filter(ended_at=None).select_related("user").order_by("user__name")
    return rows.filter(provider=None) | rows.filter(provider=provider) if provider else rows.filter(provider=None)


def locations(actor: Actor):
    """The practice's locations, by name."""
    return Location.objects.visible_to(actor).order_by("name")


def _person(row: StaffMember, now) -> Person:
    duties = [str(words) for duty, words in DUTIES.items() if duty in row.duties]
    return Person(row, duties, _scope(row), *_status(row, now))


def _scope(row: StaffMember) -> str:
    if row.patient_scope == "locations":
        return ", ".join(sorted(place.name for place in row.scope_locations.all()))
    return str(row.get_patient_scope_display())


def _status(row: StaffMember, now) -> tuple[str, str]:
    if row.ended_at is not None:
        return _("Deactivated"), ""
    if row.joined_at is not None:
        return _("Active"), "good"
    return (_("Invited"), "wait") if invitations.is_waiting(row, now) else (_("Invitation expired"), "bad")
