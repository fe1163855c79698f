"""The portal's rules of one practice, and the texts people agree to."""

from django.utils.translation import gettext as _, gettext_lazy

from practice import readiness
from practice.access import Permission
from practice.errors import Refused, announce_constraint
from practice.models import PortalSettings, StaffMember, TermsText
from practice.service import door

announce_constraint("settings_horizon_range", "horizon", gettext_lazy("Between 1 and 730 days."), "horizon_days")
announce_constraint("settings_notice_range", "notice", gettext_lazy("At most 2160 hours."), "notice_hours")
announce_constraint("settings_rounding_known", "rounding", gettext_lazy("Choose 15, 30 or 60 minutes."), "rounding")
announce_constraint("settings_hold_range", "hold", gettext_lazy("Between 1 and 336 hours."), "hold_hours")
announce_constraint(
    "settings_pending_holds_known", "pending_holds", gettext_lazy("Choose one of these."), "pending_holds"
)

EDITABLE = (
    "requests_on",
    "horizon_days",
    "notice_hours",
    "rounding",
    "no_preference",
    "pending_holds",
    "hold_hours",
    "answer_promise",
    "last_resort",
)
KEPT = ("requests_on", "planned", "horizon_days", "notice_hours", "rounding", "pending_holds", "hold_hours")


@door(Permission.SETTINGS_EDIT, "settings.changed", keep=KEPT)
def edit_settings(
    *,
    by,
    settings,
    version: int,
    requests_on: bool,
    horizon_days: int,
    notice_hours: int,
    rounding: int,
    no_preference: str,
    pending_holds: str,
    hold_hours: int,
    answer_promise: str,
    last_resort: StaffMember,
    planned: bool = False,
) -> PortalSettings:
    """Change the rules; `version` is the one the form was drawn from.

    With `planned`, requests that cannot be turned on yet are saved as not live: patients see nothing of them until
    somebody turns them on. Requests that are not live stay so here, whatever has been added since.
    Refuses when somebody saved meanwhile, when requests are turned on before everything is there, a notice longer
    than the horizon, and a last resort who does not answer messages here.
    """
    settings = _locked(by, settings, version)
    _refuse_unfit(horizon_days, notice_hours, last_resort)
    settings.requests_on, settings.requests_planned = _live_or_planned(by, settings, requests_on, planned)
    settings.no_preference, settings.pending_holds, settings.hold_hours = no_preference, pending_holds, hold_hours
    settings.horizon_days, settings.notice_hours, settings.rounding = horizon_days, notice_hours, rounding
    settings.answer_promise, settings.last_resort = answer_promise, last_resort
    settings.version += 1
    settings.save(update_fields=[*EDITABLE, "requests_planned", "version"])
    return settings


@door(Permission.SETTINGS_EDIT, "requests.turned_on")
def turn_requests_on(*, by, settings) -> PortalSettings:
    """Let patients see what was saved as not live. Refuses `not_planned` when it is not any more, and `not_ready`."""
    settings = PortalSettings.objects.visible_to(by).select_for_update(no_key=True).get(pk=settings.pk)
    if settings.requests_on:
        return settings
    if not settings.requests_planned:
        raise Refused("not_planned", _("Somebody else has turned Appointment Requests off meanwhile."))
    _refuse_not_ready(by)
    settings.requests_on, settings.requests_planned = True, False
    settings.version += 1
    settings.save(update_fields=["requests_on", "requests_planned", "version"])
    return settings


@door(Permission.SETTINGS_EDIT, "terms.published", keep=("kind",))
def publish_terms(*, by, kind, body) -> TermsText:
    """Publish a new version of the terms or the privacy notice; earlier ones stay on record. Refuses the same text."""
    now_in_force = TermsText.objects.visible_to(by).filter(kind=kind).order_by("-published_at").first()
    if now_in_force and now_in_force.body == body:
        raise Refused("terms_unchanged", _("This is the text already in force."), "body")
    return TermsText.objects.create(
        practice=by.practice, kind=kind, body=body, published_at=by.now, published_by=by.user
    )


def _locked(by, settings: PortalSettings, version: int) -> PortalSettings:
    settings = PortalSettings.objects.visible_to(by).select_for_update(no_key=True).get(pk=settings.pk)
    if settings.version != version:
        raise Refused("settings_changed", _("Somebody else saved these settings meanwhile."))
    return settings


def _live_or_planned(by, settings: PortalSettings, wanted: bool, planned: bool) -> tuple[bool, bool]:
    """Whether requests are live after this, and whether they are only planned."""
    if not wanted or settings.requests_on:
        return wanted, False
    if settings.requests_planned or (planned and _missing(by)):
        return False, True
    _refuse_not_ready(by)
    return True, False


def _refuse_unfit(horizon_days: int, notice_hours: int, last_resort: StaffMember) -> None:
    if notice_hours > horizon_days * 24:
        raise Refused("notice_exceeds_horizon", _("This is longer than patients may look ahead."), "notice_hours")
    if not last_resort.answers_messages:
        raise Refused("last_resort_needed", _("Choose somebody here with the Messages duty."), "last_resort")


def _refuse_not_ready(by) -> None:
    if missing := _missing(by):
        said = _("Not yet: the list says what is missing. You can save this as not live meanwhile.")
        raise Refused("not_ready", said, "requests_on", missing=missing)


def _missing(by) -> list[str]:
    return [str(need.text) for need in readiness.needs(by) if not need.met]
