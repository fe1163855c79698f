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

EDITABLE = (
    "requests_on",
    "horizon_days",
    "notice_hours",
    "rounding",
    "no_preference",
    "answer_promise",
    "last_resort",
)


@door(Permission.SETTINGS_EDIT, "settings.changed", keep=("requests_on", "horizon_days", "notice_hours", "rounding"))
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
    answer_promise: str,
    last_resort: StaffMember,
) -> PortalSettings:
    """Change the rules; `version` is the one the form was drawn from.

    Refuses when somebody saved meanwhile, when requests are turned on before everything is there, a notice longer
    than the horizon, and a last resort who does not answer messages here.
    """
    settings = _locked(by, settings, version)
    if requests_on and not settings.requests_on:
        _refuse_not_ready(by)
    _refuse_unfit(horizon_days, notice_hours, last_resort)
    settings.requests_on, settings.no_preference = requests_on, no_preference
    settings.horizon_days, settings.notice_hours, settings.rounding = horizon_days, notice_hours, rounding
    settings.answer_promise, settings.last_resort = answer_promise, last_resort
    settings.version += 1
    settings.save(update_fields=[*EDITABLE, "version"])
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


def _refuse_unfit(horizon_days: int, notice_hours: int, last_resort: StaffMember) -> None:
    if notice_hours > horizon_days * 24:
        raise Refused("notice_exceeds_horizon", _("This is longer than patients may look ahead."), "notice_hours")
    if not last_resort.answers_messages:
        raise Refused("last_resort_needed", _("Choose somebody here with the Messages duty."), "last_resort")


def _refuse_not_ready(by) -> None:
    missing = [str(need.text) for need in readiness.needs(by) if not need.met]
    if missing:
        said = _("Not yet: the list says what is missing. You can save the rest meanwhile.")
        raise Refused("not_ready", said, "requests_on", missing=missing)
