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

from messaging import file_views, selectors, topics
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
    form = _form(request, chosen, posted(request))
    if isinstance(form, WithFiles):
        file_views.send_up(request, form, request.patient)
    wanted = topics.find(request.actor, request.patient, request.POST.get("about", ""))
    if wanted and wanted != chosen:
        return _page(
            request, wanted, _form(request, wanted, initial={"body": form.typed, "kept": form.data.getlist("kept")})
        )
    send = ASKING[chosen.name].send
    if sent := form.submit(lambda: send(by=request.actor, patient=request.patient, **form.facts())):
        messages.success(request, _("Sent. The answer will be here, and we will e-mail you when it is."))
        args = [request.actor.practice.slug, request.patient.pk]
        if form.several:
            return redirect("my:messaging:threads", *args)
        return redirect("my:messaging:thread", *args, sent.pk)
    return _page(request, chosen, form)


def _topic(request, name: str):
    if name not in ASKING:
        raise Http404
    if (found := topics.find(request.actor, request.patient, name)) is None:
        raise PermissionDenied
    return found


def _form(request, topic, data=None, **more) -> TopicForm:
    return ASKING[topic.name].form(data, topic=topic, actor=request.actor, patient=request.patient, **more)


def _page(request, topic, form: TopicForm):
    args = [request.actor.practice.slug, request.patient.pk]
    context = {
        "form": form,
        "title": topic.title,
        "about": request.patient.name,
        "promise": selectors.answer_promise(request.actor),
        "send_url": reverse("my:messaging:ask", args=[*args, topic.name]),
        "back_url": reverse("my:messaging:threads", args=args),
    }
    return page(request, "messaging/patient/new.html", context, status=invalid_status(form))
