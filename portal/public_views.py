"""The landing page: who one may be here, and for strangers the way in. Also the form that came back after sign-in."""

from itertools import groupby

from django.contrib.auth.decorators import login_not_required
from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from practice import parking
from practice.http import page
from practice.models import Patient, Practice
from practice.selectors.hats import Hats, hats
from practice.selectors.public import practices


@login_not_required
def home(request):
    """Straight on for somebody with one hat; a choice for several; a welcome for strangers."""
    if not request.user.is_authenticated:
        return page(request, "portal/public/welcome.html", {"all_practices": practices()})
    mine = hats(request.user, timezone.now())
    families = people_by_practice(mine)
    if url := only_home(mine.memberships, families):
        return redirect(url)
    return page(request, "portal/public/hats.html", {"memberships": mine.memberships, "families": families})


def people_by_practice(mine: Hats) -> list[tuple[Practice, list[Patient]]]:
    """Whom a person acts for, gathered under each practice, in the order of the person switcher."""
    return [
        (grants[0].practice, sorted((grant.patient for grant in grants), key=lambda one: (one.born_on, one.sort_name)))
        for grants in (list(group) for _slug, group in groupby(mine.grants, lambda grant: grant.practice.slug))
    ]


def only_home(memberships: list, families: list) -> str:
    """The one place a person with one hat works from; empty when there is a choice, or nothing."""
    if len(memberships) + len(families) != 1:
        return ""
    if memberships:
        return reverse("staff:portal:start", args=[memberships[0].practice.slug])
    practice, patients = families[0]
    return reverse("my:portal:home", args=[practice.slug, patients[0].pk])


def parked(request, parked_id):
    """What I sent when my session had ended, with the offer to send it now."""
    kept = parking.waiting(request.user, parked_id, timezone.now())
    if kept is None:
        raise Http404
    facts = {"fields": parking.fields_of(kept.fields), "typed": kept.path.partition("?")[0].endswith("/draft/")}
    return page(request, "portal/public/parked.html", {"kept": kept} | facts)


@require_POST
def drop_parked(request, parked_id):
    """I do not want it any more."""
    parking.forget(request.user, parked_id)
    return redirect("home")
