"""The reply window: to the patient side, or to the colleague who forwarded the thread."""

from django.contrib import messages
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from messaging import file_views, inbox, kinds, selectors
from messaging.forms.answering import ReplyForm
from messaging.services import answering
from messaging.staff_views import center, rx


@require_POST
def reply(request, thread):
    """To the patient side, or to the colleague who forwarded it: never to both in one message."""
    found = center.find(request, thread)
    form = window(request, found)
    file_views.send_up(request, form, found.patient, found)
    if form.submit(lambda: _send(request, found, form)):
        messages.success(request, _sent_to(found, form))
        gone = form.cleaned_data["after"] == answering.COMPLETED
        return redirect(inbox.address(request.actor, center.tab_of(request))) if gone else center.back(request, found)
    if form.refusal:
        form.catch_up()
        found = center.find(request, thread)
    return center.show(request, center.tab_of(request), found, form)


def window(request, thread) -> ReplyForm:
    """The window as it was sent, or empty."""
    delivery = selectors.delivery_of(request.actor, thread)
    facts = {"thread": thread, "delivery": delivery, "ways": kinds.ways_to_settle(thread)}
    return ReplyForm(request.POST or None, waiting=selectors.waiting_files(request.actor, thread.patient), **facts)


def changed(request, thread, **fields) -> ReplyForm:
    """The window as it stood, not yet sent, with these fields changed by something pressed inside it."""
    delivery, ways = selectors.delivery_of(request.actor, thread), kinds.ways_to_settle(thread)
    typed = request.POST.dict() | {"kept": request.POST.getlist("kept")} | fields
    waiting = selectors.waiting_files(request.actor, thread.patient)
    form = ReplyForm(initial=typed, thread=thread, delivery=delivery, ways=ways, waiting=waiting)
    for said in file_views.send_up(request, form, thread.patient, thread):
        messages.error(request, said)
    return form


def _send(request, thread, form: ReplyForm):
    said = {name: form.cleaned_data[name] for name in ("response", "seen_number", "seen_completed", "request_key")}
    said |= {
        "by": request.actor,
        "thread": thread,
        "after_sending": form.cleaned_data["after"],
        "attachments": form.attachments,
    }
    if decide := rx.door(request, thread):
        return decide(to=form.colleague if form.internal else None, **said)
    if form.internal:
        return answering.answer_internally(to=form.colleague, **said)
    return answering.reply(handled=form.cleaned_data.get("handled", ""), **said)


def _sent_to(thread, form: ReplyForm) -> str:
    name = form.colleague.user.name if form.internal else thread.account.name
    return _("Sent to %(name)s.") % {"name": name}
