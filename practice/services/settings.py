"""The portal's rules of one practice, and the texts people agree to."""

from collections.abc import Sequence

from django.utils.translation import gettext as _, gettext_lazy

from practice import email_policy as addresses, readiness
from practice.access import Permission
from practice.errors import Refused, announce_constraint
from practice.models import PortalSettings, StaffMember, TermsText
from practice.service import door

announce_constraint("settings_horizon_range", "horizon", gettext_lazy("Between 1 and 730 days."), "horizon_days")
announce_constraint("settings_notice_range", "notice", gettext_lazy("At most 2160 hours."), "notice_hours")
announce_constraint("settings_rounding_known", "rounding", gettext_lazy("Choose 15, 30 or 60 minutes."), "rounding")
announce_constraint(
    "settings_request_ways_known", "request_ways", gettext_lazy("Choose at least one of these."), "request_ways"
)
announce_constraint("settings_open_limit_range", "limit", gettext_lazy("Between 1 and 20."), "open_requests_limit")
announce_constraint("settings_hold_range", "hold", gettext_lazy("Between 1 and 336 hours."), "hold_hours")
announce_constraint(
    "settings_refill_repeat_range", "refill_repeat", gettext_lazy("Between 1 and 90 days."), "refill_repeat_days"
)
announce_constraint("settings_email_policy_known", "email_policy", gettext_lazy("Choose one of these."), "email_policy")
announce_constraint("settings_pin_days_known", "pin_days", gettext_lazy("Choose one of these."), "pin_days")
announce_constraint("settings_pin_uses_known", "pin_uses", gettext_lazy("Choose one of these."), "pin_uses")
announce_constraint(
    "settings_pending_holds_known", "pending_holds", gettext_lazy("Choose one of these."), "pending_holds"
)

SWITCH = ("requests_on", "requests_planned")
EDITABLE = (
    "requests_on",
    "use_cases",
    "provider_word",
    "case_word",
    "request_ways",
    "open_requests_limit",
    "horizon_days",
    "notice_hours",
    "rounding",
    "no_preference",
    "pending_holds",
    "hold_hours",
    "controlled_refills",
    "refill_repeat_days",
    "forward_gives_access",
    "email_policy",
    "pin_days",
    "pin_uses",
    "pin_in_message",
    "answer_promise",
    "last_resort",
)
WRITTEN = ("provider_word", "case_word", "answer_promise")
KEPT = ("planned", *(name for name in EDITABLE if name not in (*WRITTEN, "last_resort")))


@door(Permission.SETTINGS_EDIT, "settings.changed", keep=KEPT)
def edit_settings(
    *,
    by,
    settings,
    version: int,
    requests_on: bool,
    use_cases: bool,
    provider_word: str,
    case_word: str,
    request_ways: Sequence[str],
    open_requests_limit: int,
    horizon_days: int,
    notice_hours: int,
    rounding: int,
    no_preference: str,
    pending_holds: str,
    hold_hours: int,
    controlled_refills: bool,
    refill_repeat_days: int,
    forward_gives_access: bool,
    email_policy: str,
    pin_days: int | None,
    pin_uses: int | None,
    pin_in_message: bool,
    answer_promise: str,
    last_resort: StaffMember,
    planned: bool = False,
) -> PortalSettings:
    """Change the rules; `version` is the one the form was drawn from.

    With `planned`, requests that cannot be turned on yet are saved as not live: patients see nothing of them until
    somebody turns them on. Requests that are not live stay so here, whatever has been added since.
    Refuses when somebody saved meanwhile, when requests are turned on before everything is there, a notice longer
    than the horizon, a last resort who does not answer messages here, and `strict` while logins open several records.
    """
    settings = _locked(by, settings, version)
    _refuse_unfit(horizon_days, notice_hours, last_resort)
    if email_policy == "strict" and settings.email_policy != "strict":
        addresses.refuse_shared_logins(by)
    settings.email_policy = email_policy
    settings.use_cases, settings.request_ways = use_cases, list(request_ways)
    settings.provider_word, settings.case_word = provider_word, case_word
    settings.open_requests_limit = open_requests_limit
    settings.no_preference, settings.pending_holds, settings.hold_hours = no_preference, pending_holds, hold_hours
    settings.horizon_days, settings.notice_hours, settings.rounding = horizon_days, notice_hours, rounding
    settings.controlled_refills, settings.refill_repeat_days = controlled_refills, refill_repeat_days
    settings.forward_gives_access = forward_gives_access
    settings.pin_days, settings.pin_uses, settings.pin_in_message = pin_days, pin_uses, pin_in_message
    settings.answer_promise, settings.last_resort = answer_promise, last_resort
    settings.version += 1
    settings.save(update_fields=[*(name for name in EDITABLE if name not in SWITCH), "version"])
    # What is missing may depend on the rules just saved.
    settings.requests_on, settings.requests_planned = _live_or_planned(by, settings, requests_on, planned)
    settings.save(update_fields=SWITCH)
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
    settings.save(update_fields=[*SWITCH, "version"])
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
