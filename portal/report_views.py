"""Reports."""

from urllib.parse import urlencode

from django.http import HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from portal import patient_summary, reports, teen_report
from portal.report_forms import AddressForm, DaysForm
from practice import csvs
from practice.access import Permission
from practice.http import invalid_status, page, see


@require_safe
def messages(request):
    """How much is written, when, and how soon it is answered."""
    see(request, Permission.REPORT_SEE)
    form, days = _days(request)
    slug = request.actor.practice.slug
    context = {
        "form": form,
        "tabs": reports.tabs(request.actor, "report_messages"),
        "csv_url": reverse("staff:portal:report_messages_csv", args=[slug], query=form.query(days)),
        "unanswered_url": reverse("staff:messaging:tab", args=[slug, "completed"], query={"unanswered": "1"}),
        **reports.context(request.actor, *days),
    }
    return page(request, "portal/staff/report_messages.html", context, status=invalid_status(form))


@require_safe
def messages_csv(request):
    """The table of answers as a file."""
    see(request, Permission.REPORT_SEE)
    _form, (first_day, last_day) = _days(request)
    rows = reports.rows(request.actor, first_day, last_day)
    return _file(f"messages-{first_day}-{last_day}", reports.HEAD, rows)


@require_safe
def patients(request):
    """Patients and their e-mail addresses, narrowed from the column's head."""
    see(request, Permission.REPORT_SEE)
    form = AddressForm(request.GET)
    asked = form.asked()
    query = {name: value for name, value in form.query().items() if value}
    context = {
        "form": form,
        "asked": asked,
        "query": urlencode(query),
        "tabs": reports.tabs(request.actor, "report_patients"),
        "csv_url": reverse("staff:portal:report_patients_csv", args=[request.actor.practice.slug], query=query),
        **patient_summary.context(request.actor, asked, request.GET.get("after", ""), request.GET.get("before", "")),
    }
    return page(request, "portal/staff/report_patients.html", context)


@require_safe
def patients_csv(request):
    """The same as a file."""
    see(request, Permission.REPORT_SEE)
    rows = patient_summary.rows(request.actor, AddressForm(request.GET).asked())
    today = request.actor.today(request.actor.practice.time_zone)
    return _file(f"patient-summary-{today}", patient_summary.HEAD, rows)


@require_safe
def teens(request):
    """Patients from 13 to 17 whose address is a guardian's too."""
    see(request, Permission.REPORT_SEE)
    context = {
        "tabs": reports.tabs(request.actor, "report_teens"),
        "csv_url": reverse("staff:portal:report_teens_csv", args=[request.actor.practice.slug]),
        **teen_report.context(request.actor),
    }
    return page(request, "portal/staff/report_teens.html", context)


@require_safe
def teens_csv(request):
    """The same as a file."""
    see(request, Permission.REPORT_SEE)
    today = request.actor.today(request.actor.practice.time_zone)
    return _file(f"teens-on-a-guardians-address-{today}", teen_report.HEAD, teen_report.rows(request.actor))


def _file(name: str, head, rows) -> HttpResponse:
    response = HttpResponse(csvs.table(head, rows), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return response


def _days(request):
    """The form as it was sent, and the days it names; the usual ones where it is wrong or empty."""
    usual = reports.usual_days(request.actor)
    form = DaysForm(
        request.GET if "first_day" in request.GET else None, initial={"first_day": usual[0], "last_day": usual[1]}
    )
    if form.is_bound and form.is_valid():
        return form, (form.cleaned_data["first_day"], form.cleaned_data["last_day"])
    return form, usual
