"""Who works here: invited, joined, their duties and patients, and the day they leave."""

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _, gettext_lazy

from practice import accounts, handover, invitations, providers
from practice.access import Permission
from practice.errors import Refused, announce_constraint
from practice.models import PatientAccess, PortalSettings, Provider, StaffMember, User
from practice.service import door

announce_constraint(
    "one_open_membership", "already_staff", gettext_lazy("This person is already in the directory."), "email"
)
announce_constraint("user_email_unique", "email_taken", gettext_lazy("This address was just taken."), "email")
announce_constraint("staff_member_duties_known", "duties_unknown", gettext_lazy("Choose at least one duty."), "duties")


@door(Permission.STAFF_MANAGE, "staff.invited", keep=("duties", "patient_scope"))
def invite_staff(*, by, email, duties, patient_scope="all", locations=()) -> StaffMember:
    """Add a person by address and send them a link. Refuses somebody who is already in the directory."""
    invitations.lock_practice(by.practice)
    user = invitations.login_for(email, by.now)
    if StaffMember.objects.visible_to(by).filter(user=user, ended_at=None).exists():
        raise Refused("already_staff", _("This person is already in the directory."), "email")
    _refuse_scope(patient_scope, locations)
    member = StaffMember.objects.create(
        practice=by.practice, user=user, duties=sorted(duties), patient_scope=patient_scope, invited_at=by.now
    )
    member.scope_locations.set(locations)
    invitations.send(member, by.now)
    return member


@door(Permission.STAFF_MANAGE, "staff.invited_again")
def resend_invitation(*, by, member) -> StaffMember:
    """Send a new link; the old one dies. Refuses somebody who has joined or left."""
    member = _locked(by, member)
    if member.joined_at is not None:
        raise Refused("already_joined", _("%(name)s has already joined.") % {"name": member})
    invitations.send(member, by.now)
    return member


def _by_invitation(by, **_arguments) -> bool:
    """Nobody signed in may join for somebody else: the caller speaks for the link, as a system actor."""
    return False


@door(None, "staff.joined", allow=_by_invitation)
def join(*, by, member, nonce, name="", password="") -> StaffMember:
    """Accept an invitation: a new login gets its name and password, an existing one keeps its own.

    Refuses a link that was used or replaced meanwhile, an empty name, and a weak password.
    """
    member = _rows_to_change().get(pk=member.pk)
    if member.invite_nonce != nonce or not invitations.is_waiting(member, by.now):
        raise Refused("invitation_over", _("This invitation no longer works."))
    if not member.user.has_usable_password():
        _set_up_login(member.user, name, password)
    member.joined_at, member.invite_nonce = by.now, None
    member.save(update_fields=["joined_at", "invite_nonce"])
    return member


@door(Permission.STAFF_MANAGE, "staff.changed", keep=("duties", "patient_scope"))
def edit_staff(*, by, member, duties, patient_scope, locations=()) -> list[str]:
    """Change what a person does and whose records they see; returns a sentence for each kind of work that moved.

    Refuses more rights for oneself, taking Administration from the last administrator, and taking Messages from the
    last resort. Without Messages a person leaves their departments, and what only they had moves on (X37).
    """
    invitations.lock_practice(by.practice)
    member = _locked(by, member)
    if member == by.member:
        _refuse_promotion(member, duties, patient_scope, locations)
    if "admin" not in duties:
        _refuse_last_admin(by, member, "duties")
    _refuse_scope(patient_scope, locations)
    stops_answering = "messages" in set(member.duties) - set(duties)
    if stops_answering:
        _refuse_mute_last_resort(by, member)
    member.duties, member.patient_scope = sorted(duties), patient_scope
    member.save(update_fields=["duties", "patient_scope"])
    member.scope_locations.set(locations)
    return handover.messages_taken(by=by, member=member) if stops_answering else []


@door(Permission.STAFF_MANAGE, "staff.patient_listed")
def list_patient(*, by, member, patient) -> PatientAccess:
    """Put a patient on the member's list: whose scope is *Listed patients* sees these and nobody else (R4).

    Refuses while the scope is another. A patient who is on the list already stays on it.
    """
    member = _locked(by, member)
    if member.patient_scope != "listed":
        raise Refused("scope_not_listed", _("%(name)s does not work with a list of patients.") % {"name": member})
    return PatientAccess.objects.get_or_create(practice=by.practice, member=member, patient=patient)[0]


