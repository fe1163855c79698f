"""The floors: views that do the least each question could cost in Django. Nobody signs in, but for the inbox."""

from datetime import date, timedelta

from django.contrib.auth.decorators import login_required
from django.db.models import Count
from django.db.models.functions import TruncDate
from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import timezone

from bench.models import Entry, Letter, OpenPlace
from bench.seeding import ZONE
from practice import clock

ROWS = 25
MONTH = 31  # days, as the product searches at most
_ZONE = clock.zone_of(ZONE)


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
    return JsonResponse({"starts": list(_open(day, 1, provider).values_list("starts_at", flat=True).distinct())})


def days(request, day, provider=None):
    """The days with a free start among 31, of one provider or of any."""
    on = TruncDate("starts_at", tzinfo=_ZONE)
    found = _open(day, MONTH, provider).order_by(on).values_list(on, flat=True).distinct()
    return JsonResponse({"days": list(found)})


def insert(request):
    """One row, on disk before the answer."""
    made = Entry.objects.create(text="x" * 100, made_at=timezone.now())
    return JsonResponse({"id": made.pk}, status=201)


@login_required
def insert_signed_in(request):
    """The same by somebody with a session."""
    return insert(request)


def _newest(owner):
    return Letter.objects.filter(owner_id=owner, tab=0).order_by("-received_at", "-pk")


def _open(day: str, days: int, provider: int | None):
    first = date.fromisoformat(day)
    stretch = clock.midnight(first, _ZONE), clock.midnight(first + timedelta(days=days), _ZONE)
    found = OpenPlace.objects.filter(is_taken=False, starts_at__gte=stretch[0], starts_at__lt=stretch[1])
    return (found.filter(provider=provider) if provider else found).order_by("starts_at")
