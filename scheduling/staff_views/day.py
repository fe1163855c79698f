"""`Schedule`: one day at one location."""

from django.http import Http404
from django.views.decorators.http import require_safe

from practice.access import Permission
from practice.http import page, see
from scheduling.staff_views import head, sheet

TEMPLATE = "scheduling/staff/day.html"


@require_safe
def day(request):
    """The way in: the date and location asked for, else today at the first location of this staff member."""
    return head.way_in(request, head.DAY)


@require_safe
def day_of(request, on):
    """One day, one column for each provider."""
    see(request, Permission.APPOINTMENT_SEE)
    places = head.locations(request)
    location = head.chosen_location(request, places)
    if location is None:
        raise Http404
    return page(request, TEMPLATE, sheet.day(request, location, on, places=places))
