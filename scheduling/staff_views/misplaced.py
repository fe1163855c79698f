"""Visits to move: what stands in closed time, with somebody who is away, or outside the hours (X18)."""

from django.views.decorators.http import require_safe

from practice.access import Permission
from practice.http import page, read_id, see, through
from scheduling.selectors import misplaced as selectors


@require_safe
def misplaced(request):
    """The visits to move, soonest first."""
    see(request, Permission.APPOINTMENT_SEE)
    wanted = read_id(request.GET.get("after", ""))
    after = through(lambda: selectors.visit(request.actor, wanted)) if wanted else None
    rows, more = selectors.misplaced(request.actor, after)
    context = {
        "rows": rows,
        "after": after,
        "last": rows[-1].visit if more else None,
        "count": selectors.misplaced_count(request.actor),
        "may_move": request.actor.may(Permission.APPOINTMENT_BOOK),
    }
    return page(request, "scheduling/staff/misplaced.html", context)
