"""`Request an Appointment`: one question a page. Steps are read by GET; only `Send request` changes anything."""

from django.http import Http404
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from practice.access import Permission
from practice.http import page, see
from scheduling import selectors, services
from scheduling.forms import SendRequestForm
from scheduling.models import AppointmentRequest
from scheduling.patient_views import choices, replacing, requested, review, steps, times
from scheduling.patient_views.own import own

STEP = "patient/step.html"
REVIEW = "scheduling/patient/request_review.html"


@require_safe
def begin(request):
    """The way in: who it is for, when there is more than one person, else the first question."""
    see(request, Permission.REQUEST_MAKE)
    first = "who" if len(steps.people(request)) > 1 else _first(request)
    return redirect(steps.url(request, first))


@require_safe
def who(request):
    """Choose the person; the answer leads into that person's tree."""
    see(request, Permission.REQUEST_MAKE)
    people = steps.people(request)
    if not people:
        return closed(request, status=404)
    wanted = next((person for person in people if str(person.pk) == request.GET.get("person")), None)
    if len(people) == 1:
        wanted = people[0]
    if wanted:
        return redirect("my:scheduling:request_step", request.actor.practice.slug, wanted.pk, _first(request))
    missed = "person" in request.GET
    return page(request, STEP, steps.who(request, people, missed), status=422 if missed else 200)


@require_http_methods(["GET", "POST"])  # a POST carries text already written, which must not stand in an address
def step(request, step):
    """Ask one question, or an earlier one that has no answer yet."""
    see(request, Permission.REQUEST_MAKE)
    order = choices.steps_of(request.actor.practice)
    if step not in order:
        raise Http404
    data = request.POST if request.method == "POST" else request.GET
    chosen = _read(request, data)
    if not chosen.case_options:
        return closed(request, SendRequestForm(data), status=404)
    shown = min(step, chosen.open_step, key=order.index)
    return show(request, chosen, shown, missed=shown != step)


def show(request, chosen, step, *, missed=False, form=None, status=200):
    """Draw one step. `missed`: the reader went on without an answer here. `form`: the last page as it was sent."""
    typed = steps.carried(request)
    if step == "review":
        form = form or SendRequestForm(initial=typed or _written_before(chosen))
        return page(request, REVIEW, review.review(request, chosen, form), status=status)
    status = 422 if missed else status
    if step == "times":
        context = times.times(request, chosen, typed, missed)
        return page(request, STEP, context, fragment="scheduling/patient/_slots.html", status=status)
    return page(request, STEP, steps.question(request, chosen, step, typed, missed), status=status)


@require_POST
def send(request):
    """Make the request. Nothing written is lost whatever the answer."""
    see(request, Permission.REQUEST_MAKE)
    chosen, form = _read(request, request.POST), SendRequestForm(request.POST)
    if not chosen.case_options:
        return closed(request, form, status=409)
    if chosen.open_step != "review":
        return show(request, chosen, chosen.open_step, missed=True)
    made = form.submit(lambda: services.request(by=request.actor, **_arguments(request, chosen, form)))
    if made:
        return redirect("my:scheduling:request_sent", request.actor.practice.slug, request.patient.pk, made.pk)
    if form.refusal and form.refusal.code == "requests_off":
        return closed(request, form, status=409)
    if form.refusal and (named := (form.refusal.field or "").removeprefix("suits_")) in chosen.suits.fields:
        chosen.suits.add_error(named, form.refusal.message)
        return show(request, chosen, "times", status=409)
    if form.refusal and form.refusal.extra.get("mine"):  # sent again, and knowingly, it replaces that one
        chosen.replaces = selectors.request_of(request.actor, request.patient, form.refusal.extra["request"])
    return show(request, chosen, "review", form=form, status=form.refused_status)


def _read(request, data) -> choices.Choices:
    chosen = choices.read(request.actor, request.patient, data)
    chosen.replaces = replacing.named(request)
    return chosen


def _written_before(chosen) -> dict:
    """The words of the request that is being changed."""
    return {"reason": chosen.replaces.reason} if chosen.replaces else {}


def _first(request) -> str:
    return choices.steps_of(request.actor.practice)[0]


def _arguments(request, chosen, form) -> dict:
    return {
        "patient": request.patient,
        "case": chosen.case,
        "visit_type": chosen.visit_type,
        "location": chosen.location,
        "provider": chosen.provider,
        "starts": list(chosen.starts),
        "preferences": chosen.suits.said,
        "reason": form.cleaned_data["reason"],
        "insurance": form.insurance,
        "replaces": chosen.replaces,
        "acknowledged": form.cleaned_data["acknowledged"],
        "request_key": form.cleaned_data["request_key"],
    }


def closed(request, form=None, *, status):
    """Requests cannot be made online here now: say so, give the phone, and give back what was written."""
    written = (form.data.get("reason") or "") if form else ""
    off = not request.actor.practice.settings.requests_on
    context = {"person": request.patient, "off": off, "written": written}
    return page(request, "scheduling/patient/request_closed.html", context, status=status)


@require_safe
def sent(request, request_id):
    """`Requested, not booked`: what was asked for and what happens next; later what came of it."""
    see(request, Permission.REQUEST_MAKE)
    made = own(request, AppointmentRequest, request_id)
    context = requested.done(request, made)
    if context is None:
        return redirect("my:scheduling:appointments", request.actor.practice.slug, request.patient.pk)
    return page(request, "patient/done.html", context)
