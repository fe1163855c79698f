"""The account page of the patients' side."""

from django.contrib import messages
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from practice import addresses
from practice.http import invalid_status, page
from practice.selectors import frame
from practice.services import logins
from registration.forms import MyDetailsForm


def account(request):
    """My name, the people I act for, sign-in and security, the practice's texts."""
    form = MyDetailsForm(request.POST or None, initial={"name": request.user.name})
    if form.is_bound and form.submit(lambda: logins.rename(by=request.actor, name=form.cleaned_data["name"])):
        messages.success(request, _("Saved."))
        return redirect("my:registration:account", request.actor.practice.slug, request.patient.pk)
    unproven = bool(request.user.email) and not addresses.is_proven(request.user)
    context = {"form": form, "persons": frame.people(request.actor), "unproven": unproven}
    return page(request, "registration/patient/account.html", context, status=invalid_status(form))
