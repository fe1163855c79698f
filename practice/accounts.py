"""Logins: finding and making them, and allauth bent to the house."""

import base64
import hashlib
import unicodedata
from datetime import datetime

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.models import EmailAddress
from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from cryptography.fernet import Fernet
from django.conf import settings
from django.contrib.auth.backends import ModelBackend
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils import timezone
from knox.models import AuthToken

from practice import audit, devices, limits
from practice.models import User
from practice.prepared import Statement
from practice.standing import client_address
from practice.tenancy import made_of, read_row


def canonical(address: str) -> str:
    """The one form of an e-mail address that we store and compare: case, spaces and Unicode twins do not count."""
    return "".join(unicodedata.normalize("NFKC", address or "").split()).lower()


def find(name: str) -> User | None:
    """The login with this e-mail address or username, in whatever case it is written."""
    wanted = canonical(name)
    if not wanted:
        return None
    field = "email" if "@" in wanted else "username"
    return User.objects.alias(found=Lower(field)).filter(found=wanted).first()


def active(user_id) -> User | None:
    """The open login with this id."""
    return User.objects.filter(pk=user_id, is_active=True).first()


def create_user(
    *,
    name: str,
    now: datetime,
    email: str = "",
    username: str = "",
    password: str | None = None,
    language: str = "en",
    proven: bool = True,
) -> User:
    """Make a login. `proven`: the caller has seen that the address is theirs, such as by a mailed link.

    Without a password nobody can sign in until one is set. A taken address or username raises IntegrityError.
    """
    user = User(
        name=name,
        email=canonical(email) or None,
        username=canonical(username) or None,
        language=language,
        created_at=now,
    )
    user.set_password(password)
    user.save(force_insert=True)
    if user.email:
        EmailAddress.objects.create(user=user, email=user.email, verified=proven, primary=True)
    return user


def set_password(user: User, password: str) -> None:
    """Store a new password. Every other session of this login ends with it, as sessions carry the old one's hash;
    so do the tokens of programs, which were had for the old one."""
    user.set_password(password)
    user.save(update_fields=["password"])
    AuthToken.objects.filter(user=user).delete()


def display_name(user: User) -> str:
    return user.name


def note(request, action: str, user: User | None = None, outcome: str = "done") -> None:
    """Leave the audit row for something that happened to a login: signed in, refused, signed out, password changed."""
    audit.record_event(
        action,
        at=timezone.now(),
        user=user,
        address=client_address(request),
        request_id=request.id,
        outcome=outcome,
    )


_BY_ID = Statement("SELECT to_jsonb(found)::text FROM practice_user found WHERE id = %(id)s", id="uuid")


class Backend(ModelBackend):
    """One look-up and exactly one password hashing for every try, so that timing tells nothing (T-26)."""

    def authenticate(self, request, username=None, password=None, email=None, **_others):
        user = find(email or username)
        if user is None:
            User().set_password(password)
            return None
        return user if user.check_password(password) and self.user_can_authenticate(user) else None

    def get_user(self, user_id):
        """Whose session it is, asked at every request; nobody once the login is closed."""
        user = next((made_of(User, read_row(row)) for (row,) in _BY_ID.rows(id=user_id)), None)
        return user if user is not None and self.user_can_authenticate(user) else None


class AccountAdapter(DefaultAccountAdapter):
    """Closed sign-up, no mail of allauth's own, audit rows, and a mark on the device that signed in."""

    def is_open_for_signup(self, request):
        return False

    def clean_email(self, email):
        return canonical(email)

    def send_mail(self, template_prefix, email, context):
        raise LookupError(f"{template_prefix}: mail leaves through the outbox")

    def get_client_ip(self, request):
        return client_address(request)

    def add_message(self, *args, **kwargs):
        """Our pages say themselves what happened."""

    def get_login_redirect_url(self, request):
        return reverse("home")

    def get_logout_redirect_url(self, request):
        return reverse("home")

    def post_login(self, request, user, **kwargs):
        response = super().post_login(request, user, **kwargs)
        note(request, "account.signed-in", user)
        devices.remember(request, response, user)
        return response

    def reauthenticate(self, user, password):
        if not limits.take(limits.CONFIRM_PASSWORD, str(user.pk), now=timezone.now()):
            return False
        return user.check_password(password)


class MFAAdapter(DefaultMFAAdapter):
    """Authenticator secrets are stored encrypted under the installation's own key."""

    def encrypt(self, text: str) -> str:
        return _fernet().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return _fernet().decrypt(encrypted_text.encode()).decode()

    def get_totp_issuer(self) -> str:
        return context.request.get_host() if settings.DEBUG else "Frontdesk"


def _fernet() -> Fernet:
    return Fernet(base64.urlsafe_b64encode(hashlib.sha256(f"mfa:{settings.SECRET_KEY}".encode()).digest()))
