"""Providers: where and when each sees patients, and when they are away."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from practice.access import Permission
from practice.forms.places import ProviderForm
from practice.http import invalid_status, page, posted, see, through
from practice.selectors import directory, places
from practice.services import providers as people_doors
from practice.staff_views import what_stands
from scheduling.selectors import ending, setup as selectors
from scheduling.services import setup as doors
from scheduling.setup_forms import ProviderHoursForm, TimeOffForm


@require_safe
def providers(request):
    """All providers."""
    see(request, Permission.PLACE_MANAGE)
    context = {"lines": selectors.providers(request.actor), "ended": ending.ended(request.actor)}
    return page(request, "scheduling/staff/providers.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def add_provider(request):
    """A new provider; hours come next, on their own page."""
    see(request, Permission.PLACE_MANAGE)
    form = ProviderForm(posted(request), logins=directory.logins_for(request.actor, None))
    if request.method == "POST":
        added = form.submit(lambda: people_doors.add_provider(by=request.actor, **form.facts()))
        if added:
            messages.success(request, _("%(name)s was added. Now set the hours.") % {"name": added})
            return redirect("staff:scheduling:provider", request.actor.practice.slug, added.pk)
    return page(request, "scheduling/staff/provider_new.html", {"form": form}, status=invalid_status(form))


@require_http_methods(["GET", "HEAD", "POST"])
def provider(request, provider):
    """One provider: name, login, hours at each location, time off."""
    found = _provider(request, provider)
    form = _provider_form(request, found, posted(request))
    if request.method == "POST":
        saved = form.submit(lambda: people_doors.edit_provider(by=request.actor, provider=found, **form.facts()))
        if saved:
            messages.success(request, _("%(name)s was saved.") % {"name": saved})
            return redirect("staff:scheduling:providers", request.actor.practice.slug)
    return _provider_page(request, found, form, TimeOffForm(auto_id="off_%s"))


@require_http_methods(["GET", "HEAD", "POST"])
def hours(request, provider, location):
    """A provider's weekly hours at one location."""
    found, place = _provider(request, provider), places.place(request.actor, location)
    if place is None:
        raise Http404
    form = ProviderHoursForm(posted(request), week=selectors.week_at(request.actor, found, place))
    if request.method == "POST":
        call = {"by": request.actor, "provider": found, "location": place}
        if form.submit(lambda: doors.set_provider_hours(week=form.week(), **call) or True):
            what_stands.say_what_to_move(request, _("The hours were saved."))
            return redirect("staff:scheduling:provider", request.actor.practice.slug, found.pk)
    opening = places.week_lines(places.week_of(place))
    context = {"provider": found, "location": place, "form": form, "opening": opening}
    return page(request, "scheduling/staff/provider_hours.html", context, status=invalid_status(form))


@require_POST
def time_off(request, provider):
    """Take a provider off for a while."""
    found = _provider(request, provider)
    form = TimeOffForm(request.POST, auto_id="off_%s")
    added = form.submit(
        lambda: doors.add_time_off(by=request.actor, provider=found, reason=form.cleaned_data["reason"], **form.span())
    )
    if not added:
        return _provider_page(request, found, _provider_form(request, found), form)
    standing = selectors.visits_within(request.actor, added)
    what_stands.say_what_stands(request, _("The time off was added."), standing)
    return redirect("staff:scheduling:provider", request.actor.practice.slug, found.pk)


@require_POST
def time_off_removal(request, time_off):
    """The provider is there after all."""
    see(request, Permission.PLACE_MANAGE)
    found = through(lambda: selectors.time_off(request.actor, time_off))
    through(lambda: doors.remove_time_off(by=request.actor, time_off=found))
    messages.success(request, _("The time off was removed."))
    return redirect("staff:scheduling:provider", request.actor.practice.slug, found.provider_id)


def _provider(request, pk):
    see(request, Permission.PLACE_MANAGE)
    found = places.provider(request.actor, pk)
    if found is None:
        raise Http404
    return found


def _provider_form(request, found, data=None) -> ProviderForm:
    initial = {"name": found.name, "member": found.member_id, "takes_online": found.takes_online}
    return ProviderForm(data, initial=initial, logins=directory.logins_for(request.actor, found))


def _provider_page(request, found, form, off_form):
    context = {
        "line": selectors.provider_line(request.actor, found),
        "provider": found,
        "visit_types": selectors.visit_types_of(request.actor, found),
        "form": form,
        "off_form": off_form,
    }
    status = max(invalid_status(form), invalid_status(off_form))
    return page(request, "scheduling/staff/provider.html", context, status=status)
