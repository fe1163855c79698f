"""Accepting an invitation to a practice's staff. Opening the link changes nothing: mail scanners open links too."""

from django.contrib.auth.decorators import login_not_required
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from practice import invitations, sign_in
from practice.errors import Refused
from practice.forms.staff import JoinForm
from practice.http import DoorForm, invalid_status, posted
from practice.selectors import public
from practice.services import staff as doors


@login_not_required
@never_cache
@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
def join(request, token):
    """The page behind the link: a new login says its name and a password, an existing one signs in and accepts."""
    member = invitations.member_of(token, timezone.now())
    if member is None:
        return render(request, "practice/public/join_over.html", status=404)
    if member.user.has_usable_password():
        return _accept_as_known(request, member)
    form = JoinForm(posted(request), user=member.user, initial={"name": invitations.name_given(member.user)})
    if request.method == "POST" and (joined := _accepted(request, form, member)):
        return sign_in.enter(request, joined.user, reverse("staff:portal:start", args=[member.practice.slug]))
    context = {"member": member, "practice": public.as_seen(member.practice), "form": form}
    return render(request, "practice/public/join.html", context, status=invalid_status(form))


def _accept_as_known(request, member):
    form = DoorForm(posted(request))
    mine = request.user == member.user
    if request.method == "POST" and mine and _accepted(request, form, member):
        return redirect("staff:portal:start", member.practice.slug)
    context = {"member": member, "practice": public.as_seen(member.practice), "form": form, "mine": mine}
    return render(request, "practice/public/join_known.html", context, status=invalid_status(form))


def _accepted(request, form, member):
    """The member as the door left it, or None with the reason on the form."""
    if not form.is_valid():
        return None
    by = invitations.actor(member, timezone.now(), request.id)
    facts = {name: form.cleaned_data[name] for name in ("name", "password") if name in form.fields}
    try:
        return doors.join(by=by, member=member, nonce=member.invite_nonce, **facts)
    except Refused as refusal:
        form.add_error(refusal.field if refusal.field in form.fields else None, refusal.message)
        return None
