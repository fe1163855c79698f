"""Writing to a patient's portal user before they have written."""

from django.contrib import messages
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from messaging import draft_panel, drafts, file_views, first_draft_views, inbox, reaching, selectors
from messaging.forms.writing import WriteForm
from messaging.services import writing
from practice.access import Permission
from practice.http import back_to, invalid_status, page, posted, read_id, see, through
from practice.models import Patient
from practice.selectors import patients


@require_http_methods(["GET", "HEAD", "POST"])
def write(request):
    """A new message about the patient that the address names; goes back to where it was pressed."""
    see(request, Permission.THREAD_ANSWER)
    actor = request.actor
    patient = through(lambda: patients.patient(actor, read_id(request.GET.get("patient", ""))))
    here = reverse("staff:portal:messages", args=[actor.practice.slug, patient.pk])
    grants = list(patients.portal_users(actor, patient, Permission.THREAD_READ))
    draft = None if request.method == "POST" else selectors.first_draft(actor, patient, first_draft_views.WRITE)
    form = _form(request, patient, grants, draft)
    file_views.send_up(request, form, patient)
    if started := form.submit(lambda: _send(actor, patient, form)):
        said = _("Sent to %(name)s.") % {"name": form.cleaned_data["to"].name}
        messages.success(request, said, extra_tags=_undo(actor, started))
        return redirect(back_to(request, here))
    if form.is_bound:
        draft = first_draft_views.keep(request, patient, first_draft_views.WRITE, kept=form.file_ids)
    context = {
        "patient": patient,
        "age": patient.age_on(actor.today(actor.practice.time_zone)),
        "file_url": reverse("staff:portal:file", args=[actor.practice.slug, patient.pk]),
        "form": form if grants or draft or form.is_bound else None,
        "draft": draft_panel.of_first(actor, patient, first_draft_views.WRITE, draft),
        "reachable": bool(grants),
        "calls": [] if grants else reaching.calls(actor, patient),
        "back_url": back_to(request, here),
    }
    status = 409 if form.refusal else invalid_status(form)
    return page(request, "messaging/staff/write.html", context, status=status)


def _form(request, patient: Patient, grants, draft) -> WriteForm:
    everybody = patients.account_holders(request.actor, patient)
    offered = [(grant.user.pk, _who(grant)) for grant in grants]
    waiting = selectors.waiting_files(request.actor, patient)
    left = drafts.as_left(draft, waiting) if draft else None
    return WriteForm(posted(request), initial=left, everybody=everybody, offered=offered, waiting=waiting)


def _send(actor, patient: Patient, form: WriteForm):
    said = {name: form.cleaned_data[name] for name in ("subject", "body", "request_key")}
    return writing.write(
        by=actor, patient=patient, account=form.cleaned_data["to"], attachments=form.attachments, **said
    )


def _who(grant) -> str:
    """`Gina Garcia, mother`; only the name of those who act for themselves."""
    if grant.relationship == "self":
        return grant.user.name
    facts = {"name": grant.user.name, "relationship": grant.get_relationship_display().lower()}
    return _("%(name)s, %(relationship)s") % facts


def _undo(actor, started) -> str:
    first = selectors.message_numbered(actor, started, 1)
    return inbox.undo_of(actor, first, "sent")
