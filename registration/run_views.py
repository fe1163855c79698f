"""`Invite Patients to Portal`: whom a run would invite, and how far one has come. It goes on without the page."""

from django.http import Http404
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from practice.access import Permission
from practice.http import DoorForm, invalid_status, page, posted, see
from registration import run_selectors as selectors
from registration.run_forms import SendForm
from registration.services import runs as doors


@require_http_methods(["GET", "HEAD", "POST"])
def invites(request):
    """How many would be sent and who is left out; a press sends them. While a run goes on, its page stands here."""
    see(request, Permission.ACCESS_MANAGE)
    form = SendForm(posted(request))
    if run := form.submit(lambda: _start(request, form)) or (form.refusal is None and selectors.going(request.actor)):
        return redirect("staff:registration:invite_run", request.actor.practice.slug, run.pk)
    found = selectors.preview(request.actor)
    form = form.again(found.messages)
    context = {
        "form": form,
        "found": found,
        "left_out": selectors.left_out(found),
        "shared": found.shared,
        "runs": selectors.runs(request.actor),
        "crumbs": [{"label": _("Invite Patients to Portal")}],
    }
    return page(request, "registration/staff/invites.html", context, status=invalid_status(form))


@require_safe
def run(request, run):
    """How far this run has come, and each patient in it."""
    see(request, Permission.ACCESS_MANAGE)
    found = selectors.run(request.actor, run)
    if found is None:
        raise Http404
    after = request.GET.get("after", "")
    lines, further = selectors.lines(request.actor, found, int(after) if after.isdecimal() and len(after) < 16 else 0)
    context = {
        "run": found,
        "progress": selectors.progress(request.actor, found),
        "lines": lines,
        "further": further,
        "zone": request.actor.practice.time_zone,
    }
    return page(request, "registration/staff/invite_run.html", context, fragment="registration/staff/_invite_run.html")


def _start(request, form: DoorForm):
    said = form.cleaned_data
    return doors.start(by=request.actor, expected=said["expected"], request_key=said["request_key"])
