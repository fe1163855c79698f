"""Forms about logins: shape and type only."""

from allauth.account.forms import ReauthenticateForm as ReauthenticateByPassword
from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from allauth.mfa.totp.forms import ActivateTOTPForm
from django import forms
from django.contrib.auth.password_validation import validate_password
from django.utils import timezone
from django.utils.translation import gettext, gettext_lazy as _

from practice import limits
from practice.http import DoorForm

_PASSWORD = _("Password")


def new_password_field(label=_PASSWORD) -> forms.CharField:
    return forms.CharField(
        label=label,
        strip=False,
        max_length=256,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=_("At least 10 characters. A few words in a row are easy to remember."),
        error_messages={"required": _("Please choose a password.")},
    )


def check_new_password(form: forms.Form, user, field: str = "password") -> None:
    """Put what is wrong with a new password beside its field."""
    password = form.cleaned_data.get(field)
    if password:
        try:
            validate_password(password, user)
        except forms.ValidationError as error:
            form.add_error(field, error)


class SignInForm(DoorForm):
    name = forms.CharField(
        label=_("E-mail"),
        max_length=254,
        widget=forms.TextInput(attrs={"autocomplete": "username", "inputmode": "email", "autocapitalize": "none"}),
    )
    password = forms.CharField(
        label=_("Password"),
        strip=False,
        max_length=256,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )


class AskResetForm(DoorForm):
    name = forms.CharField(
        label=_("E-mail"),
        max_length=254,
        widget=forms.TextInput(attrs={"autocomplete": "username", "inputmode": "email", "autocapitalize": "none"}),
    )


class NewPasswordForm(DoorForm):
    """A new password for somebody who has shown, by a mailed link, that the login is theirs."""

    password = new_password_field(_("New password"))

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.user = user

    def clean(self):
        check_new_password(self, self.user)
        return super().clean()


class ChangePasswordForm(NewPasswordForm):
    current = forms.CharField(
        label=_("Current password"),
        strip=False,
        max_length=256,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )
    field_order = ["current", "password"]

    def clean_current(self):
        if not limits.take(limits.CONFIRM_PASSWORD, str(self.user.pk), now=timezone.now()):
            raise forms.ValidationError(_("Too many tries. Wait five minutes, then try again."))
        if not self.user.check_password(self.cleaned_data["current"]):
            raise forms.ValidationError(_("This is not your current password."))
        return self.cleaned_data["current"]


class ConfirmPasswordForm(ReauthenticateByPassword):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        field = self.fields["password"]
        field.help_text, field.widget.attrs = "", {"autocomplete": "current-password"}


class _Counted:
    """Counts tries at a second factor for each login: six digits are few."""

    def clean_code(self):
        if not limits.take(limits.SECOND_FACTOR, str(self.user.pk), now=timezone.now()):
            raise forms.ValidationError(_("Too many tries. Wait five minutes, then try again."))
        return super().clean_code()


def _plain_code(form: forms.Form) -> None:
    form.fields["code"].label = gettext("Code")
    form.fields["code"].widget.attrs = {"autocomplete": "one-time-code", "inputmode": "numeric"}


class SecondFactorForm(_Counted, AuthenticateForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        _plain_code(self)


class ConfirmFactorForm(_Counted, ReauthenticateForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        _plain_code(self)


class AddAuthenticatorForm(_Counted, ActivateTOTPForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        _plain_code(self)
