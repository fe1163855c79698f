"""Room: the practice's own rules for where an appointment request goes (D7). Without one it is the seed's way (R31)."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from messaging.models import Department
from practice import handover
from practice.access import Actor
from practice.errors import Refused
from practice.models import Location, Practice, Provider
from scheduling.models import RequestRoute, VisitType

NAMED = ("location_id", "visit_type_id", "provider_id")


def first(
    rules: Sequence[RequestRoute], location: Location | None, visit_type: VisitType | None, provider: Provider | None
) -> RequestRoute | None:
    """The first of the rules, in their order, whose every named condition the request fulfils."""
    asked = [one.pk if one is not None else None for one in (location, visit_type, provider)]
    return next((rule for rule in rules if _fits(rule, asked)), None)


def unreachable(rules: Sequence[RequestRoute]) -> set:
    """The ids of the rules that no request ever reaches: an earlier one takes all of theirs."""
    return {
        later.pk for n, later in enumerate(rules) if any(_fits(earlier, _conditions(later)) for earlier in rules[:n])
    }


def ordered(practice: Practice):
    """The practice's rules, first to last."""
    rules = RequestRoute.objects.of(practice).order_by("position", "pk")
    return rules.select_related("location", "visit_type", "provider", "department")


def department_for(
    practice: Practice, location: Location | None, visit_type: VisitType | None, provider: Provider | None
) -> Department | None:
    """The department that a rule names for such a request; None where no rule speaks."""
    rule = first(list(ordered(practice)), location, visit_type, provider)
    return rule.department if rule else None


def follow_heir(*, by: Actor, department: Department, heir: Department | None) -> str:
    """Where a department closes, its rules name the heir. Refuses to leave them without one."""
    rules = RequestRoute.objects.of(by.practice).filter(department=department)
    if heir is None:
        if rules.exists():
            raise Refused("heir_needed", _("Rules send requests here. Choose who gets them."), "heir")
        return ""
    return _("Its rules name %(heir)s now.") % {"heir": heir} if rules.update(department=heir) else ""


def announce() -> None:
    """Called from the app's `ready`."""
    handover.announce_department_closing(follow_heir)


def _conditions(rule: RequestRoute) -> list:
    return [getattr(rule, name) for name in NAMED]


def _fits(rule: RequestRoute, asked: Sequence) -> bool:
    return all(named is None or named == value for named, value in zip(_conditions(rule), asked, strict=True))
