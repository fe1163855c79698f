"""Where appointment requests go: the rules, and the question who would get a message. Part of the Staff Directory."""

from django.contrib import messages
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from messaging import directory
from practice.access import Permission
from practice.http import invalid_status, page, posted, see, through
from scheduling.route_forms import RouteForm, RoutingForm
from scheduling.selectors import routes as selectors
from scheduling.services import routes as doors


@require_safe
def routes(request):
    """All rules, in the order in which they are asked."""
    see(request, Permission.STAFF_MANAGE)
    return page(request, "scheduling/staff/routes.html", {"lines": selectors.lines(request.actor)})


@require_http_methods(["GET", "HEAD", "POST"])
def add_route(request):
    """Another rule; it comes last."""
    see(request, Permission.STAFF_MANAGE)
    form = _form(request)
    if form.is_bound and form.submit(lambda: doors.add_route(by=request.actor, **form.facts())):
        return _done(request, _("The rule was added. It holds from now on."))
    return page(request, "scheduling/staff/route.html", {"form": form}, status=invalid_status(form))


@require_http_methods(["GET", "HEAD", "POST"])
def route(request, route):
    """One rule."""
    found = _found(request, route)
    now = {name: getattr(found, name) for name in ("location", "visit_type", "provider", "department")}
    form = _form(request, now)
    if form.is_bound and form.submit(lambda: doors.edit_route(by=request.actor, route=found, **form.facts())):
        return _done(request, _("The rule was saved."))
    return page(request, "scheduling/staff/route.html", {"route": found, "form": form}, status=invalid_status(form))


@require_POST
def rise(request, route):
    """Let a rule win over the one before it."""
    found = _found(request, route)
    through(lambda: doors.move_route_up(by=request.actor, route=found))
    return redirect("staff:scheduling:routes", request.actor.practice.slug)


@require_http_methods(["GET", "HEAD", "POST"])
def route_removal(request, route):
    """Ask, then take a rule away."""
    found = _found(request, route)
    if request.method != "POST":
        return page(request, "scheduling/staff/route_removal.html", {"route": found})
    through(lambda: doors.remove_route(by=request.actor, route=found))
    return _done(request, _("The rule was removed."))


@require_safe
def test_routing(request):
    """Who would get a message, and why. It sends nothing."""
    see(request, Permission.STAFF_MANAGE)
    form = RoutingForm(request.GET or None, **selectors.choices(request.actor))
    context = {"form": form}
    if form.is_valid():
        context["members"], context["why"] = selectors.routed(request.actor, **form.cleaned_data)
    return page(request, "scheduling/staff/test_routing.html", context, status=invalid_status(form))


def _found(request, pk):
    see(request, Permission.STAFF_MANAGE)
    return through(lambda: selectors.route(request.actor, pk))


def _form(request, initial=None) -> RouteForm:
    departments = directory.choices(request.actor)
    return RouteForm(posted(request), initial=initial, departments=departments, **selectors.choices(request.actor))


def _done(request, said: str):
    messages.success(request, said)
    return redirect("staff:scheduling:routes", request.actor.practice.slug)
