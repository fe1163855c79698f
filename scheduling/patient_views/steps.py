"""What the pages of `Request an Appointment` have in common, and those with one question and a few answers."""

from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _, gettext_lazy

from practice import clock
from practice.selectors import frame
from scheduling import moments, selectors
from scheduling.forms import SendRequestForm, StepForm
from scheduling.patient_forms import PreferencesForm
from scheduling.patient_views.choices import ANYONE, steps_of
from scheduling.words import replaces_words, visit_words

QUESTIONS = {
    "who": gettext_lazy("Who is it for?"),
    "case": gettext_lazy("What is it about?"),
    "visit_type": gettext_lazy("What kind of visit?"),
    "location": gettext_lazy("Where would you like to come?"),
    "provider": gettext_lazy("Who would you like to see?"),
    "times": gettext_lazy("When would suit you?"),
    "review": gettext_lazy("What should we know?"),
}
LABELS = {"visit_type": gettext_lazy("Visit type"), "location": gettext_lazy("Location")}

TIMES = ("slot", "next_available", *(f"suits-{name}" for name in PreferencesForm.NAMES))


def url(request, step: str, pairs=()) -> str:
    """The address of a step in this person's tree, with the answers given."""
    name, more = ("request_who", ()) if step == "who" else ("request_step", (step,))
    path = reverse(f"my:scheduling:{name}", args=[request.actor.practice.slug, request.patient.pk, *more])
    return f"{path}?{urlencode(pairs)}" if pairs else path


def label(request, step: str) -> str:
    """What a question is about, in the words of this practice (D15)."""
    return LABELS.get(step) or request.actor.practice.settings.called(step)


def people(request) -> list:
    """The persons this account can ask a visit for online; looked up once a page."""
    if not hasattr(request, "people_who_may_request"):
        request.people_who_may_request = selectors.who_may_request(request.actor, frame.people(request.actor))
    return request.people_who_may_request


def carried(request) -> dict:
    """What was typed on the last page and travels back with the reader; empty when nothing was."""
    if request.method != "POST":
        return {}
    return {name: request.POST[name] for name in SendRequestForm.CARRIED if request.POST.get(name)}


def who(request, persons, missed: bool) -> dict:
    """The first page of an account with several persons."""
    options = [(str(person.pk), person.name) for person in persons]
    form = StepForm("person", QUESTIONS["who"], options, str(request.patient.pk), _choose() if missed else "")
    context = frame_of(request, "who", None, {})
    context["step"].update(action=url(request, "who"), bare=True)
    return {**context, "form": form}


def question(request, chosen, step: str, typed: dict, missed: bool) -> dict:
    """A page with one question and a few answers; the only answer there is comes chosen."""
    options = _options(chosen, step)
    current = dict(chosen.pairs()).get(step) or (options[0][0] if len(options) == 1 else "")
    form = StepForm(step, label(request, step), options, current, _choose() if missed else "")
    return {**frame_of(request, step, chosen, typed), "form": form}


def _choose() -> str:
    return _("Choose one to go on.")


def _options(chosen, step: str) -> list[tuple[str, str]]:
    rows = {
        "case": chosen.cases,
        "visit_type": chosen.visit_types,
        "location": chosen.locations,
        "provider": chosen.providers,
    }[step]
    options = [(str(row.pk), row.name) for row in rows]
    if step == "provider" and rows and chosen.may_leave_provider_open:
        options.insert(0, (ANYONE, _("No Preference")))
    return options


def slot(start, chosen_starts, zone) -> dict:
    """A time as a checkbox: `Tue, Nov 24, 8:15 am`."""
    return {
        "value": moments.write(start),
        "name": clock.moment(start, zone),
        "time": clock.time(start, zone),
        "checked": start in chosen_starts,
    }


def zone_note(request, chosen) -> str:
    return _("Times are %(zone)s.") % {"zone": clock.zone_label(chosen.location.zone, request.actor.now)}


def frame_of(request, step: str, chosen, typed: dict) -> dict:
    """What every page has: the question, where we are, the answers that travel, and the ways on and back."""
    several = len(people(request)) > 1
    order = [*(["who"] if several else []), *steps_of(request.actor.practice)]
    at = order.index(step)
    return {
        "step": {
            "number": at + 1,
            "total": len(order),
            "title": QUESTIONS[step],
            "lead": _lead(step, chosen),
            "replaces": replaces_words(chosen and chosen.replaces),
            "method": "post" if typed else "get",
            "action": url(request, order[at + 1]) if step != "review" else "",
            "hidden": [*_travelling(step, chosen), *typed.items()],
            **_way_back(request, order[at - 1] if at else "", chosen, typed),
            "leave_url": reverse("my:scheduling:appointments", args=[request.actor.practice.slug, request.patient.pk]),
            "leave": _("Leave"),
        },
        "person": {"name": request.patient.name, "show": several and step != "who"},
    }


def _travelling(step: str, chosen) -> list:
    """The answers given on other pages, which this one carries along."""
    if chosen is None:
        return []
    if step == "review" and not chosen.starts:  # only times have boxes to tick there
        return chosen.pairs()
    return chosen.pairs(*(TIMES if step == "times" else ("slot",) if step == "review" else (step,)))


def _way_back(request, before: str, chosen, typed: dict) -> dict:
    """A link to the step before; a button where it has to take along what was typed."""
    if not before:
        return {"back_url": "", "back_action": ""}
    if typed:
        return {"back_url": "", "back_action": url(request, before)}
    return {"back_url": url(request, before, chosen.pairs() if before != "who" else ()), "back_action": ""}


def _lead(step: str, chosen) -> str:
    """One sentence that says what is being asked for, once there is something to say."""
    if step == "times":
        said = _("%(visit)s. Choose up to three times; the practice confirms one.")
        if "slots" not in chosen.ways:
            said = _("%(visit)s. The practice looks for a time and tells you.")
        return said % {"visit": visit_words(chosen)}
    if step == "review":
        return _("%(visit)s. Nothing is booked until the practice confirms a time.") % {"visit": visit_words(chosen)}
    return ""
