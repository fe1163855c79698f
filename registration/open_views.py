"""Pages behind a mailed invitation, and a practice's texts. Opening a link any number of times changes nothing."""

from dataclasses import replace

from django.contrib.auth.decorators import login_not_required
from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from practice import accounts, sign_in
from practice.access import system_actor
from practice.http import invalid_status, page
from practice.selectors.public import as_seen, practice_named, text_in_force
from practice.standing import client_address
from registration import pin_views, selectors, services, tokens
from registration.forms import AcceptForm, AnswerForm, BirthDateAndPinForm, BirthDateForm, NewLoginForm

_PROVEN = "welcome"


@login_not_required
@never_cache
@sensitive_post_parameters("password")
def welcome(request, token):
    """The page behind the link: the birth date first, then a new login or the one they have."""
    invitation = tokens.invitation_of(token, timezone.now())
    if invitation is None:
        return _over(request)
    if (asked := _still_to_prove(request, invitation)) is not None:
        return asked
    if not invitation.email:  # it came as a text: they say how they will sign in
        return redirect("pin_account", invitation.practice.slug)
    login = accounts.find(invitation.email)
    if login is None or not login.has_usable_password():
        return _new_login(request, invitation)
    return _known_login(request, invitation, login)


def _over(request):
    return page(request, "registration/public/over.html", {}, status=404)


def _still_to_prove(request, invitation):
    """The page that asks for what is not proven yet: the birth date with the PIN, then the answer; None when all is."""
    if _has_proven_all(request, invitation):
        return None
    if invitation.proof == "question" and _has_proven(request, invitation, "born_on"):
        return _question(request, invitation)
    return _birth_date(request, invitation)


def _has_proven_all(request, invitation) -> bool:
    return _has_proven(request, invitation, "answer" if invitation.proof == "question" else "born_on")


def _has_proven(request, invitation, what: str) -> bool:
    return request.session.get(_PROVEN) in ([str(invitation.nonce), what], [str(invitation.nonce), "answer"])


def _birth_date(request, invitation):
    form = (BirthDateAndPinForm if invitation.proof == "pin" else BirthDateForm)(request.POST or None)

    def prove(by) -> bool:
        said = {name: form.cleaned_data[name] for name in ("born_on", "pin") if name in form.cleaned_data}
        return services.prove(by=by, invitation=invitation, **said)

    return _proof(request, invitation, form, "born_on", prove)


def _question(request, invitation):
    form = AnswerForm(request.POST or None, question=invitation.question)

    def prove(by) -> bool:
        return services.answer(by=by, invitation=invitation, answer=form.cleaned_data["answer"])

    return _proof(request, invitation, form, "answer", prove)


def _proof(request, invitation, form, what: str, prove):
    if form.is_bound and form.is_valid():
        if prove(_speaker(request, invitation)):
            request.session[_PROVEN] = [str(invitation.nonce), what]
            if not invitation.email and _has_proven_all(request, invitation):
                pin_views.keep(request, invitation, "self" if invitation.relationship == "self" else "child")
            return redirect("welcome", token=tokens.token(invitation))
        if tokens.invitation_of(tokens.token(invitation), timezone.now()) is None:
            return _over(request)
        form.add_error(what, _("This does not match what the practice has. After five tries the link stops working."))
    context = {"form": form, "practice": as_seen(invitation.practice)}
    return page(request, "registration/public/birth_date.html", context, status=invalid_status(form))


def _new_login(request, invitation):
    form = NewLoginForm(request.POST or None, email=invitation.email, initial={"name": invitation.name})
    grant = form.submit(lambda: _accept(request, invitation, form.cleaned_data)) if form.is_bound else None
    if grant is not None:
        return sign_in.enter(request, grant.user, _onwards(invitation, grant))
    return _show(request, invitation, form, "registration/public/new_login.html")


def _known_login(request, invitation, login):
    mine = request.user.is_authenticated and request.user.pk == login.pk
    form = AcceptForm(request.POST or None)
    if mine and form.is_bound and (grant := form.submit(lambda: _accept(request, invitation, {}, login))):
        return redirect(_onwards(invitation, grant))
    return _show(request, invitation, form, "registration/public/known_login.html", mine=mine)


def _show(request, invitation, form, template: str, **more):
    texts = selectors.texts_to_accept(invitation.practice, timezone.now())
    context = {"form": form, "practice": as_seen(invitation.practice), "invitation": invitation, "texts": texts, **more}
    return page(request, template, context, status=invalid_status(form))


def _accept(request, invitation, data: dict, login=None):
    by = replace(_speaker(request, invitation), user=login)
    texts = selectors.texts_to_accept(invitation.practice, by.now)
    facts = {name: data[name] for name in ("name", "password") if name in data}
    grant = services.accept(by=by, invitation=invitation, texts=texts, **facts)
    request.session.pop(_PROVEN, None)
    return grant


def _speaker(request, invitation):
    by = system_actor(invitation.practice, timezone.now(), "invitation")
    return replace(by, request_id=request.id, address=client_address(request))


def _onwards(invitation, grant) -> str:
    """To the next record that the same message invited to, else to the one that was just opened."""
    if another := selectors.next_of_group(invitation, timezone.now()):
        return reverse("welcome", args=[tokens.token(another)])
    return reverse("my:portal:home", args=[grant.practice.slug, grant.patient_id])


@login_not_required
@never_cache
@require_POST
def leave(request, token):
    """Somebody else is signed in: sign them out and come back to the invitation."""
    sign_in.leave(request)
    return redirect("welcome", token=token)


@login_not_required
@never_cache
@require_POST
def again(request, token):
    """Send me a new one: it goes to the address on file and nowhere else, and the answer is the same either way."""
    if found := tokens.read(token):
        services.renew(by=_speaker(request, found), invitation=found)
    return page(request, "registration/public/again.html", {})


@login_not_required
def text(request, practice, kind):
    """The terms or the privacy notice in force."""
    found = practice_named(practice)
    body = found and text_in_force(found, kind, timezone.now())
    if body is None:
        raise Http404
    return page(request, "registration/public/text.html", {"practice": as_seen(found), "text": body})
