"""The floors: views that do the least each question could cost in Django. Nobody signs in, but for the inbox."""

from django.contrib.auth.decorators import login_required
from django.db import connection
from django.db.models import Count
from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import timezone

from bench.models import Entry, Letter

ROWS = 25
MONTH = 31  # days

# The first is the practice's zone, as every question about a day is on its clock.
_STARTS = """
SELECT DISTINCT starts_at FROM bench_openplace
WHERE NOT is_taken AND starts_at >= %s::date::timestamp AT TIME ZONE 'America/New_York'
AND starts_at < (%s::date + 1)::timestamp AT TIME ZONE 'America/New_York'{} ORDER BY starts_at
"""
_DAYS = """
SELECT DISTINCT (starts_at AT TIME ZONE 'America/New_York')::date FROM bench_openplace
WHERE NOT is_taken AND starts_at >= %s::date::timestamp AT TIME ZONE 'America/New_York'
AND starts_at < (%s::date + 31)::timestamp AT TIME ZONE 'America/New_York'{} ORDER BY 1
"""


def hello(request):
    """Django alone."""
    return HttpResponse("hello", content_type="text/plain")


def one_query(request, owner):
    """One indexed query, 25 rows, JSON."""
    rows = _newest(owner).values("pk", "sender", "about", "subject", "received_at", "is_read")
    return JsonResponse({"rows": list(rows[:ROWS])})


@login_required
def inbox(request):
    """`inbox_ref`: session, user, unread counts, 25 rows in a template."""
    owner = request.user.pk
    unread = Letter.objects.filter(owner_id=owner, is_read=False).values_list("tab").annotate(Count("pk"))
    context = {"user": request.user, "unread": dict(unread), "letters": _newest(owner)[:ROWS]}
    return render(request, "bench/inbox.html", context)


def slots(request, day, provider=None):
    """The free starts of a day, of one provider or of any."""
    return JsonResponse({"starts": _read(_STARTS, day, provider)})


def days(request, day, provider=None):
    """The days with a free start among 31, of one provider or of any."""
    return JsonResponse({"days": _read(_DAYS, day, provider)})


def insert(request):
    """One row, on disk before the answer."""
    made = Entry.objects.create(text="x" * 100, made_at=timezone.now())
    return JsonResponse({"id": made.pk}, status=201)


def _newest(owner):
    return Letter.objects.filter(owner_id=owner, tab=0).order_by("-received_at", "-pk")


def _read(question: str, day: str, provider: int | None) -> list:
    whose, values = (" AND provider = %s", [day, day, provider]) if provider else ("", [day, day])
    with connection.cursor() as cursor:
        cursor.execute(question.format(whose), values)
        return [value for (value,) in cursor.fetchall()]
