"""What the windows of the Message Center have in common."""

from django import forms
from django.utils.translation import gettext_lazy as _

from messaging.models import BODY_LENGTH

REMOVE = _("Completed: remove from all inboxes")
WRITE_SOMETHING = {"required": _("Write something first.")}


def written(label, rows: int, **options) -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": rows, "maxlength": BODY_LENGTH})
    return forms.CharField(label=label, max_length=BODY_LENGTH, widget=widget, **options)
