"""Forms on the patient's side."""

from django import forms
from django.utils.translation import gettext_lazy as _

from messaging.forms.fields import WRITE_SOMETHING, written
from messaging.forms.files import WithFiles
from messaging.forms.heeding import HeedingForm


class AnswerForm(HeedingForm, WithFiles):
    """The reply box under a thread."""

    field_order = ("body", "files", "kept")

    body = written(_("Reply"), 4, error_messages=WRITE_SOMETHING)


class ReadForm(forms.Form):
    """The last message on the page that has been read."""

    up_to = forms.UUIDField()
