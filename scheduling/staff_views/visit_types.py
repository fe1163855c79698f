"""Visit types: what a visit can be."""

from django.contrib import messages
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from practice.access import Permission
from practice.http import invalid_status, page, posted, see, through
from scheduling.selectors import setup as selectors
from scheduling.services import setup as doors
from scheduling.setup_forms import VisitTypeForm


@require_safe
def visit_types(request):
    """All visit types on offer."""
    see(request, Permission.PLACE_MANAGE)
    return page(request, "scheduling/staff/visit_types.html", {"visit_types": selectors.visit_types(request.actor)})


@require_http_methods(["GET", "HEAD", "POST"])
def add_visit_type(request):
    """A new visit type."""
    see(request, Permission.PLACE_MANAGE)
    form = VisitTypeForm(posted(request), providers=selectors.providers_to_choose(request.actor))
    if request.method == "POST":
        added = form.submit(lambda: doors.add_visit_type(by=request.actor, **form.facts()))
        if added:
            messages.success(request, _("%(name)s was added.") % {"name": added})
            return redirect("staff:scheduling:visit_types", request.actor.practice.slug)
    return page(request, "scheduling/staff/visit_type.html", {"form": form}, status=invalid_status(form))


@require_http_methods(["GET", "HEAD", "POST"])
def visit_type(request, visit_type):
    """One visit type."""
    see(request, Permission.PLACE_MANAGE)
    found = through(lambda: selectors.visit_type(request.actor, visit_type))
    initial = {name: getattr(found, name) for name in doors.VISIT_TYPE} | {"providers": found.providers.all()}
    choices = selectors.providers_to_choose(request.actor, found)
    form = VisitTypeForm(posted(request), initial=initial, providers=choices)
    if request.method == "POST":
        saved = form.submit(lambda: doors.edit_visit_type(by=request.actor, visit_type=found, **form.facts()))
        if saved:
            messages.success(request, _("%(name)s was saved.") % {"name": saved})
            return redirect("staff:scheduling:visit_types", request.actor.practice.slug)
    context = {"visit_type": found, "form": form}
    return page(request, "scheduling/staff/visit_type.html", context, status=invalid_status(form))


@require_http_methods(["GET", "HEAD", "POST"])
def retirement(request, visit_type):
    """Ask, then offer it no more."""
    see(request, Permission.PLACE_MANAGE)
    found = through(lambda: selectors.visit_type(request.actor, visit_type))
    if request.method != "POST":
        return page(request, "scheduling/staff/visit_type_retire.html", {"visit_type": found})
    through(lambda: doors.retire_visit_type(by=request.actor, visit_type=found))
    said = _("%(name)s is no longer offered. Visits that name it stay as they are.")
    messages.success(request, said % {"name": found})
    return redirect("staff:scheduling:visit_types", request.actor.practice.slug)
