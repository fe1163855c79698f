"""Forms on the patient's side."""

from django import forms
from django.utils.translation import gettext_lazy as _

from messaging.models import BODY_LENGTH, SUBJECT_LENGTH
from practice.http import DoorForm

WRITE_SOMETHING = {"required": _("Write something first.")}
# What a new message can be about; each entry has its own way to the right department.
ABOUT = [("general", _("A general question"))]


class AnswerForm(DoorForm):
    """The reply box under a thread."""

    body = forms.CharField(
        label=_("Reply"),
        max_length=BODY_LENGTH,
        widget=forms.Textarea(attrs={"rows": 4, "maxlength": BODY_LENGTH}),
        error_messages=WRITE_SOMETHING,
    )


class ReadForm(forms.Form):
    """The last message on the page that has been read."""

    up_to = forms.UUIDField()


class NewMessageForm(DoorForm):
    """A new message to the practice."""

    about = forms.ChoiceField(label=_("About"), choices=ABOUT)
    subject = forms.CharField(label=_("Subject"), max_length=SUBJECT_LENGTH, error_messages=WRITE_SOMETHING)
    body = forms.CharField(
        label=_("Message"),
        max_length=BODY_LENGTH,
        widget=forms.Textarea(attrs={"rows": 8, "maxlength": BODY_LENGTH}),
        error_messages=WRITE_SOMETHING,
    )
