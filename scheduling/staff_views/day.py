"""`Schedule`: one day at one location."""

from django.views.decorators.http import require_safe

from practice.http import page
from scheduling.staff_views import head, sheet

TEMPLATE = "scheduling/staff/day.html"


@require_safe
def day(request):
    """The way in: the date and location asked for, else today at the first location of this staff member."""
    return head.way_in(request, head.DAY)


@require_safe
def day_of(request, on):
    """One day, one column for each provider."""
    location, places = head.place(request)
    return page(request, TEMPLATE, sheet.day(request, location, on, places=places))
