"""The pharmacies to which the practice sends its patients."""

from django.contrib import messages
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from practice.access import Permission
from practice.forms.pharmacies import PharmacyForm
from practice.http import invalid_status, page, posted, see, through
from practice.selectors import chart
from practice.services import pharmacies as doors


@require_safe
def pharmacies(request):
    """Those that can be chosen, then those that closed."""
    see(request, Permission.CHART_EDIT)
    context = {"open": chart.pharmacies(request.actor), "closed": chart.closed_pharmacies(request.actor)}
    return page(request, "practice/staff/pharmacies.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def add(request):
    """A further pharmacy."""
    see(request, Permission.CHART_EDIT)
    form = PharmacyForm(posted(request))
    if form.submit(
        lambda: doors.add_pharmacy(by=request.actor, **form.facts(), request_key=form.cleaned_data["request_key"])
    ):
        return _done(request, _("%(name)s was added.") % {"name": form.cleaned_data["name"]})
    return _page(request, form, {})


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request, pharmacy):
    """One pharmacy."""
    see(request, Permission.CHART_EDIT)
    row = _row(request, pharmacy)
    form = PharmacyForm(posted(request), initial={name: getattr(row, name) for name in PharmacyForm.FACTS})
    if form.submit(lambda: doors.edit_pharmacy(by=request.actor, pharmacy=row, **form.facts())):
        return _done(request, _("%(name)s was saved.") % {"name": form.cleaned_data["name"]})
    return _page(request, form, {"pharmacy": row})


@require_POST
def closing(request, pharmacy):
    """Offered no more."""
    row = _row(request, pharmacy)
    through(lambda: doors.close_pharmacy(by=request.actor, pharmacy=row))
    undo = reverse("staff:practice:reopen_pharmacy", args=[request.actor.practice.slug, row.pk])
    return _done(request, _("%(name)s is closed.") % {"name": row.name}, undo)


@require_POST
def reopening(request, pharmacy):
    """Offered again."""
    row = _row(request, pharmacy)
    through(lambda: doors.reopen_pharmacy(by=request.actor, pharmacy=row))
    return _done(request, _("%(name)s can be chosen again.") % {"name": row.name})


def _row(request, pk):
    return through(lambda: chart.pharmacy(request.actor, pk))


def _page(request, form, context: dict):
    return page(request, "practice/staff/pharmacy.html", {"form": form, **context}, status=invalid_status(form))


def _done(request, said: str, undo: str = ""):
    messages.success(request, said, extra_tags=undo)
    return redirect("staff:practice:pharmacies", request.actor.practice.slug)
