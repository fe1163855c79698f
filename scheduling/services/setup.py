"""What patients can have and when: visit types, providers' hours and absences, and the cases of a patient."""

from datetime import date

from django.utils.translation import gettext as _, gettext_lazy

from practice import clock, hours
from practice.access import Permission
from practice.errors import Refused, announce_constraint
from practice.models import Provider
from practice.models.places import MINUTES_A_DAY
from practice.service import door
from scheduling.models import AvailabilityRule, Case, TimeOff, VisitType

announce_constraint(
    "visit_type_name_unique", "name_taken", gettext_lazy("There is already a visit type with this name."), "name"
)
announce_constraint("visit_type_minutes_range", "minutes", gettext_lazy("Between 5 and 480 minutes."), "minutes")
announce_constraint("visit_type_increment_known", "increment", gettext_lazy("Choose one of these."), "start_increment")
announce_constraint("visit_type_buffers_range", "buffers", gettext_lazy("At most 120 minutes."), "buffer_before")
announce_constraint(
    "availability_does_not_overlap", "hours_overlap", gettext_lazy("The provider already works elsewhere then.")
)
announce_constraint(
    "time_off_does_not_overlap", "time_off_overlaps", gettext_lazy("The provider is already away then."), "first_day"
)
announce_constraint(
    "active_case_name_unique", "name_taken", gettext_lazy("This patient already has a case with this name."), "name"
)

Week = dict[int, list[tuple[int, int]]]
VISIT_TYPE = ("name", "minutes", "buffer_before", "buffer_after", "start_increment", "requestable")


@door(Permission.PLACE_MANAGE, "visit_type.added", keep=("minutes", "requestable", "providers"))
def add_visit_type(
    *, by, name, minutes, buffer_before, buffer_after, start_increment, requestable, providers=()
) -> VisitType:
    """Add a kind of visit and who does it; no provider means everybody. Refuses a name that is taken."""
    visit_type = VisitType.objects.create(
        practice=by.practice,
        name=name,
        minutes=minutes,
        buffer_before=buffer_before,
        buffer_after=buffer_after,
        start_increment=start_increment,
        requestable=requestable,
    )
    visit_type.providers.set(providers)
    return visit_type


@door(Permission.PLACE_MANAGE, "visit_type.changed", keep=("minutes", "requestable", "providers"))
def edit_visit_type(
    *, by, visit_type, name, minutes, buffer_before, buffer_after, start_increment, requestable, providers
) -> VisitType:
    """Change a kind of visit; those already booked keep their length and their provider. Refuses a name that is
    taken."""
    visit_type = VisitType.objects.visible_to(by).select_for_update(no_key=True).get(pk=visit_type.pk)
    visit_type.name, visit_type.minutes, visit_type.requestable = name, minutes, requestable
    visit_type.buffer_before, visit_type.buffer_after = buffer_before, buffer_after
    visit_type.start_increment = start_increment
    visit_type.save(update_fields=VISIT_TYPE)
    visit_type.providers.set(providers)
    return visit_type


@door(Permission.PLACE_MANAGE, "visit_type.retired")
def retire_visit_type(*, by, visit_type) -> VisitType:
    """Offer it no more; visits and requests that name it stay as they are."""
    visit_type = VisitType.objects.visible_to(by).select_for_update(no_key=True).get(pk=visit_type.pk)
    visit_type.retired_at = visit_type.retired_at or by.now
    visit_type.save(update_fields=["retired_at"])
    return visit_type


@door(Permission.PLACE_MANAGE, "provider.hours_set")
def set_provider_hours(*, by, provider, location, week: Week) -> None:
    """Replace a provider's weekly hours at one location; booked visits stand.

    Refuses hours when the provider works at another location.
    """
    Provider.objects.visible_to(by).select_for_update(no_key=True).get(pk=provider.pk)
    rules = AvailabilityRule.objects.visible_to(by).filter(provider=provider)
    for elsewhere in rules.exclude(location=location).select_related("location"):
        _refuse_two_places(elsewhere, week.get(elsewhere.weekday, []))
    rules.filter(location=location).delete()
    AvailabilityRule.objects.bulk_create(
        AvailabilityRule(
            practice=by.practice,
            provider=provider,
            location=location,
            weekday=day,
            from_minute=start,
            until_minute=end,
        )
        for day, stretches in week.items()
        for start, end in hours.join(stretches)
    )


@door(Permission.PLACE_MANAGE, "time_off.added")
def add_time_off(
    *, by, provider, first_day: date, last_day: date, reason="", from_minute=0, until_minute=MINUTES_A_DAY
) -> TimeOff:
    """Take a provider off everywhere, from a minute of the first day until a minute of the last on the practice's
    clock; booked visits stand. Refuses an end before the beginning, a stretch that is over, and an overlap."""
    provider = Provider.objects.visible_to(by).select_for_update(no_key=True).get(pk=provider.pk)
    starts_at = clock.instant(first_day, from_minute, by.practice.time_zone)
    ends_at = clock.instant(last_day, until_minute, by.practice.time_zone)
    if ends_at <= starts_at:
        raise Refused("ends_first", _("It ends before it begins."), "last_day")
    if ends_at <= by.now:
        raise Refused("time_off_over", _("This is in the past."), "last_day")
    return TimeOff.objects.create(
        practice=by.practice, provider=provider, starts_at=starts_at, ends_at=ends_at, reason=reason, made_at=by.now
    )


@door(Permission.PLACE_MANAGE, "time_off.removed")
def remove_time_off(*, by, time_off) -> None:
    """The provider is there after all."""
    TimeOff.objects.visible_to(by).filter(pk=time_off.pk).delete()


@door(Permission.CASE_MANAGE, "case.added", keep=("allows_requests",))
def add_case(*, by, patient, name, allows_requests, visit_types, providers) -> Case:
    """Open a case for a patient; no provider means any. Refuses a second active case of the same name."""
    _refuse_unusable(allows_requests, visit_types)
    case = Case.objects.create(practice=by.practice, patient=patient, name=name, allows_requests=allows_requests)
    case.visit_types.set(visit_types)
    case.providers.set(providers)
    return case


@door(Permission.CASE_MANAGE, "case.changed", keep=("allows_requests", "is_active"))
def edit_case(*, by, case, name, is_active, allows_requests, visit_types, providers) -> Case:
    """Change or close a case; requests and visits that name it stand. Refuses as `add_case` does."""
    case = Case.objects.visible_to(by).select_for_update(no_key=True).get(pk=case.pk)
    _refuse_unusable(allows_requests and is_active, visit_types)
    case.name, case.is_active, case.allows_requests = name, is_active, allows_requests
    case.save(update_fields=["name", "is_active", "allows_requests"])
    case.visit_types.set(visit_types)
    case.providers.set(providers)
    return case


def _refuse_unusable(allows_requests: bool, visit_types) -> None:
    if allows_requests and not visit_types:
        raise Refused("case_without_visit_type", _("Choose what may be requested."), "visit_types")


def _refuse_two_places(rule: AvailabilityRule, stretches) -> None:
    taken = (rule.from_minute, rule.until_minute)
    if any(start < taken[1] and end > taken[0] for start, end in stretches):
        said = _("Already at %(location)s then: %(hours)s.")
        raise Refused(
            "hours_overlap",
            said % {"location": rule.location.name, "hours": hours.spell([taken])},
            f"day_{rule.weekday}",
        )
