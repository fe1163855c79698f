"""Messages as patients and guardians see them. Opening a thread marks nothing; a small POST on its page does."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from messaging import conversation, draft_panel, draft_views, drafts, file_views, selectors
from messaging.forms.patient import AnswerForm, ReadForm
from messaging.services import patient as doors
from practice.access import Permission
from practice.http import invalid_status, page, see, through


@require_safe
def threads(request):
    """All threads about this person: unread first, then the newest."""
    see(request, Permission.THREAD_READ)
    context = conversation.threads(request.actor, request.patient, request.GET.get("after", ""))
    return page(request, "messaging/patient/threads.html", context)


@require_safe
def thread(request, thread):
    """One thread, with a reply box."""
    found, waiting = _thread(request, thread), _waiting(request)
    draft = selectors.draft(request.actor, found, "answer")
    left = draft and {"body": draft.body, "kept": drafts.files_of(draft, waiting)}
    return _thread_page(request, found, AnswerForm(initial=left, waiting=waiting), draft)


@require_POST
def answers(request, thread):
    """Say something more in a thread."""
    found = _thread(request, thread)
    form = AnswerForm(request.POST, waiting=_waiting(request))
    file_views.send_up(request, form, request.patient)
    if form.submit(lambda: _answer(request, found, form)):
        messages.success(request, _("Sent."))
        return redirect("my:messaging:thread", request.actor.practice.slug, request.patient.pk, found.pk)
    return _thread_page(request, found, form, draft_views.keep(request, found, "answer", kept=form.file_ids))


@require_POST
def reading(request, thread):
    """The thread has been read: htmx sends this by itself once the page stands, a button without scripts."""
    found, form = _thread(request, thread), ReadForm(request.POST)
    last = selectors.message(request.actor, found, form.cleaned_data["up_to"]) if form.is_valid() else None
    if last is not None:
        through(lambda: doors.read_thread(by=request.actor, thread=found, up_to=last))
    if request.htmx:
        return HttpResponse()
    return redirect("my:messaging:thread", request.actor.practice.slug, request.patient.pk, found.pk)


def _answer(request, found, form: AnswerForm):
    said = {name: form.cleaned_data[name] for name in ("body", "acknowledged", "request_key")}
    return doors.answer(by=request.actor, thread=found, attachments=form.attachments, **said)


def _thread_page(request, found, form: AnswerForm, draft):
    through(lambda: doors.show_thread(by=request.actor, thread=found))
    context = conversation.thread(request.actor, found)
    if request.actor.may(Permission.THREAD_WRITE, request.patient.pk):
        context |= {"form": form, "draft": draft_panel.of_answer(request.actor, found, draft)}
    return page(request, "messaging/patient/thread.html", context, status=invalid_status(form))


def _thread(request, thread_id):
    see(request, Permission.THREAD_READ)
    found = selectors.own_thread(request.actor, request.patient, thread_id)
    if found is None:
        raise Http404
    return found


def _waiting(request):
    return selectors.waiting_files(request.actor, request.patient)
