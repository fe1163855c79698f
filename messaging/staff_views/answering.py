"""The reply window: to the patient side, or to the colleague who forwarded the thread."""

from django.contrib import messages
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from messaging import file_views, inbox, kinds, selectors
from messaging.forms.answering import WEB_PORTAL_USER, ReplyForm
from messaging.services import answering
from messaging.staff_views import center, rx
from practice.http import read_id


@require_POST
def reply(request, thread):
    """To the patient side, or to the colleague who forwarded it: never to both in one message."""
    found = center.find(request, thread)
    form = window(request, found)
    if "revise" in request.POST:
        return center.show(request, center.tab_of(request), found, changed(request, found))
    file_views.send_up(request, form, found.patient, found)
    if request.POST.get("instead"):
        return _other_way(request, found, form)
    if form.must_confirm:
        return center.show(request, center.tab_of(request), found, form)
    if sent := form.submit(lambda: _send(request, found, form)):
        if selectors.is_taken_back(sent):  # the same form again, by the browser's back button
            return center.back(request, found, do="reply", again=str(sent.pk))
        undo = inbox.undo_of(request.actor, sent, center.tab_of(request))
        messages.success(request, _sent_to(found, form), extra_tags=undo)
        gone = form.cleaned_data["after"] == answering.COMPLETED
        return redirect(inbox.address(request.actor, center.tab_of(request))) if gone else center.back(request, found)
    if form.refusal:
        form.catch_up()
        found = center.find(request, thread)
    return center.show(request, center.tab_of(request), found, form)


def window(request, thread) -> ReplyForm:
    """The window as it was sent; or empty, but for what was in a message that was taken `again`."""
    actor, again = request.actor, request.GET.get("again", "")
    waiting = selectors.waiting_files(actor, thread.patient)
    initial = None
    if again and (text := selectors.taken_back_text(actor, thread, read_id(again))):
        initial = {"to": WEB_PORTAL_USER, "response": text, "kept": [str(file.pk) for file in waiting]}
    facts = {"thread": thread, "delivery": selectors.delivery_of(actor, thread), "ways": kinds.ways_to_settle(thread)}
    return ReplyForm(request.POST or None, initial=initial, waiting=waiting, **facts)


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
    names = ("response", "seen_number", "seen_completed", "seen_taken_by", "request_key")
    said = {name: form.cleaned_data[name] for name in names}
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


def _other_way(request, found, form: ReplyForm):
    """What the portal cannot bring is kept for colleagues, to be told by phone or sent as a letter."""
    way, actor = request.POST["instead"], request.actor

    def keep():
        kept = {name: form.cleaned_data[name] for name in ("response", "request_key")}
        return answering.note_other_way(by=actor, thread=found, way=way, **kept)

    if form.submit(keep):
        messages.success(request, _("Kept in the thread for colleagues. Complete it when it is done."))
        return center.back(request, found)
    return center.show(request, center.tab_of(request), found, form)


def _sent_to(thread, form: ReplyForm) -> str:
    name = form.colleague.user.name if form.internal else thread.account.name
    return _("Sent to %(name)s.") % {"name": name}
