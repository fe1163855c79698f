"""`I have a PIN`: what stands on the paper first, then a login for it; or another child for a login that is there.

Opening the pages changes nothing.
"""

from dataclasses import replace

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _, gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from practice import limits, sign_in
from practice.access import Actor, system_actor
from practice.errors import Refused
from practice.http import invalid_status, page, posted
from practice.models import Practice
from practice.selectors.public import as_seen, practice_named
from practice.standing import client_address
from registration import selectors, services, trying
from registration.models import Invitation
from registration.pin_forms import AddChildForm, ComeForm, NewcomerForm, PinForm

NO_MATCH = gettext_lazy("PIN and birth date do not match. If they should, ask the practice for a new PIN.")
_KEPT = "pin"  # in the session: which invitation was shown to be theirs, and for whom they come


@login_not_required
@never_cache
@sensitive_post_parameters("pin")
@require_http_methods(["GET", "HEAD", "POST"])
def pin(request, practice):
    """Who it is for, the PIN and the birth date."""
    place = _place(practice)
    form = PinForm(posted(request), initial={"whose": "child"})
    if found := form.submit(lambda: _look_up(request, _speaker(request, place), form.cleaned_data)):
        keep(request, found, form.cleaned_data["whose"])
        return redirect("pin_account", place.slug)
    context = {"form": form, "practice": as_seen(place)}
    return page(request, "registration/public/pin.html", context, status=invalid_status(form))


@login_not_required
@never_cache
@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
def account(request, practice):
    """A new login, or the one they are signed in with, for whom the PIN is."""
    place = _place(practice)
    invitation, whose = _kept(request, place)
    if invitation is None:
        return redirect("pin", place.slug)
    known = request.user.is_authenticated
    form = _account_form(request, invitation, whose, known=known)
    if grant := form.submit(lambda: _come(request, place, invitation, form)):
        del request.session[_KEPT]
        home = reverse("my:portal:home", args=[place.slug, grant.patient_id])
        return redirect(home) if known else sign_in.enter(request, grant.user, home)
    texts = selectors.texts_to_accept(place, timezone.now())
    context = {"form": form, "practice": as_seen(place), "patient": invitation.patient, "texts": texts}
    return page(request, "registration/public/pin_account.html", context, status=invalid_status(form))


@login_not_required
@never_cache
@require_POST
def leave(request, practice):
    """Somebody else is signed in: sign them out and ask for the PIN again."""
    sign_in.leave(request)
    return redirect("pin", practice)


@sensitive_post_parameters("pin")
def add_child(request):
    """Another child of this login: the birth date and the PIN the practice gave for it."""
    form = AddChildForm(request.POST or None)
    if grant := form.submit(lambda: _add(request, form.cleaned_data)):
        said = _("From now on you also act for %(name)s.") % {"name": grant.patient.given_name}
        messages.success(request, said)
        return redirect("my:portal:home", request.actor.practice.slug, grant.patient_id)
    texts = selectors.texts_to_accept(request.actor.practice, request.actor.now)
    context = {"form": form, "texts": texts}
    return page(request, "registration/patient/add_child.html", context, status=invalid_status(form))


def _place(slug: str) -> Practice:
    if found := practice_named(slug):
        return found
    raise Http404


def _speaker(request, place: Practice) -> Actor:
    by = system_actor(place, timezone.now(), "PIN")
    return replace(by, request_id=request.id, address=client_address(request))


def _look_up(request, by: Actor, said: dict) -> Invitation:
    """The invitation, or Refused (`no_match`) in the same words for what is wrong, used, replaced, too old or locked.

    Wrong tries count for the network they come from, whichever PIN they try; a right one forgets them.
    """
    network = limits.network(client_address(request))
    may_try = limits.take(limits.PIN, network, now=by.now)
    found = services.find_by_pin(by=by, pin=said["pin"], born_on=said["born_on"]) if may_try else None
    if found is None:
        raise Refused("no_match", str(NO_MATCH), "pin")
    limits.clear(limits.PIN, network)
    return found


def keep(request, invitation: Invitation, whose: str) -> None:
    """This browser has shown all that the invitation asks for; `account` goes on from here."""
    request.session[_KEPT] = {"invitation": str(invitation.pk), "nonce": str(invitation.nonce), "whose": whose}


def _kept(request, place: Practice) -> tuple[Invitation | None, str]:
    """The invitation whose PIN and birth date this browser has shown, if it can still be used, and for whom."""
    kept = request.session.get(_KEPT, {})
    found = selectors.shown(place, kept["invitation"], kept["nonce"]) if kept else None
    return (found, kept["whose"]) if found and trying.is_open(found, timezone.now()) else (None, "")


def _account_form(request, invitation: Invitation, whose: str, *, known: bool) -> ComeForm:
    # No name and no address: whoever has the paper may be another guardian than whom it was made for (T-11).
    initial = {"relationship": invitation.relationship if invitation.relationship != "self" else "parent"}
    return (ComeForm if known else NewcomerForm)(posted(request), whose=whose, initial=initial)


def _come(request, place: Practice, invitation: Invitation, form: ComeForm):
    by = replace(_speaker(request, place), user=request.user if request.user.is_authenticated else None)
    facts = {"relationship": "self"} | form.facts()
    return services.accept(by=by, invitation=invitation, texts=selectors.texts_to_accept(place, by.now), **facts)


def _add(request, said: dict):
    # The child is nobody's they act for yet, so that the practice speaks for the PIN as on its own page.
    by = system_actor(request.actor.practice, request.actor.now, "PIN")
    by = replace(by, request_id=request.actor.request_id, address=request.actor.address)
    found = _look_up(request, by, said)
    texts = selectors.texts_to_accept(by.practice, by.now)
    mine = replace(by, user=request.actor.user)
    return services.accept(by=mine, invitation=found, texts=texts, relationship=said["relationship"])
