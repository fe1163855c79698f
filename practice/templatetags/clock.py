"""Filters that write times: `{{ slot.starts_at|moment:location.time_zone }}`."""

from django import template

from practice import clock

register = template.Library()

register.filter("moment", clock.moment)
register.filter("time", clock.time)


@register.filter
def zone_label(at, zone) -> str:
    """`{{ slot.starts_at|zone_label:location.time_zone }}` gives `New York time`."""
    return clock.zone_label(zone, at)
