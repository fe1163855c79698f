"""`New message`: a form for each topic. Nothing is sent before its own form is filled in."""

from collections.abc import Callable
from dataclasses import dataclass

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from messaging import draft_panel, drafts, file_views, first_draft_views, selectors, topics
from messaging.forms.files import WithFiles
from messaging.forms.refills import RefillForm
from messaging.forms.topics import GeneralForm, InsuranceForm, ReferralForm, TopicForm
from messaging.services import asks, refills
from messaging.services.patient import send_message
from practice.http import invalid_status, page, posted


@dataclass(frozen=True)
class Asking:
    """What a topic asks, and the door that takes the answers."""

    form: type[TopicForm]
    send: Callable


ASKING = {
    topics.GENERAL: Asking(GeneralForm, send_message),
    "refill": Asking(RefillForm, refills.ask),
    "referral": Asking(ReferralForm, asks.ask_referral),
    "insurance": Asking(InsuranceForm, asks.report_insurance),
}


@require_http_methods(["GET", "HEAD", "POST"])
def new(request, topic=topics.GENERAL):
    """Write to the practice about this topic; or change the topic, and keep what was written."""
    chosen = _topic(request, topic)
    if request.method != "POST":
        return _as_left(request, chosen)
    form = _form(request, chosen, posted(request))
    if isinstance(form, WithFiles):
        file_views.send_up(request, form, request.patient)
    wanted = topics.find(request.actor, request.patient, request.POST.get("about", ""))
    if wanted and wanted != chosen:
        _turn_to(request, chosen, wanted, form)
        return _as_left(request, wanted)
    send = ASKING[chosen.name].send
    if sent := form.submit(lambda: send(by=request.actor, patient=request.patient, **form.facts())):
        messages.success(request, _("Sent. The answer will be here, and we will e-mail you when it is."))
        args = [request.actor.practice.slug, request.patient.pk]
        if form.several:
            return redirect("my:messaging:threads", *args)
        return redirect("my:messaging:thread", *args, sent.pk)
    kept = {"kept": form.file_ids} if isinstance(form, WithFiles) else {}
    return _page(request, chosen, form, first_draft_views.keep(request, request.patient, chosen.name, **kept))


def _turn_to(request, topic, wanted, form: TopicForm) -> None:
    """What was written about this topic becomes part of what is being written about the one wanted."""
    draft = selectors.first_draft(request.actor, request.patient, wanted.name)
    typed = dict(drafts.typed(draft).lists()) if draft else {}
    typed["body"] = ["\n\n".join(filter(None, [form.typed, *typed.get("body", [])]))]
    typed["kept"] = [*form.data.getlist("kept"), *typed.get("kept", [])]
    first_draft_views.end(request, request.patient, topic.name)
    first_draft_views.bring(request, request.patient, wanted.name, typed)


def _as_left(request, topic):
    """The topic's form as its writer left it, or empty."""
    actor, patient = request.actor, request.patient
    draft = selectors.first_draft(actor, patient, topic.name)
    initial = drafts.as_left(draft, selectors.waiting_files(actor, patient)) if draft else {}
    return _page(request, topic, _form(request, topic, initial=initial), draft)


def _topic(request, name: str):
    if name not in ASKING:
        raise Http404
    if (found := topics.find(request.actor, request.patient, name)) is None:
        raise PermissionDenied
    return found


def _form(request, topic, data=None, **more) -> TopicForm:
    return ASKING[topic.name].form(data, topic=topic, actor=request.actor, patient=request.patient, **more)


def _page(request, topic, form: TopicForm, draft):
    args = [request.actor.practice.slug, request.patient.pk]
    context = {
        "form": form,
        "title": topic.title,
        "about": request.patient.name,
        "draft": draft_panel.of_first(request.actor, request.patient, topic.name, draft),
        "promise": selectors.answer_promise(request.actor),
        "send_url": reverse("my:messaging:ask", args=[*args, topic.name]),
        "back_url": reverse("my:messaging:threads", args=args),
    }
    return page(request, "messaging/patient/new.html", context, status=invalid_status(form))
