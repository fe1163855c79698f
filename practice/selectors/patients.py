"""Finding patients: by name, birth date, phone, record number or e-mail, within what the actor may see."""

import re
from dataclasses import dataclass
from datetime import date, datetime

from django.contrib.postgres.lookups import Unaccent
from django.db.models import Exists, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from practice.access import LEVEL_PERMISSIONS, Actor, Permission
from practice.accounts import canonical
from practice.errors import NotVisible
from practice.models import AccessGrant, Contact, Location, Patient, Provider, StaffMember, User

PAGE_SIZE = 50
FEWEST_PHONE_DIGITS = 7
LANGUAGES = {"en": _("English"), "es": _("Spanish")}
_DATE_FORMATS = (
    "%Y-%m-%d",
    "%m/%d/%Y",
    "%m/%d/%y",
    "%m-%d-%Y",
    "%m.%d.%Y",
    "%b %d %Y",
    "%B %d %Y",
    "%d %b %Y",
    "%d %B %Y",
)


@dataclass(frozen=True)
class PatientPage:
    """Some rows of a longer list, in the order of names, and the ids to ask for the next or the previous ones."""

    rows: list[Patient]
    total: int
    before: str = ""
    after: str = ""


def patient(actor: Actor, pk) -> Patient:
    """The patient of this id, if the actor may see them. Raises NotVisible."""
    row = Patient.objects.visible_to(actor).select_related("home_location", "primary_provider").filter(pk=pk).first()
    if row is None:
        raise NotVisible("Patient")
    return row


def contacts(actor: Actor, of: Patient) -> list[Contact]:
    """The guardians and relatives on a patient's file."""
    return list(Contact.objects.visible_to(actor).filter(patient=of).order_by("name", "id"))


def contact(actor: Actor, of: Patient, pk) -> Contact:
    """One guardian or relative of this patient. Raises NotVisible."""
    row = Contact.objects.visible_to(actor).filter(patient=of, pk=pk).first()
    if row is None:
        raise NotVisible("Contact")
    return row


def portal_users(actor: Actor, of: Patient, permission: Permission) -> QuerySet[AccessGrant]:
    """The grants by which people may do this for the patient now, with their users, by name."""
    levels = [level for level, allowed in LEVEL_PERMISSIONS.items() if permission in allowed]
    held = AccessGrant.objects.visible_to(actor).live(actor.now).filter(patient=of, level__in=levels)
    return held.filter(user__is_active=True).select_related("user").order_by("user__name", "id")


def account_holders(actor: Actor, of: Patient) -> QuerySet[User]:
    """Everybody who acts for the patient or once did."""
    return User.objects.filter(pk__in=AccessGrant.objects.visible_to(actor).filter(patient=of).values("user"))


def home_locations(actor: Actor) -> QuerySet[Location]:
    """The practice's locations, for choosing where a patient is at home."""
    return Location.objects.visible_to(actor).order_by("name")


def primary_providers(actor: Actor, but: Provider | None = None) -> QuerySet[Provider]:
    """Who can look after a patient, by name; and `but`, who does now, even if they have ended."""
    rows = Provider.objects.visible_to(actor)
    return rows.filter(Q(ended_at=None) | Q(pk=but.pk) if but else Q(ended_at=None)).order_by("name")


def locations_in_scope(actor: Actor) -> QuerySet[Location]:
    """Those of them whose patients this staff member sees."""
    locations = home_locations(actor)
    if actor.member.patient_scope == "locations":
        return locations.filter(pk__in=actor.member.scope_location_ids)
    return locations


def same_person(actor: Actor, given_name: str, family_name: str, born_on: date) -> list[Patient]:
    """Patients of the same name, accents and case aside, born on the same day."""
    name = Lower(Unaccent(Value(f"{family_name}, {given_name}")))
    return list(Patient.objects.visible_to(actor).filter(born_on=born_on, sort_name=name).order_by("id")[:5])


def search(
    actor: Actor, words: str = "", *, within: Q | None = None, after=None, before=None, size: int = PAGE_SIZE
) -> PatientPage:
    """Patients matching what was typed, in the order of names. `after` and `before` are ids of rows of the list."""
    found = Patient.objects.visible_to(actor).select_related("home_location").filter(within or Q(), matching(words))
    total = found.count()
    if before and (here := _place(actor, before)):
        rows = list(found.filter(_earlier(*here)).order_by("-sort_name", "-id")[: size + 1])
        more, rows = len(rows) > size, rows[:size][::-1]
        return PatientPage(rows, total, str(rows[0].pk) if more else "", str(rows[-1].pk) if rows else "")
    here = _place(actor, after) if after else None
    rows = list((found.filter(_later(*here)) if here else found).order_by("sort_name", "id")[: size + 1])
    more, rows = len(rows) > size, rows[:size]
    return PatientPage(rows, total, str(rows[0].pk) if here and rows else "", str(rows[-1].pk) if more else "")


def on_list_of(member: StaffMember) -> Q:
    """The condition for being on the list of a member whose scope is *Listed patients*."""
    return Q(pk__in=member.listed_patients.values("patient_id"))


def matching(words: str) -> Q:
    """The condition for what somebody typed: a date alone means a birth date, else any of the other facts."""
    words = " ".join(words.replace("\0", "").split())
    if not words:
        return Q()
    if born_on := read_date(words):
        return Q(born_on=born_on)
    return _by_name(words) | _by_contact_facts(words) | Q(record_number__istartswith=words)


def read_date(text: str) -> date | None:
    """A date as people here type it: 8/20/2018, 08-20-2018, 2018-08-20, Aug 20, 2018. None when it is not one."""
    text = " ".join(text.replace(",", " ").split())
    for shape in _DATE_FORMATS:
        try:
            return datetime.strptime(text, shape).date()  # noqa: DTZ007  a birth date has no zone
        except ValueError:
            continue
    return None


def _by_name(words: str) -> Q:
    condition = Q()
    for word in words.replace(",", " ").split():
        condition &= Q(sort_name__contains=Lower(Unaccent(Value(word))))
    return condition


def _by_contact_facts(words: str) -> Q:
    """By e-mail or phone; a child's are usually a guardian's."""
    digits = re.sub(r"\D", "", words)
    if "@" in words:
        fact = Q(email__istartswith=canonical(words))
    elif len(digits) >= FEWEST_PHONE_DIGITS and not re.search(r"[^\W\d]", words):
        fact = Q(phone__contains=digits)
    else:
        return Q(pk__in=[])
    return fact | Q(Exists(Contact.objects.filter(fact, patient=OuterRef("pk"))))


def _place(actor: Actor, pk) -> tuple[str, object] | None:
    return Patient.objects.visible_to(actor).filter(pk=pk).values_list("sort_name", "id").first()


def _later(sort_name: str, pk) -> Q:
    return Q(sort_name__gt=sort_name) | Q(sort_name=sort_name, id__gt=pk)


def _earlier(sort_name: str, pk) -> Q:
    return Q(sort_name__lt=sort_name) | Q(sort_name=sort_name, id__lt=pk)
