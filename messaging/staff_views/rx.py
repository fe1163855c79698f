"""`Rx` in the reply window: what stands open, what is chosen, and the door that sends it. Nothing is kept meanwhile."""

from dataclasses import dataclass

from django.urls import reverse

from messaging import drafts, inbox, rx_offer
from messaging.forms.prescribing import RxForm
from messaging.place import Place
from messaging.services import refills
from practice.errors import Refused

LINE = "rx_line"


@dataclass
class Rx:
    """`open`: the list stands beside the message. `line`: what is refilled on sending, empty when nothing is."""

    form: RxForm
    open: bool = False
    line: str = ""


def tool(request, thread, place: Place, window) -> dict | None:
    """Rx as the reply window draws it; None for who may not refill here."""
    if not rx_offer.is_offered(request.actor, thread):
        return None
    rx = getattr(request, "rx", None) or as_sent(request, thread)
    if rx.line and window.refusal and window.refusal.field in rx.form.fields:
        rx.open = True
        rx.form.add_error(window.refusal.field, window.refusal.message)
    return {
        "url": inbox.act(request.actor, "rx", thread, place),
        "list_url": reverse("staff:portal:medications", args=[request.actor.practice.slug, thread.patient_id]),
        "form": rx.form,
        "open": rx.open,
        "line": rx.line,
    }


def as_sent(request, thread) -> Rx:
    """Rx as the window sent it: what was chosen before stays chosen."""
    line = request.POST.get(LINE, "")
    form = RxForm(request.POST if line else None, offer=rx_offer.offer(request.actor, thread))
    return Rx(form, line=line)


def as_left(actor, thread, typed) -> Rx | None:
    """Rx as a draft holds it: open where it was open, and where what is chosen is not what the response says.

    What is sent later is then what can be read there. None for who may not refill here.
    """
    if not rx_offer.is_offered(actor, thread):
        return None
    offer, line = rx_offer.offer(actor, thread), typed.get(LINE, "")
    form = RxForm(typed, offer=offer)
    if line and form.is_valid() and str(form.order()) == line and line in typed["response"]:
        return Rx(form, line=line)
    return Rx(RxForm(initial=form.chosen(), offer=offer), open=bool(line or form.chosen()), line=line)


def kept(rx: Rx) -> dict:
    """What a draft holds of Rx, where that is not what the window brought."""
    if rx.line:
        return {LINE: [rx.line]}
    return {} if rx.open else {name: [] for name in drafts.RX}


def response(typed, rx: Rx | None) -> str:
    """The text of a draft, without the line about a refill that can no longer go with it."""
    return typed["response"] if rx else typed["response"].replace(typed.get(LINE, ""), "").strip()


def door(request, thread):
    """What answers this thread when the window is sent with a refill in it, or as a denial; None for other answers."""
    if "deny" in request.POST:
        ask_to_book = "ask_to_book" in request.POST
        return lambda **said: refills.deny(ask_to_book=ask_to_book, **said)
    if not request.POST.get(LINE):
        return None
    chosen = as_sent(request, thread).form
    if not chosen.is_valid():
        field, errors = next(iter(chosen.errors.items()))
        raise Refused("rx_incomplete", errors[0], field)
    order = chosen.order()
    facts = {name: getattr(order, name) for name in ("medication", "pharmacy", "quantity", "refills")}
    return lambda **said: refills.refill(**facts, considered=list(order.considered), **said)
