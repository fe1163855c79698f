"""The list of a staff member who sees *Listed patients*: a part of the person's page, with doors of its own."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _, ngettext
from django.views.decorators.http import require_POST

from practice.access import Permission
from practice.errors import NotVisible, Refused
from practice.http import see, through
from practice.selectors import directory, patients as selectors
from practice.services import staff as doors

OFFERED = 10


def context(request, member) -> dict:
    """What the page draws: the list with its pages and, where something was searched, who could be added."""
    actor, words = request.actor, request.GET.get("q", "").strip()
    on_list = selectors.on_list_of(member)
    here = {name: _id(request.GET.get(name, "")) for name in ("after", "before")}
    listed = selectors.search(actor, within=on_list, **here)
    offered = selectors.search(actor, words, within=~on_list, size=OFFERED) if words else None
    return {"words": words, "listed": listed, "pager": _pager(actor, member, listed), "offered": offered}


def address(request, member) -> str:
    """The list on the person's page."""
    return reverse("staff:practice:person", args=[request.actor.practice.slug, member.pk]) + "#listed"


@require_POST
def add(request, member):
    """Put one patient on the list."""
    found, patient = _member(request, member), _patient(request, request.POST.get("patient", ""))
    try:
        through(lambda: doors.list_patient(by=request.actor, member=found, patient=patient))
    except Refused as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(request, _("%(name)s sees %(patient)s now.") % {"name": found, "patient": patient.name})
    return _back(request, found)


@require_POST
def remove(request, member, patient):
    """Take one patient off the list."""
    found, patient = _member(request, member), _patient(request, patient)
    through(lambda: doors.unlist_patient(by=request.actor, member=found, patient=patient))
    said = _("%(name)s does not see %(patient)s any more.")
    messages.success(request, said % {"name": found, "patient": patient.name})
    return _back(request, found)


def _pager(actor, member, listed) -> dict:
    base = reverse("staff:practice:person", args=[actor.practice.slug, member.pk])
    count = ngettext("%(n)s patient", "%(n)s patients", listed.total) % {"n": listed.total}
    shown = _("%(shown)s of %(count)s") % {"shown": len(listed.rows), "count": count}
    return {
        "text": count if len(listed.rows) == listed.total else shown,
        "newer_url": f"{base}?before={listed.before}" if listed.before else "",
        "older_url": f"{base}?after={listed.after}" if listed.after else "",
        "newer": _("Previous"),
        "older": _("Next"),
    }


def _member(request, pk):
    see(request, Permission.STAFF_MANAGE)
    found = directory.member(request.actor, pk)
    if found is None or found.ended_at is not None:
        raise Http404
    return found


def _patient(request, pk):
    try:
        return selectors.patient(request.actor, _id(str(pk)))
    except NotVisible as error:
        raise Http404 from error


def _id(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def _back(request, member):
    return redirect(address(request, member))
