"""The reply window."""

import hashlib

from django import forms
from django.utils.translation import gettext_lazy as _

from messaging.answers import TO_PATIENT
from messaging.forms.fields import REMOVE, WRITE_SOMETHING, written
from messaging.forms.files import WithFiles
from messaging.models import Delivery, Thread
from messaging.phrases import open_places
from messaging.services.answering import COMPLETED, KEEP


class ReplyForm(WithFiles):
    """The reply window. `To` offers the patient side, and the colleague who forwarded the thread."""

    window, act = "reply", "reply"

    to = forms.ChoiceField(label=_("To"))
    response = written(_("Response"), 4, error_messages=WRITE_SOMETHING)
    after = forms.ChoiceField(
        label=_("After sending"),
        choices=[(KEEP, _("Keep in inboxes")), (COMPLETED, REMOVE)],
        widget=forms.RadioSelect,
        initial=KEEP,
    )
    ask_to_book = forms.BooleanField(label=_("With Deny: ask the patient to book"), required=False)
    handled = forms.ChoiceField(label=_("Handled how?"), widget=forms.RadioSelect, required=False)
    seen_number = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    seen_completed = forms.BooleanField(widget=forms.HiddenInput, required=False)
    seen_taken_by = forms.UUIDField(widget=forms.HiddenInput, required=False)
    confirmed = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args, thread: Thread, delivery: Delivery | None, ways: list[tuple[str, str]], **kwargs):
        super().__init__(*args, **kwargs)
        self.colleague = delivery.sent_by if delivery and delivery.sent_by and delivery.sent_by.is_active else None
        to = [(TO_PATIENT, _("Web Portal User"))]
        if self.colleague:
            to.insert(0, (str(self.colleague.pk), self.colleague.user.name))
        self.fields["to"].choices = to
        self.fields["handled"].choices = ways
        if not ways:
            del self.fields["handled"]
        fresh = {"to": to[0][0], "seen_number": thread.last_number, "seen_completed": bool(thread.completed_at)}
        self.initial = fresh | {"seen_taken_by": thread.taken_by_id} | self.initial
        if self.initial["to"] not in dict(to):  # meant for a colleague who is gone: nobody in their place by itself
            self.fields["to"].choices = [("", _("Choose one")), *to]
        self.began_at_number: int | None = None

    def clean_to(self) -> str:
        """One receiver: what colleagues say among themselves and what the patient gets never share a message."""
        if hasattr(self.data, "getlist") and len(self.data.getlist("to")) > 1:
            raise forms.ValidationError(
                _("Choose one: a message goes to the Web Portal User or to a colleague, never to both.")
            )
        return self.cleaned_data["to"]

    @property
    def internal(self) -> bool:
        """Whether what was written goes to the colleague and not to the patient."""
        return self.cleaned_data["to"] != TO_PATIENT

    @property
    def fingerprint(self) -> str:
        """What `confirmed` must say to send exactly this text to the patient side."""
        return hashlib.sha256(self.cleaned_data["response"].encode()).hexdigest()

    @property
    def must_confirm(self) -> bool:
        """Whether what would go to a colleague is turned to the patient, who and what not being confirmed (R59).

        A text in which something must still be filled in is not asked about: it is refused.
        """
        asked = self.colleague is not None and self.is_valid() and not self.internal
        if not asked or open_places(self.cleaned_data["response"]):
            return False
        return self.cleaned_data["confirmed"] != self.fingerprint

    def catch_up(self) -> None:
        """After the thread changed meanwhile: the next sending counts what is shown now as seen.

        `began_at_number` is how far it was seen before.
        """
        self.began_at_number = self.cleaned_data["seen_number"]
        seen = {name: value for name, value in self.refusal.extra.items() if name in self.fields}
        self.data = self.data.copy()
        self.data.update({name: str(value) for name, value in seen.items()})
