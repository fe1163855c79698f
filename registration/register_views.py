"""Registering somebody for a patient, and the page that shows a new PIN once, to be printed."""

from datetime import datetime, timedelta
from uuid import UUID, uuid4

from django.contrib import messages
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from practice.access import Permission
from practice.errors import Refused
from practice.http import back_to, invalid_status, page, posted, read_id, see, through
from practice.letters import language
from practice.selectors import patients
from registration import paper, pins, selectors, services, standing
from registration.register_forms import RegisterForm

_SHOWN = "pin_shown"
SHOWN_FOR = timedelta(minutes=10)


@require_http_methods(["GET", "HEAD", "POST"])
@sensitive_post_parameters("answer")
def register(request, pk):
    """Register somebody who is to act for the patient, or a further guardian."""
    patient = _patient(request, pk)
    suggested = selectors.registering(request.actor, patient, read_id(request.GET.get("contact")))
    form = RegisterForm(posted(request), initial=suggested)
    made = form.submit(lambda: _register(request, patient, suggested.get("contact"), form.facts()))
    if made:
        return _made(request, patient, made, form.cleaned_data["print_pin"])
    return _register_page(request, patient, suggested, form)


def _register(request, patient, contact, facts: dict):
    same = contact if contact and contact.name == facts["name"] else None
    return services.register(by=request.actor, patient=patient, contact=same, **facts)


def _register_page(request, patient, suggested: dict, form: RegisterForm):
    actor, pin = request.actor, standing.pin(request.actor, patient)
    registered = selectors.portal_status(actor, patient) in selectors.HAVE_ACCESS
    form.show(pin, registered)
    title = _("Generate PIN for another guardian") if registered else _("Register")
    address, contact = suggested.get("email", ""), suggested.get("contact")
    others = [one for one in selectors.guardians_without_access(actor, patient) if one != contact]
    context = {
        "form": form,
        "patient": patient,
        "title": title,
        "registered": registered,
        "pin": pin,
        "pin_said": standing.issued(pin, actor) if pin else "",
        "pin_refused": bool(form.refusal and form.refusal.code == "pin_issued"),
        "others": others,
        "reprint_key": uuid4(),
        "bounced": address if selectors.has_bounced(actor, address) else "",
        "back": back_to(request, _file(request, patient)),
        "next": back_to(request, ""),
        "shared_url": _shared_url(request, form),
        "crumbs": [{"label": patient.name, "url": _file(request, patient)}, {"label": title}],
    }
    return page(request, "registration/staff/register.html", context, status=invalid_status(form))


def _shared_url(request, form: RegisterForm) -> str:
    """Where shared addresses are listed, for who may see it and has just met one."""
    refused = form.refusal and form.refusal.code in ("email-taken", "one-record", "shared")
    if not refused or not request.actor.may(Permission.REPORT_SEE):
        return ""
    return reverse("staff:portal:report_patients", args=[request.actor.practice.slug], query={"duplicates": "1"})


def _made(request, patient, invitation, print_pin: bool):
    """To the new PIN where it is to be handed over, else back with a word on what is on its way."""
    _say(request, invitation)
    in_person = invitation.channel == "none" or not request.actor.practice.settings.pin_in_message
    if invitation.proof == "pin" and (print_pin or in_person):
        return _show(request, invitation)
    return redirect(back_to(request, _file(request, patient)))


def _say(request, invitation) -> None:
    if invitation.channel == "email":
        if selectors.has_bounced(request.actor, invitation.email):
            said = _("The last e-mail to %(address)s could not be delivered. Look at Portal access in a few minutes.")
            messages.warning(request, said % {"address": invitation.email})
        messages.success(request, _("Registered. An e-mail is on its way to %(to)s.") % {"to": invitation.email})
    elif invitation.channel == "text":
        number = invitation.phone.as_national
        messages.success(request, _("Registered. A text message is on its way to %(to)s.") % {"to": number})


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def pin(request, pk):
    """A POST makes a new PIN instead of the one it names; the page shows what this session has just made."""
    patient = _patient(request, pk)
    if request.method == "POST":
        return _reprint(request, patient)
    invitation = _just_made(request, patient)
    if invitation is None:
        messages.info(request, _("A PIN is shown once. To hand one over again, make a new one."))
        return redirect("staff:registration:register", request.actor.practice.slug, patient.pk)
    address = paper.address(request.actor.practice)
    context = {
        "patient": patient,
        "invitation": invitation,
        "language": language(invitation.language),
        "pin": pins.spoken(invitation),
        "address": address,
        "code": paper.code(address),
        "closing": reverse("staff:registration:close_pin", args=[request.actor.practice.slug, patient.pk]),
        "crumbs": [{"label": patient.name, "url": _file(request, patient)}, {"label": _("PIN")}],
    }
    return page(request, "registration/staff/pin.html", context)


def _reprint(request, patient):
    old = through(lambda: selectors.invitation(request.actor, patient, read_id(request.POST.get("invitation"))))
    key = read_id(request.POST.get("request_key"))
    try:
        new = through(lambda: services.reprint(by=request.actor, invitation=old, request_key=key))
    except Refused as refusal:
        messages.error(request, refusal.message)
        return redirect("staff:registration:register", request.actor.practice.slug, patient.pk)
    return _show(request, new)


def _show(request, invitation):
    tab = reverse("staff:portal:access", args=[request.actor.practice.slug, invitation.patient_id])
    request.session[_SHOWN] = {
        "invitation": str(invitation.pk),
        "until": (request.actor.now + SHOWN_FOR).isoformat(),
        "back": back_to(request, tab),
    }
    return redirect("staff:registration:pin", request.actor.practice.slug, invitation.patient_id)


def _just_made(request, patient):
    """The PIN that this session made a few minutes ago, while it is in force."""
    shown = request.session.get(_SHOWN)
    if not shown or datetime.fromisoformat(shown["until"]) <= request.actor.now:
        return None
    found = standing.pin(request.actor, patient)
    return found if found and found.pk == UUID(shown["invitation"]) else None


@require_POST
def close_pin(request, pk):
    """It was printed or written down: from now on it is shown to nobody."""
    patient = _patient(request, pk)
    shown = request.session.pop(_SHOWN, {})
    return redirect(shown.get("back") or _file(request, patient))


def _patient(request, pk):
    see(request, Permission.ACCESS_MANAGE)
    return through(lambda: patients.patient(request.actor, pk))


def _file(request, patient) -> str:
    return reverse("staff:portal:file", args=[request.actor.practice.slug, patient.pk])
