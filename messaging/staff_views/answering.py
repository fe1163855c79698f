"""The reply window: to the patient side, or to the colleague who forwarded the thread."""

from django.contrib import messages
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from messaging import draft_views, drafts, file_views, inbox, kinds, meanwhile, selectors
from messaging.forms.answering import ReplyForm
from messaging.services import answering
from messaging.staff_views import center, rx
from practice.http import read_id

LONGEST_NUMBER = 9  # digits of a message's number, at most


@require_POST
def reply(request, thread):
    """To the patient side, or to the colleague who forwarded it: never to both in one message."""
    found = center.find(request, thread)
    if "revise" in request.POST:
        return center.show(request, center.tab_of(request), found, changed(request, found))
    form = window(request, found)
    file_views.send_up(request, form, found.patient, found)
    if request.POST.get("instead"):
        return _other_way(request, found, form)
    if form.must_confirm:
        return _not_sent(request, found, form)
    if sent := form.submit(lambda: _send(request, found, form)):
        if selectors.is_taken_back(sent):  # the same form again, by the browser's back button
            draft_views.keep(request, found, "reply")
            return center.back(request, found, do="reply")
        undo = inbox.undo_of(request.actor, sent, center.tab_of(request))
        messages.success(request, _sent_to(found, form), extra_tags=undo)
        gone = form.cleaned_data["after"] == answering.COMPLETED
        return redirect(inbox.address(request.actor, center.tab_of(request))) if gone else center.back(request, found)
    return _not_sent(request, found, form)


def window(request, thread) -> ReplyForm:
    """The window as it was sent, or as its writer left it, or empty."""
    if request.method == "POST":
        return _form(request, thread, request.POST)
    draft = selectors.draft(request.actor, thread, "reply")
    return _as_left(request, thread, draft) if draft else _form(request, thread)


def changed(request, thread, **fields) -> ReplyForm:
    """The window as it stood, not yet sent, with these fields changed by something pressed inside it."""
    typed = request.POST.dict() | {"kept": request.POST.getlist("kept")} | fields
    form = _form(request, thread, initial=typed)
    for said in file_views.send_up(request, form, thread.patient, thread):
        messages.error(request, said)
    draft_views.keep(request, thread, "reply", **_kept(request, form, fields))
    return form


def _form(request, thread, data=None, initial=None) -> ReplyForm:
    actor = request.actor
    facts = {"thread": thread, "delivery": selectors.delivery_of(actor, thread), "ways": kinds.ways_to_settle(thread)}
    return ReplyForm(data, initial=initial, waiting=selectors.waiting_files(actor, thread.patient), **facts)


def _as_left(request, thread, draft) -> ReplyForm:
    """The window with what its draft holds. What happened in the thread since is told at once, and counts as seen."""
    typed = drafts.typed(draft)
    request.rx = rx.as_left(request.actor, thread, typed)
    fields = {name: value for name, value in typed.dict().items() if name not in drafts.SEEN}
    fields["kept"] = drafts.files_of(draft, selectors.waiting_files(request.actor, thread.patient))
    fields["response"] = rx.response(typed, request.rx)
    form = _form(request, thread, initial=fields)
    form.began_at_number = _seen_before(thread, typed)
    return form


def _seen_before(thread, typed) -> int | None:
    """How far the writer had seen the thread, where something happened since."""
    number = typed.get("seen_number", "")
    if not number.isdecimal() or len(number) > LONGEST_NUMBER:
        return None
    completed, taken_by = typed.get("seen_completed") == "True", read_id(typed.get("seen_taken_by", ""))
    changed = meanwhile.has_changed(thread, int(number), completed, taken_by)
    return int(number) if changed else None


def _kept(request, form: ReplyForm, fields: dict) -> dict:
    """What of the window is not as this request brought it."""
    kept = {name: [value] for name, value in fields.items()} | {"kept": form.file_ids}
    return kept | rx.kept(request.rx) if hasattr(request, "rx") else kept


def _not_sent(request, found, form: ReplyForm):
    """The window again with what is wrong or must be confirmed; until then it is a draft."""
    draft_views.keep(request, found, "reply", kept=form.file_ids)
    if form.refusal:
        form.catch_up()
        found = center.find(request, found.pk)
    return center.show(request, center.tab_of(request), found, form)


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
    return _not_sent(request, found, form)


def _sent_to(thread, form: ReplyForm) -> str:
    name = form.colleague.user.name if form.internal else thread.account.name
    return _("Sent to %(name)s.") % {"name": name}
