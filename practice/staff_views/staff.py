"""One person of the directory: invited, changed, deactivated. The directory itself is a page of messaging."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from practice.access import Permission
from practice.errors import Refused
from practice.forms.staff import DeactivateForm, InviteForm, RightsForm
from practice.http import invalid_status, page, posted, see, through
from practice.selectors import directory as selectors, portal
from practice.services import staff as doors
from practice.staff_views import listed

DIRECTORY = "staff:messaging:directory"


@require_http_methods(["GET", "HEAD", "POST"])
def invite(request):
    """A new colleague, by e-mail address."""
    see(request, Permission.STAFF_MANAGE)
    form = InviteForm(posted(request), locations=selectors.locations(request.actor))
    if request.method == "POST":
        email = form.data.get("email", "")
        added = form.submit(lambda: doors.invite_staff(by=request.actor, email=email, **form.rights()))
        if added:
            messages.success(request, _("An invitation is on its way to %(email)s.") % {"email": email.strip()})
            return _after_rights(request, added, form)
    return page(request, "practice/staff/invite.html", {"form": form}, status=invalid_status(form))


@require_http_methods(["GET", "HEAD", "POST"])
def person(request, member):
    """What one person does and whose records they see."""
    found = _member(request, member)
    form = _rights_form(request, found)
    if request.method == "POST":
        moved = form.submit(lambda: doors.edit_staff(by=request.actor, member=found, **form.rights()))
        if moved is not None:
            messages.success(request, " ".join([_("%(name)s was saved.") % {"name": found}, *moved]))
            return _after_rights(request, found, form)
    context = {"person": selectors.person(request.actor, found), "form": form}
    if found.patient_scope == "listed":
        context.update(listed.context(request, found))
    return page(request, "practice/staff/person.html", context, status=invalid_status(form))


@require_POST
def invitation(request, member):
    """Send the link again; the old one dies."""
    found = _member(request, member)
    try:
        through(lambda: doors.resend_invitation(by=request.actor, member=found))
    except Refused as refusal:
        messages.error(request, refusal.message)
    else:
        said = _("A new invitation is on its way to %(email)s. The old link no longer works.")
        messages.success(request, said % {"email": found.user.email})
    return redirect(DIRECTORY, request.actor.practice.slug)


@require_http_methods(["GET", "HEAD", "POST"])
def deactivation(request, member):
    """Ask, then end the membership."""
    found = _member(request, member)
    form = _deactivate_form(request, found)
    if request.method == "POST":
        said = form.submit(lambda: doors.deactivate_staff(by=request.actor, member=found, **form.wanted()))
        if said is not None:
            return _gone(request, found, said)
    context = {"person": selectors.person(request.actor, found), "form": form}
    return page(request, "practice/staff/deactivate.html", context, status=invalid_status(form))


def _rights_form(request, found) -> RightsForm:
    initial = {
        "duties": found.duties,
        "patient_scope": found.patient_scope,
        "locations": found.scope_locations.all(),
    }
    return RightsForm(posted(request), initial=initial, locations=selectors.locations(request.actor))


def _deactivate_form(request, found) -> DeactivateForm:
    asks = portal.settings(request.actor).last_resort_id == found.pk
    heirs = selectors.answering(request.actor, but=found)
    provider = selectors.provider_of(request.actor, found)
    return DeactivateForm(posted(request), colleagues=heirs, asks=asks, provider=provider)


def _after_rights(request, found, form):
    """Back to the directory, or on to the person's list of patients where that is what they see."""
    if form.cleaned_data["patient_scope"] == "listed":
        return redirect(listed.address(request, found))
    return redirect(DIRECTORY, request.actor.practice.slug)


def _gone(request, found, moved: list[str]):
    messages.success(request, " ".join([_("%(name)s was deactivated.") % {"name": found}, *moved]))
    # Whoever left by their own hand may not see the directory any more.
    own = found == request.actor.member
    return redirect("home") if own else redirect(DIRECTORY, request.actor.practice.slug)


def _member(request, pk):
    see(request, Permission.STAFF_MANAGE)
    found = selectors.member(request.actor, pk)
    if found is None or found.ended_at is not None:
        raise Http404
    return found
