"""Doors of getting in: an invitation's link is opened, and the birth date proves it reached the right hands."""

from datetime import date

from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext as _

from practice import accounts, addresses, grants
from practice.access import Actor
from practice.errors import Refused
from practice.models import AccessGrant, TermsText, User
from practice.service import door
from registration import pins, questions, trying
from registration.ages import is_minor
from registration.models import Consent, Invitation


def _by_link(by: Actor, **_arguments) -> bool:
    """Nobody may do this for somebody else: the view speaks for the link, as a system actor."""
    return False


@door(None, "invitation.birth-date", allow=_by_link)
def prove(*, by: Actor, invitation: Invitation, born_on: date, pin: str = "") -> bool:
    """Whether this is the patient's birth date, and the PIN where the invitation has one.

    Wrong answers are counted (`trying`). Answers instead of refusing, as a refusal would take the count back.
    """
    right = invitation.patient.born_on == born_on
    if invitation.proof == "pin":
        right &= constant_time_compare(pins.digest(by.practice, pin), invitation.pin_digest)
    if invitation.opened_at is None:  # whoever answers has seen the page; a scanner that opens links never does
        Invitation.objects.filter(pk=invitation.pk).update(opened_at=by.now)
    return _counted(by, invitation, right)


@door(None, "invitation.answer", allow=_by_link)
def answer(*, by: Actor, invitation: Invitation, answer: str) -> bool:
    """Whether this is the answer to the verification question; counted as a birth date is."""
    return _counted(by, invitation, questions.is_answer(invitation, answer))


@door(None, "invitation.pin", allow=_by_link)
def find_by_pin(*, by: Actor, pin: str, born_on: date) -> Invitation | None:
    """The invitation of this practice with this PIN, for a patient born that day; None alike for whatever is wrong.

    A wrong birth date counts against the invitation; a PIN nobody has counts nowhere here, see `limits.PIN`.
    """
    found = Invitation.objects.of(by.practice).filter(pin_digest=pins.digest(by.practice, pin)).first()
    if found is None or not _counted(by, found, found.patient.born_on == born_on):
        return None
    return found


def _counted(by: Actor, invitation: Invitation, right: bool) -> bool:
    invitation = trying.locked(invitation)
    if not trying.is_open(invitation, by.now):
        return False
    if not right:
        trying.count_wrong(invitation, by.now)
    return right


@door(None, "invitation.accepted", allow=_by_link)
def accept(
    *,
    by: Actor,
    invitation: Invitation,
    texts: list[TermsText],
    name: str = "",
    password: str = "",
    email: str = "",
    username: str = "",
    relationship: str = "",
) -> AccessGrant:
    """Use the invitation: `by.user`'s login, or a new one with this name and password, acts for the patient.

    Without `email` and `username` the new login is the address the invitation went to. `relationship`: what somebody
    who came with a PIN says they are to the patient. `texts` are the published texts they agreed to.
    Refuses (`over`) what was used or replaced meanwhile, a login that is there already, and a minor's own login.
    """
    invitation = trying.locked(invitation)
    if not trying.is_open(invitation, by.now):
        raise Refused("over", _("This link no longer works. Ask the practice to send a new one."))
    relationship = relationship or invitation.relationship
    if relationship == "self" and is_minor(invitation.patient, by.today(by.practice.time_zone)):
        raise Refused("minor", _("A child comes with a guardian: choose “A child”."), "whose")
    if by.user is None and (email or username):
        user = _newcomer(by, invitation, name=name, password=password, email=email, username=username)
    else:
        user = by.user or _login(invitation, name, password, by)
    grant = grants.give(
        by=by,
        user=user,
        patient=invitation.patient,
        relationship=relationship,
        level=invitation.level,
        granted_by=invitation.issued_by,
    )
    for text in texts:
        Consent.objects.create(
            practice=by.practice, user=user, patient=invitation.patient, text=text, accepted_at=by.now
        )
    trying.use(invitation, user, by.now)
    return grant


def _newcomer(by: Actor, invitation: Invitation, *, name: str, password: str, email: str, username: str) -> User:
    """A login for somebody who came with a PIN; nobody has shown yet that the address is theirs."""
    if email and accounts.find(email):
        said = _("This does not work with this address. If you have a login, sign in with it first.")
        raise Refused("sign-in", said, "email")
    if username and accounts.find(username):
        raise Refused("taken", _("Somebody has this user name. Please choose another."), "username")
    facts = {"email": email, "username": username, "language": invitation.language, "proven": False}
    user = accounts.create_user(name=name, password=password, now=by.now, **facts)
    if user.email:
        addresses.ask(user, by.now)
    return user


def _login(invitation: Invitation, name: str, password: str, by: Actor) -> User:
    user = accounts.find(invitation.email)
    if user is None:
        facts = {"email": invitation.email, "language": invitation.language}
        return accounts.create_user(name=name, password=password, now=by.now, **facts)
    if user.has_usable_password():
        raise Refused("sign-in", _("This address has a login already. Sign in with it."))
    user.name = name
    user.save(update_fields=["name"])
    accounts.set_password(user, password)
    return user
