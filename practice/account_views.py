"""Sign-in, sign-out, passwords and sessions: the same doors for both sides."""

import uuid

from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.tokens import default_token_generator
from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from practice import accounts, devices, limits, outbox, sessions, sign_in as signing_in
from practice.forms.accounts import AskResetForm, ChangePasswordForm, NewPasswordForm, SignInForm
from practice.http import back_to, page
from practice.models import User
from practice.standing import client_address

REFUSED_STATUS = {"wrong": 422, "too-many": 429}


@login_not_required
@never_cache
@sensitive_post_parameters("password")
def sign_in(request):
    """Name and password; a second factor follows for those who have one."""
    if request.user.is_authenticated:
        return redirect(back_to(request, reverse("home")))
    form = SignInForm(request.POST or None)
    user = form.submit(lambda: _check(request, form.cleaned_data)) if form.is_bound else None
    if user is not None:
        return signing_in.enter(request, user, back_to(request, reverse("home")))
    status = REFUSED_STATUS[form.refusal.code] if form.refusal else 422 if form.errors else 200
    return page(request, "account/sign_in.html", {"form": form, "next": back_to(request, "")}, status=status)


def _check(request, data: dict) -> User:
    return signing_in.check(request, name=data["name"], password=data["password"], now=timezone.now())


@login_not_required
@never_cache
def sign_out(request):
    """End the session (POST). Merely opening the address changes nothing."""
    response = redirect("home")
    if request.method == "POST":
        signing_in.leave(request)
        devices.leave(request, response)
        response["Clear-Site-Data"] = '"cache"'
    return response


@login_not_required
@never_cache
def ask_reset(request):
    """Ask for a link to set a new password. The answer is the same whether or not anybody has this address."""
    form = AskResetForm(request.POST or None)
    if form.is_bound and form.is_valid():
        _queue_reset(request, form.cleaned_data)
        return redirect("account_reset_password_done")
    return page(request, "account/reset_ask.html", {"form": form}, status=422 if form.errors else 200)


def _queue_reset(request, data: dict) -> None:
    now, name = timezone.now(), accounts.canonical(data["name"])
    network = limits.network(client_address(request))
    if not limits.take(limits.PASSWORD_RESET, name, network, now=now):
        return
    user = accounts.find(name)
    # A row is queued for strangers too, and dropped when it is due: the answer takes as long either way.
    key = f"password-reset:{name and limits.digest(name)}:{data['request_key'] or uuid.uuid4()}"
    outbox.put(practice=None, notice="account.password-reset", subject=user or User(), recipient=user, key=key, now=now)
    accounts.note(request, "account.reset-asked", user)


@login_not_required
@never_cache
def reset_sent(request):
    return page(request, "account/reset_sent.html", {})


@login_not_required
@never_cache
@sensitive_post_parameters("password")
def reset(request, user_id, token):
    """Set a new password with a mailed link. Opening it changes nothing; using it ends every session."""
    user = accounts.active(user_id)
    if user is None or not default_token_generator.check_token(user, token):
        return page(request, "account/reset_stale.html", {}, status=410)
    form = NewPasswordForm(request.POST or None, user=user)
    if form.is_bound and form.is_valid():
        accounts.set_password(user, form.cleaned_data["password"])
        sessions.end_all(user)
        accounts.note(request, "account.password-reset", user)
        messages.success(request, _("Your new password is set. Sign in with it."))
        return redirect("account_login")
    return page(request, "account/reset.html", {"form": form}, status=422 if form.errors else 200)


def security(request):
    """What protects this login."""
    return page(request, "account/security.html", sessions.overview(request))


@sensitive_post_parameters("current", "password")
def change_password(request):
    form = ChangePasswordForm(request.POST or None, user=request.user)
    if form.is_bound and form.is_valid():
        accounts.set_password(request.user, form.cleaned_data["password"])
        update_session_auth_hash(request, request.user)
        sessions.keep_only_this(request)
        accounts.note(request, "account.password-changed", request.user)
        messages.success(request, _("Your password is changed. You are signed out everywhere else."))
        return redirect("security")
    return page(request, "account/change_password.html", {"form": form}, status=422 if form.errors else 200)


@require_POST
def end_session(request, session_id):
    """Sign one of my other browsers out."""
    if not sessions.end_one(request, session_id):
        raise Http404
    messages.success(request, _("That browser is signed out."))
    return redirect("security")


@require_POST
def end_other_sessions(request):
    """Sign every other browser of mine out."""
    sessions.keep_only_this(request)
    messages.success(request, _("You are signed out everywhere else."))
    return redirect("security")
