"""Pressing `Rx` and what stands in it: a step of the reply window, which keeps what was typed. Nothing is sent."""

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from messaging import prescribing as rules, rx_offer
from messaging.forms.prescribing import RxForm
from messaging.models import BODY_LENGTH
from messaging.staff_views import answering, center
from messaging.staff_views.rx import LINE, Rx


@require_POST
def rx(request, thread):
    """Open the medication list beside the message, put what is chosen there into the response, or leave it."""
    found, pressed = center.find(request, thread), request.POST.get("rx", "")
    if not rx_offer.is_offered(request.actor, found):
        raise PermissionDenied
    steps = {"add": _add, "close": _close}
    request.rx = steps.get(pressed, _open)(request, found)
    response = _with_line(request.POST.get("response", ""), request.POST.get(LINE, ""), request.rx)
    return center.show(request, center.tab_of(request), found, answering.changed(request, found, response=response))


def _open(request, thread) -> Rx:
    offer, line = rx_offer.offer(request.actor, thread), request.POST.get(LINE, "")
    return Rx(RxForm(request.POST if line else None, offer=offer), open=True, line=line)


def _add(request, thread) -> Rx:
    """The line for the response, or the list again with what is missing."""
    form = RxForm(request.POST, offer=rx_offer.offer(request.actor, thread))
    order = form.submit(lambda: _checked(thread, form.order()))
    if order is None:
        return Rx(form, open=True, line=request.POST.get(LINE, ""))
    if len(request.POST.get("response", "")) + len(str(order)) + 2 > BODY_LENGTH:
        form.add_error(None, _("With this line the response is too long: at most %(n)s.") % {"n": BODY_LENGTH})
        return Rx(form, open=True, line=request.POST.get(LINE, ""))
    return Rx(form, line=str(order))


def _close(request, thread) -> Rx:
    return Rx(RxForm(offer=rx_offer.offer(request.actor, thread)))


def _checked(thread, order):
    """Stop here already for what would stop it on sending."""
    rules.refuse_unsafe(thread, order)
    return order


def _with_line(response: str, before: str, rx: Rx) -> str:
    """The response with the line that says what is refilled, instead of the one that said it before."""
    if rx.open:
        return response
    if before and before in response:
        return response.replace(before, rx.line).strip()
    return "\n\n".join(filter(None, [response.rstrip(), rx.line]))
