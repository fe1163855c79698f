"""Where the practice is, when it is open, and when it is closed all the same."""

from datetime import date

from django.utils.translation import gettext as _, gettext_lazy

from practice import clock, handover, hours
from practice.access import Permission
from practice.errors import Refused, announce_constraint
from practice.models import Closure, Location, OpeningHours
from practice.models.places import MINUTES_A_DAY
from practice.service import door

announce_constraint(
    "location_name_unique", "name_taken", gettext_lazy("There is already a location with this name."), "name"
)
announce_constraint("opening_hours_do_not_overlap", "hours_overlap", gettext_lazy("These hours overlap each other."))
announce_constraint("opening_hours_within_day", "hours_unreal", gettext_lazy("These hours do not fit in a day."))
announce_constraint("closure_ends_after_start", "ends_first", gettext_lazy("It ends before it begins."), "last_day")

FACTS = ("name", "address", "phone", "time_zone", "allows_requests")
Week = dict[int, list[tuple[int, int]]]


@door(Permission.PLACE_MANAGE, "location.added", keep=("allows_requests", "time_zone"))
def add_location(*, by, name, address, phone, time_zone, allows_requests, week: Week) -> Location:
    """Add a location with its weekly hours. Refuses a name that is taken and hours that overlap."""
    location = Location.objects.create(
        practice=by.practice,
        name=name,
        address=address,
        phone=phone,
        time_zone=time_zone,
        allows_requests=allows_requests,
    )
    _open(location, week)
    return location


@door(Permission.PLACE_MANAGE, "location.changed", keep=("allows_requests", "time_zone", "zone_agreed"))
def edit_location(
    *, by, location, name, address, phone, time_zone, allows_requests, week: Week, zone_agreed: bool = False
) -> Location:
    """Change a location and its weekly hours; visits that stand keep their times.

    In another time zone they and closures keep their reading of the clock, and people are told where the moment moves.
    Refuses `zone_unconfirmed` where that touches anything and nobody has agreed, what stands in the way of it with
    the visits named, and otherwise as `add_location` does.
    """
    location = Location.objects.visible_to(by).select_for_update(no_key=True).get(pk=location.pk)
    if time_zone != location.time_zone:
        _set_the_clock(by, location, time_zone, zone_agreed)
    location.name, location.address, location.phone = name, address, phone
    location.time_zone, location.allows_requests = time_zone, allows_requests
    location.save(update_fields=FACTS)
    location.opening_hours.all().delete()
    _open(location, week)
    return location


@door(Permission.PLACE_MANAGE, "closure.added")
def add_closure(*, by, location, first_day: date, last_day: date, reason, from_minute=0, until_minute=MINUTES_A_DAY):
    """Close a location from a minute of the first day until a minute of the last, on its own clock.

    Refuses an end before the beginning, a stretch that is over, and one already closed.
    """
    location = Location.objects.visible_to(by).select_for_update(no_key=True).get(pk=location.pk)
    starts_at = clock.instant(first_day, from_minute, location.zone)
    ends_at = clock.instant(last_day, until_minute, location.zone)
    if ends_at <= starts_at:
        raise Refused("ends_first", _("It ends before it begins."), "last_day")
    if ends_at <= by.now:
        raise Refused("closure_over", _("This is in the past."), "last_day")
    if location.closures.filter(starts_at__lt=ends_at, ends_at__gt=starts_at).exists():
        raise Refused("closure_overlaps", _("The location is already closed then."), "first_day")
    return Closure.objects.create(
        practice=by.practice, location=location, starts_at=starts_at, ends_at=ends_at, reason=reason, made_at=by.now
    )


@door(Permission.PLACE_MANAGE, "closure.removed")
def remove_closure(*, by, closure) -> None:
    """Open again."""
    Closure.objects.visible_to(by).filter(pk=closure.pk).delete()


def _set_the_clock(by, location: Location, time_zone: str, agreed: bool) -> None:
    if not agreed and handover.zone_effect(by=by, location=location, time_zone=time_zone, most=0).number:
        said = _("Something is planned here: please look at what the new time zone does to it.")
        raise Refused("zone_unconfirmed", said, "time_zone")
    handover.zone_changing(by=by, location=location, time_zone=time_zone)
    closures = list(location.closures.filter(ends_at__gt=by.now))
    for row in closures:
        row.starts_at = clock.same_reading(row.starts_at, location.time_zone, time_zone)
        row.ends_at = clock.same_reading(row.ends_at, location.time_zone, time_zone)
    Closure.objects.bulk_update(closures, ["starts_at", "ends_at"])


def _open(location: Location, week: Week) -> None:
    OpeningHours.objects.bulk_create(
        OpeningHours(
            practice_id=location.practice_id, location=location, weekday=day, from_minute=start, until_minute=end
        )
        for day, stretches in week.items()
        for start, end in hours.join(stretches)
    )