@door(Permission.STAFF_MANAGE, "staff.patient_unlisted")
def unlist_patient(*, by, member, patient) -> None:
    """Take a patient off the member's list."""
    member = _locked(by, member)
    PatientAccess.objects.visible_to(by).filter(member=member, patient=patient).delete()


@door(Permission.STAFF_MANAGE, "staff.deactivated", keep=("end_provider",))
def deactivate_staff(*, by, member, last_resort=None, end_provider=False) -> list[str]:
    """End a membership and hand its open work on; returns a sentence for each kind of work that moved.

    `end_provider` also ends the provider whose login it is. Refuses the last administrator, and whoever is the last
    resort unless `last_resort` names another (X39).
    """
    invitations.lock_practice(by.practice)
    member = _locked(by, member)
    _refuse_last_admin(by, member, None)
    _replace_last_resort(by, member, last_resort)
    member.ended_at, member.invite_nonce = by.now, None
    member.save(update_fields=["ended_at", "invite_nonce"])
    moved = handover.staff_leaving(by=by, member=member)
    provider = Provider.objects.visible_to(by).filter(member=member, ended_at=None).first()
    if end_provider and provider is not None:
        moved += providers.end(by=by, provider=provider)
    return moved


def _rows_to_change():
    return StaffMember.objects.select_for_update(no_key=True, of=("self",)).select_related("user", "practice")


def _locked(by, member) -> StaffMember:
    member = _rows_to_change().visible_to(by).get(pk=member.pk)
    if member.ended_at is not None:
        raise Refused("staff_ended", _("%(name)s no longer works here.") % {"name": member})
    return member


def _refuse_last_admin(by, member: StaffMember, field: str | None) -> None:
    admins = StaffMember.objects.visible_to(by).filter(
        duties__contains=["admin"], joined_at__isnull=False, ended_at=None
    )
    if "admin" in member.duties and member.is_active and not admins.exclude(pk=member.pk).exists():
        said = _("%(name)s is the last administrator. Make somebody else an administrator first.")
        raise Refused("last_admin", said % {"name": member}, field)


def _refuse_promotion(member: StaffMember, duties, patient_scope, locations) -> None:
    if set(duties) - set(member.duties):
        raise Refused("own_duties", _("Ask another administrator to give you further duties."), "duties")
    kept = set(member.scope_locations.values_list("pk", flat=True))
    # A list may hold anybody, put there while the scope was another.
    widens = {
        "all": True,
        "locations": bool({place.pk for place in locations} - kept),
        "listed": member.patient_scope != "listed",
    }
    if member.patient_scope != "all" and widens[patient_scope]:
        raise Refused("own_scope", _("Ask another administrator to give you further patients."), "patient_scope")


def _refuse_scope(patient_scope: str, locations) -> None:
    if patient_scope == "locations" and not locations:
        raise Refused("scope_empty", _("Choose at least one location."), "locations")


def _refuse_mute_last_resort(by, member: StaffMember) -> None:
    if PortalSettings.objects.visible_to(by).filter(last_resort=member).exists():
        said = _("%(name)s receives what nobody else does. Choose another last resort on Patient Portal first.")
        raise Refused("last_resort_needed", said % {"name": member}, "duties")


def _replace_last_resort(by, member: StaffMember, heir: StaffMember | None) -> None:
    settings = PortalSettings.objects.visible_to(by).select_for_update(no_key=True).get()
    if settings.last_resort_id != member.pk:
        return
    if heir is None or heir.pk == member.pk or not heir.answers_messages:
        said = _("%(name)s receives what nobody else does. Choose who takes that over.")
        raise Refused("last_resort_needed", said % {"name": member}, "last_resort")
    settings.last_resort, settings.version = heir, settings.version + 1
    settings.save(update_fields=["last_resort", "version"])


def _set_up_login(user: User, name: str, password: str) -> None:
    user.name = " ".join(name.split())
    if not user.name:
        raise Refused("name_missing", _("Please write your name."), "name")
    try:
        validate_password(password, user)
    except ValidationError as error:
        raise Refused("password_weak", " ".join(error.messages), "password") from error
    user.save(update_fields=["name"])
    accounts.set_password(user, password)
