"""Page or fragment, and forms that go through a door. The only place where refusals become HTML."""

import uuid
from collections.abc import Callable
from uuid import UUID

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest
from django.shortcuts import render
from django.utils.html import format_html

from practice.errors import NotAllowed, NotVisible, Refused


def page(request: HttpRequest, template: str, context: dict, *, fragment: str | None = None, status: int = 200):
    """Render the page, or the fragment the page itself includes when htmx asked for it."""
    chosen = fragment if fragment and request.htmx and not request.htmx.boosted else template
    return render(request, chosen, context, status=status)


def through(call: Callable[[], object]):
    """Call a door; not visible becomes 404 and not allowed 403. A Refused passes on to whoever can show it."""
    try:
        return call()
    except NotVisible as error:
        raise Http404 from error
    except NotAllowed as error:
        raise PermissionDenied from error


class DoorForm(forms.Form):
    """A form that checks shape and type only, carries its request key, and shows a door's refusal beside a field."""

    request_key = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial.setdefault("request_key", uuid.uuid4())
        self.refusal: Refused | None = None

    def submit(self, call: Callable[[], object]):
        """Run the door if the form is valid. Returns its result, or None with the reason on the form."""
        if not self.is_valid():
            return None
        try:
            return through(call)
        except Refused as refusal:
            self.refusal = refusal
            self.add_error(refusal.field if refusal.field in self.fields else None, refusal.message)
            return None


def posted(request: HttpRequest):
    """What a form is bound to: the fields sent, which may be none, or None when the page is only looked at."""
    return request.POST if request.method == "POST" else None


def see(request: HttpRequest, permission) -> None:
    """Refuse (403) a page whose actor does not hold the permission; reading lists is no door, so they ask here.

    On the patients' side it must be held for the person in the address: another child's full access does not count.
    """
    patient = getattr(request, "patient", None)
    if not request.actor.may(permission, patient.pk if patient else None):
        raise PermissionDenied


def linked(text: str, url: str, link: str):
    """A sentence for `messages` with a link at its end."""
    return format_html('{} <a href="{}">{}</a>', text, url, link)


def invalid_status(form: forms.Form) -> int:
    """422 for a bound form with errors, so that clients can tell a refusal from a page; 200 otherwise."""
    return 422 if form.is_bound and form.errors else 200


def read_id(value) -> UUID | None:
    """The id that somebody sent, or None when it is not one; no row has that."""
    try:
        return UUID(str(value))
    except ValueError:
        return None


def back_to(request: HttpRequest, default: str) -> str:
    """The `next` of the request when it stays on this host, else the default."""
    from django.utils.http import url_has_allowed_host_and_scheme

    wanted = request.POST.get("next") or request.GET.get("next") or ""
    safe = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
    return wanted if safe and wanted.startswith("/") else default
