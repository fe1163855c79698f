"""Change what a request asks for, before it is decided (R20)."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from practice.http import back_to, page, posted
from scheduling import services
from scheduling.forms import EditForm
from scheduling.selectors import may_decide
from scheduling.selectors.editing import changes
from scheduling.staff_views import request_card
from scheduling.staff_views.decisions import find_request

EDITION = "scheduling/staff/edition.html"


@require_http_methods(["GET", "HEAD", "POST"])
def edition(request, request_id):
    """Case, visit type, location and provider. The patient is not told; conflicts are looked at anew afterwards."""
    row = find_request(request, request_id)
    if not may_decide(request.actor, row):
        raise PermissionDenied
    form = EditForm(posted(request), asked=row, rows=changes(request.actor, row))
    back = back_to(request, request_card.own_url(request, row))
    if request.method == "POST":
        if form.submit(lambda: services.edit(by=request.actor, request=row, **form.facts())):
            messages.success(request, _("Changed. The patient has not been told."))
            return redirect(back)
        row.refresh_from_db()
    context = {"asked": row, "form": form, "back": back}
    return page(request, EDITION, context, status=_status(form))


def _status(form: EditForm) -> int:
    if form.refusal:
        return 409
    return 422 if form.is_bound else 200
