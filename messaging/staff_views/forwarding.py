"""The forward window: to colleagues and departments."""

from django.contrib import messages
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from messaging import draft_views, drafts, inbox, receiving, selectors
from messaging.forms.forwarding import ForwardForm
from messaging.services import forwarding
from messaging.staff_views import center


@require_POST
def forward(request, thread):
    """To colleagues and departments, into their Unread Phone."""
    found = center.find(request, thread)
    form = window(request, found)
    if form.submit(lambda: _forward(request.actor, found, form)):
        messages.success(request, _("Forwarded."))
        gone = form.cleaned_data["completed"]
        return redirect(inbox.address(request.actor, center.tab_of(request))) if gone else center.back(request, found)
    draft_views.keep(request, found, "forward")
    return center.show(request, center.tab_of(request), found, form)


def window(request, thread) -> ForwardForm:
    """The window as it was sent, or as its writer left it, or empty."""
    actor = request.actor
    draft = None if request.method == "POST" else selectors.draft(actor, thread, "forward")
    departments, colleagues = list(selectors.departments(actor)), selectors.colleagues(actor)
    return ForwardForm(
        request.POST or None,
        left=drafts.typed(draft) if draft else None,
        departments=departments,
        colleagues=colleagues,
        barred=receiving.barred(actor, thread, colleagues, departments),
        may_give_access=actor.practice.settings.forward_gives_access,
    )


def _forward(actor, thread, form: ForwardForm):
    said = {name: form.cleaned_data[name] for name in ("note", "include_prior", "completed", "request_key")}
    given = form.given_access()
    return forwarding.forward(by=actor, thread=thread, to=form.receivers(), give_access=given, **said)
