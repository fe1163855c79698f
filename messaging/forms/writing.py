"""The form of a new message to one of a patient's portal users."""

from django import forms
from django.utils.translation import gettext_lazy as _

from messaging.forms.fields import WRITE_SOMETHING, written
from messaging.forms.files import WithFiles
from messaging.models import SUBJECT_LENGTH


class WriteForm(WithFiles):
    """A new message to one of a patient's portal users. `To` offers those who have access now.

    Who once had it is no longer offered, but understood: the door says what became of them.
    """

    field_order = ("to", "subject", "body", "files", "kept")

    to = forms.ModelChoiceField(
        label=_("To"),
        queryset=None,
        empty_label=None,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose who receives it.")},
    )
    subject = forms.CharField(label=_("Subject"), max_length=SUBJECT_LENGTH, error_messages=WRITE_SOMETHING)
    body = written(_("Message"), 8, error_messages=WRITE_SOMETHING)

    def __init__(self, *args, everybody, offered: list[tuple], **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["to"].queryset = everybody
        self.fields["to"].choices = offered
        if len(offered) == 1:
            self.initial["to"] = offered[0][0]
