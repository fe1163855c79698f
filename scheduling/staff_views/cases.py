"""Cases: why a patient comes, and what the family may request for it."""

from django.contrib import messages
from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from practice.access import Permission
from practice.http import back_to, invalid_status, page, posted, read_id, see, through
from scheduling.selectors import setup as selectors
from scheduling.services import setup as doors
from scheduling.setup_forms import CaseForm


@require_safe
def cases(request):
    """All active cases, by patient."""
    see(request, Permission.CASE_MANAGE)
    wanted = read_id(request.GET.get("after"))
    after = through(lambda: selectors.case(request.actor, wanted)) if wanted else None
    rows, last = selectors.cases(request.actor, after)
    return page(request, "scheduling/staff/cases.html", {"cases": rows, "last": last, "after": after})


@require_http_methods(["GET", "HEAD", "POST"])
def add_case(request, patient):
    """A new case of a patient."""
    see(request, Permission.CASE_MANAGE)
    person = through(lambda: selectors.patient(request.actor, patient))
    form = _form(request)
    if request.method == "POST":
        added = form.submit(lambda: doors.add_case(by=request.actor, patient=person, **form.facts()))
        if added:
            return _saved(request, added)
    return _page(request, {"person": person, "form": form})


@require_http_methods(["GET", "HEAD", "POST"])
def case(request, case):
    """One case."""
    see(request, Permission.CASE_MANAGE)
    found = through(lambda: selectors.case(request.actor, case))
    form = _form(request, found)
    if request.method == "POST":
        saved = form.submit(lambda: doors.edit_case(by=request.actor, case=found, **form.facts()))
        if saved:
            return _saved(request, saved)
    return _page(request, {"person": found.patient, "case": found, "form": form})


def _form(request, found=None) -> CaseForm:
    return CaseForm(
        posted(request),
        initial=_initial(found) if found else None,
        visit_types=selectors.visit_types(request.actor),
        providers=selectors.providers_to_choose(request.actor, found),
        is_new=found is None,
    )


def _initial(found) -> dict:
    many = {"visit_types": found.visit_types.all(), "providers": found.providers.all()}
    return {"name": found.name, "is_active": found.is_active, "allows_requests": found.allows_requests, **many}


def _saved(request, saved):
    messages.success(request, _("%(name)s was saved.") % {"name": saved})
    return HttpResponseRedirect(_back(request))


def _page(request, context: dict):
    context["back"] = _back(request)
    return page(request, "scheduling/staff/case.html", context, status=invalid_status(context["form"]))


def _back(request) -> str:
    return back_to(request, reverse("staff:scheduling:cases", args=[request.actor.practice.slug]))
