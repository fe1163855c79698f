"""The Message Center. A GET previews; whatever changes something is a POST to a thing of its own (settled 18)."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from messaging import inbox, kinds, selectors
from messaging.forms.staff import CompleteForm, ForwardForm, ReplyForm
from messaging.services import staff as doors
from practice.errors import Refused
from practice.http import page, through

READER = "messaging/staff/_reader.html"


@require_safe
def tab(request, tab="unread-portal"):
    """One tab: its list, and below it the message that `selected` names, with the window that `do` opens."""
    if tab not in inbox.TABS:
        raise Http404
    thread = _thread(request, request.GET["selected"]) if request.GET.get("selected") else None
    windows = {"reply": _reply_form, "forward": _forward_form, "complete": _complete_form}
    window = windows.get(request.GET.get("do", "")) if thread else None
    return _center(request, tab, thread, window(request, thread) if window else None)


@require_POST
def opening(request, thread):
    """Read for me: the row leaves my unread tab. On the way to the reply window when `do` says so."""
    found = _thread(request, thread)
    through(lambda: doors.open_thread(by=request.actor, thread=found))
    do = "reply" if request.GET.get("do") == "reply" else ""
    return _back(request, found, do=do)


@require_POST
def unreading(request, thread):
    """Unread for me again."""
    return _act(request, thread, doors.mark_unread, _("Marked as unread."), stay=False)


@require_POST
def reopening(request, thread):
    """Completing taken back."""
    return _act(request, thread, doors.reopen, _("Open again, in the inboxes it was in."))


@require_POST
def completion(request, thread):
    """Out of all inboxes; where the kind asks how it was handled, with that window."""
    found = _thread(request, thread)
    form = _complete_form(request, found)
    if not form.fields["handled"].choices:
        return _act(request, thread, doors.complete, _("Completed."), stay=False)
    if "request_key" not in request.POST:  # the button, not the window
        return _back(request, found, do="complete")
    if form.submit(lambda: doors.complete(by=request.actor, thread=found, handled=form.cleaned_data["handled"])):
        messages.success(request, _("Completed."))
        return redirect(inbox.address(request.actor, _tab_of(request)))
    return _center(request, _tab_of(request), found, form)


@require_POST
def reply(request, thread):
    """To the patient side, or to the colleague who forwarded it: never to both in one message."""
    found = _thread(request, thread)
    form = _reply_form(request, found)
    if form.submit(lambda: _send(request.actor, found, form)):
        messages.success(request, _sent_to(found, form))
        gone = form.cleaned_data["after"] == doors.COMPLETED
        return redirect(inbox.address(request.actor, _tab_of(request))) if gone else _back(request, found)
    if form.refusal:
        form.catch_up()
        found = _thread(request, thread)
    return _center(request, _tab_of(request), found, form)


@require_POST
def forwarding(request, thread):
    """To colleagues and departments, into their Unread Phone."""
    found = _thread(request, thread)
    form = _forward_form(request, found)
    if form.submit(lambda: _forward(request.actor, found, form)):
        messages.success(request, _("Forwarded."))
        gone = form.cleaned_data["completed"]
        return redirect(inbox.address(request.actor, _tab_of(request))) if gone else _back(request, found)
    return _center(request, _tab_of(request), found, form)


def _center(request, tab: str, thread, form=None):
    """The page, or only the reader when htmx asks for a preview."""
    actor, after = request.actor, request.GET.get("after", "")
    context = _reading(request, tab, after, thread, form) if thread else {}
    status = 422 if form is not None and form.is_bound and form.errors else 200
    if thread and request.htmx.target == "reader" and not request.htmx.history_restore_request:
        return page(request, READER, context, status=status)
    shelf = inbox.shelf(actor, tab, after, thread)
    request.unread_total = shelf.pop("unread_total")  # the rail need not count again
    return page(request, "messaging/staff/inbox.html", shelf | context, status=status)


def _reading(request, tab: str, after: str, thread, form) -> dict:
    actor = request.actor
    through(lambda: doors.preview(by=actor, thread=thread))
    shown = selectors.thread_page(actor, thread)
    context = inbox.reader(actor, shown, tab, after)
    return context | _window(actor, form, shown, tab, after) if form is not None else context


def _window(actor, form, shown, tab: str, after: str) -> dict:
    """The reply, forward or complete window under the thread, as its template wants it."""
    name, act = {ReplyForm: ("reply", "reply"), ForwardForm: ("forward", "forwarding")}.get(
        type(form), ("complete", "completion")
    )
    window = {
        "url": inbox.act(actor, act, shown.thread, tab),
        "cancel_url": inbox.address(actor, tab, after=after, selected=str(shown.thread.pk)),
        "form": form,
        "to": inbox.whose(shown.thread, shown.relationship),
    }
    return {name: window}


def _thread(request, thread_id):
    try:
        found = selectors.thread(request.actor, UUID(str(thread_id)))
    except ValueError as error:
        raise Http404 from error
    if found is None:
        raise Http404
    return found


def _tab_of(request) -> str:
    tab = request.GET.get("tab", "")
    return tab if tab in inbox.TABS else "open"


def _back(request, thread, **query):
    return redirect(inbox.address(request.actor, _tab_of(request), selected=str(thread.pk), **query))


def _act(request, thread_id, door, said: str, *, stay: bool = True):
    found = _thread(request, thread_id)
    try:
        through(lambda: door(by=request.actor, thread=found))
        messages.success(request, said)
    except Refused as refusal:
        messages.error(request, refusal.message)
        stay = True
    return _back(request, found) if stay else redirect(inbox.address(request.actor, _tab_of(request)))


def _reply_form(request, thread) -> ReplyForm:
    delivery = selectors.delivery_of(request.actor, thread)
    return ReplyForm(request.POST or None, thread=thread, delivery=delivery, ways=kinds.ways_to_settle(thread))


def _forward_form(request, thread) -> ForwardForm:
    actor = request.actor
    return ForwardForm(
        request.POST or None,
        departments=selectors.departments(actor),
        colleagues=selectors.colleagues(actor),
    )


def _complete_form(request, thread) -> CompleteForm:
    return CompleteForm(request.POST or None, ways=kinds.ways_to_settle(thread))


def _send(actor, thread, form: ReplyForm):
    said = {name: form.cleaned_data[name] for name in ("response", "seen_number", "seen_completed", "request_key")}
    said |= {"by": actor, "thread": thread, "after_sending": form.cleaned_data["after"]}
    if form.internal:
        return doors.answer_internally(to=form.colleague, **said)
    return doors.reply(handled=form.cleaned_data.get("handled", ""), **said)


def _forward(actor, thread, form: ForwardForm):
    said = {name: form.cleaned_data[name] for name in ("note", "include_prior", "completed", "request_key")}
    return doors.forward(by=actor, thread=thread, to=form.receivers(), **said)


def _sent_to(thread, form: ReplyForm) -> str:
    name = form.colleague.user.name if form.internal else thread.account.name
    return _("Sent to %(name)s.") % {"name": name}
