"""The portal's rules of one practice."""

import pghistory
import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from practice.models.fields import uuid_key, words_check
from practice.tenancy import PracticeOwned

NO_PREFERENCE = {"nobody": _("Nobody"), "existing": _("Existing patients"), "everyone": _("Everyone")}
ROUNDINGS = (0, 15, 30, 60)
REQUEST_WAYS = {"slots": _("Chosen times"), "preferences": _("When it suits"), "next_available": _("Next available")}
PENDING_HOLDS = {"none": _("Nobody"), "patients": _("Other patients"), "everyone": _("Everybody")}
PIN_DAYS = {7: _("7 days"), 14: _("14 days"), 30: _("30 days"), None: _("Until it is used or replaced")}
PIN_USES = {1: _("One person"), 2: _("Two people"), None: _("As many as have it")}
EMAIL_POLICIES = {
    "family": _("Family: a parent's address and login serve several children"),
    "strict": _("Strict: an address and a login for each patient"),
}
TERMS_KINDS = {"terms": _("Terms of use"), "privacy": _("Privacy notice")}


def every_way() -> list[str]:
    """All ways to say when a visit is wanted."""
    return list(REQUEST_WAYS)


@pghistory.track()
class PortalSettings(PracticeOwned):
    """One row a practice. Hours are elapsed hours, days are days of the location's calendar.

    `pending_holds`: for whom the times of an undecided request are closed (D4). `hold_hours`: how long times that
    staff propose are kept. `request_ways`: how patients may say when (D3). Without `use_cases` every patient has one
    case that nobody has to choose; `provider_word` and `case_word` are what patients call them here (D15).
    `controlled_refills`: patients may ask for controlled medication online. `refill_repeat_days`: for how long asking
    for the same medication again is a duplicate. `forward_gives_access`: whoever forwards a conversation may give it to
    colleagues without access to the patient (X42).
    `pin_days` and `pin_uses`: how long a PIN works and for how many people; None is without end (D13).
    `email_policy`: how many records one address and one login may have (D1, `practice.email_policy`).
    `pin_in_message`: the welcome message carries the PIN; else it is handed over in person (V31).
    """

    audience = "everyone"

    practice = models.OneToOneField("practice.Practice", on_delete=models.PROTECT, related_name="settings")
    requests_on = models.BooleanField(default=False)
    requests_planned = models.BooleanField(default=False)  # wanted, but something is missing: saved as not live (J7)
    books_online = models.BooleanField(default=False)
    horizon_days = models.PositiveSmallIntegerField(default=60)
    notice_hours = models.PositiveSmallIntegerField(default=24)
    change_hours = models.PositiveSmallIntegerField(default=12)
    fee_window_hours = models.PositiveSmallIntegerField(default=24)
    rounding = models.PositiveSmallIntegerField(default=0)
    no_preference = models.CharField(max_length=10, choices=NO_PREFERENCE.items(), default="nobody")
    open_requests_limit = models.PositiveSmallIntegerField(default=3)
    pending_holds = models.CharField(max_length=10, choices=PENDING_HOLDS.items(), default="none")
    hold_hours = models.PositiveSmallIntegerField(default=48)
    request_ways = ArrayField(models.CharField(max_length=16), default=every_way)
    use_cases = models.BooleanField(default=True)
    provider_word = models.CharField(max_length=30, blank=True)
    case_word = models.CharField(max_length=30, blank=True)
    controlled_refills = models.BooleanField(default=True)
    refill_repeat_days = models.PositiveSmallIntegerField(default=7)
    forward_gives_access = models.BooleanField(default=False)
    email_policy = models.CharField(max_length=8, choices=EMAIL_POLICIES.items(), default="family")
    pin_days = models.PositiveSmallIntegerField(null=True, blank=True, default=14)
    pin_uses = models.PositiveSmallIntegerField(null=True, blank=True, default=1)
    pin_in_message = models.BooleanField(default=True)
    answer_promise = models.CharField(max_length=160, blank=True)
    last_resort = models.ForeignKey(
        "practice.StaffMember", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    version = models.PositiveIntegerField(default=1)

    def called(self, thing: str) -> str:
        """What patients of this practice call a `provider` or a `case` (D15)."""
        usual = {"provider": (self.provider_word, _("Provider")), "case": (self.case_word, _("Case"))}
        own, canonical = usual[thing]
        return own or str(canonical)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(horizon_days__range=(1, 730)), name="settings_horizon_range"),
            models.CheckConstraint(condition=Q(notice_hours__lte=2160), name="settings_notice_range"),
            models.CheckConstraint(condition=Q(rounding__in=ROUNDINGS), name="settings_rounding_known"),
            models.CheckConstraint(condition=Q(open_requests_limit__range=(1, 20)), name="settings_open_limit_range"),
            models.CheckConstraint(condition=Q(hold_hours__range=(1, 336)), name="settings_hold_range"),
            models.CheckConstraint(condition=Q(refill_repeat_days__range=(1, 90)), name="settings_refill_repeat_range"),
            models.CheckConstraint(
                condition=Q(requests_on=False) | Q(requests_planned=False), name="settings_live_or_planned"
            ),
            models.CheckConstraint(
                condition=Q(request_ways__contained_by=sorted(REQUEST_WAYS)) & ~Q(request_ways=[]),
                name="settings_request_ways_known",
            ),
            models.CheckConstraint(
                condition=Q(pin_days__isnull=True) | Q(pin_days__in=[7, 14, 30]), name="settings_pin_days_known"
            ),
            models.CheckConstraint(
                condition=Q(pin_uses__isnull=True) | Q(pin_uses__in=[1, 2]), name="settings_pin_uses_known"
            ),
            words_check("email_policy", EMAIL_POLICIES, "settings_email_policy_known"),
            words_check("no_preference", NO_PREFERENCE, "settings_no_preference_known"),
            words_check("pending_holds", PENDING_HOLDS, "settings_pending_holds_known"),
        ]


class TermsText(PracticeOwned):
    """A published version of the terms or the privacy notice. Append-only; the newest of its kind is in force."""

    audience = "everyone"

    id = uuid_key()
    kind = models.CharField(max_length=8, choices=TERMS_KINDS.items())
    body = models.TextField()
    published_at = models.DateTimeField()
    published_by = models.ForeignKey("practice.User", on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["practice", "id"], name="terms_in_practice"),
            words_check("kind", TERMS_KINDS, "terms_kind_known"),
        ]
        indexes = [models.Index(fields=["practice", "kind", "-published_at"], name="terms_in_force")]
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]
