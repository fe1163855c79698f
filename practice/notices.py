"""The notices this app sends, announced to the outbox at start-up."""

from django.conf import settings
from django.contrib.auth.tokens import default_token_generator
from django.urls import reverse
from django.utils.translation import gettext as _, override

from practice import addresses, invitations, outbox
from practice.letters import compose


def announce() -> None:
    """Called from the app's `ready`."""
    outbox.announce("account.password-reset", password_reset)
    outbox.announce(addresses.NOTICE, confirm_address)
    outbox.announce(invitations.NOTICE, invitations.compose)


def password_reset(row, now) -> outbox.Letter | None:
    """The link to set a new password, made only now so that it lies in no table. None for strangers.

    None too where nobody has shown yet that the address is theirs.
    """
    user = row.recipient
    if user is None or not user.is_active or not user.email or not addresses.is_proven(user):
        return None
    path = reverse("reset_password", args=[user.pk, default_token_generator.make_token(user)])
    with override(user.language):
        context = {"user": user, "url": settings.BASE_URL + path, "link": _("Set a new password")}
        return compose("practice/mail/password_reset", context, user.email)


def confirm_address(row, now) -> outbox.Letter | None:
    """The link that proves the address; None once it is proven, or the login is closed."""
    user = row.recipient
    if not user.is_active or not user.email or addresses.is_proven(user):
        return None
    with override(user.language):
        context = {"user": user, "url": addresses.link(user), "link": _("Confirm your e-mail")}
        return compose("practice/mail/confirm_address", context, user.email)
