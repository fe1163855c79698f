"""Locations: the list, one location with its hours, its closures."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from practice import handover
from practice.access import Permission
from practice.forms.places import ClosureForm, LocationForm
from practice.http import invalid_status, page, posted, see, through
from practice.selectors import places as selectors
from practice.services import places as doors
from practice.staff_views import what_stands

SHIFTS_SHOWN = 50


@require_safe
def places(request):
    """All locations."""
    see(request, Permission.PLACE_MANAGE)
    return page(request, "practice/staff/places.html", {"places": selectors.places(request.actor)})


@require_http_methods(["GET", "HEAD", "POST"])
def add_location(request):
    """A new location."""
    see(request, Permission.PLACE_MANAGE)
    initial = {"time_zone": request.actor.practice.time_zone}
    week = {day: [(9 * 60, 17 * 60)] for day in range(5)}
    form = LocationForm(posted(request), initial=initial, week=week)
    if request.method == "POST":
        added = form.submit(lambda: doors.add_location(by=request.actor, **form.facts()))
        if added:
            messages.success(request, _("%(name)s was added.") % {"name": added})
            return redirect("staff:practice:places", request.actor.practice.slug)
    return page(request, "practice/staff/location.html", {"form": form}, status=invalid_status(form))


@require_http_methods(["GET", "HEAD", "POST"])
def location(request, location):
    """One location: facts, weekly hours, closures."""
    found = _location(request, location)
    initial = {name: getattr(found, name) for name in LocationForm.FACTS}
    form = LocationForm(posted(request), initial=initial, week=selectors.week_of(found))
    if request.method == "POST" and "back" not in request.POST:
        call = {"by": request.actor, "location": found, "zone_agreed": "zone_agreed" in request.POST}
        saved = form.submit(lambda: doors.edit_location(**call, **form.facts()))
        if form.refusal and form.refusal.code == "zone_unconfirmed":
            return _zone_page(request, found, form)
        if saved:
            done = _("%(name)s was saved; what is planned there keeps its time on the new clock.")
            done = done if call["zone_agreed"] else _("%(name)s was saved.")
            what_stands.say_what_to_move(request, done % {"name": saved})
            return redirect("staff:practice:places", request.actor.practice.slug)
    return _location_page(request, found, form, ClosureForm(auto_id="closure_%s"))


@require_POST
def closures(request, location):
    """Close a location for a while."""
    found = _location(request, location)
    form = ClosureForm(request.POST, auto_id="closure_%s")
    added = form.submit(
        lambda: doors.add_closure(by=request.actor, location=found, reason=form.cleaned_data["reason"], **form.span())
    )
    if added:
        standing = handover.visits_in(by=request.actor, closures=[added]).get(added.pk, 0)
        what_stands.say_what_stands(request, _("The closure was added."), standing)
        return redirect("staff:practice:location", request.actor.practice.slug, found.pk)
    initial = {name: getattr(found, name) for name in LocationForm.FACTS}
    return _location_page(request, found, LocationForm(initial=initial, week=selectors.week_of(found)), form)


@require_POST
def closure_removal(request, closure):
    """Open again."""
    see(request, Permission.PLACE_MANAGE)
    found = selectors.closure(request.actor, closure)
    if found is None:
        raise Http404
    through(lambda: doors.remove_closure(by=request.actor, closure=found))
    messages.success(request, _("The closure was removed."))
    return redirect("staff:practice:location", request.actor.practice.slug, found.location_id)


def _location(request, pk):
    see(request, Permission.PLACE_MANAGE)
    found = selectors.place(request.actor, pk)
    if found is None:
        raise Http404
    return found


def _zone_page(request, found, form):
    """Ask before a new time zone: everything planned here, and what the moment becomes."""
    time_zone = form["time_zone"].value()
    effect = handover.zone_effect(by=request.actor, location=found, time_zone=time_zone, most=SHIFTS_SHOWN)
    context = {"location": found, "time_zone": time_zone, "form": form, "effect": effect}
    context["more"] = effect.number - len(effect.shifts)
    return page(request, "practice/staff/zone_change.html", context)


def _location_page(request, found, form, closure_form):
    closures = list(selectors.closures(request.actor, found))
    standing = handover.visits_in(by=request.actor, closures=closures)
    context = {
        "location": found,
        "form": form,
        "closure_form": closure_form,
        "closures": [(row, standing.get(row.pk, 0)) for row in closures],
        "zone_news": handover.zone_news(by=request.actor, location=found),
    }
    status = max(invalid_status(form), invalid_status(closure_form))
    return page(request, "practice/staff/location.html", context, status=status)
