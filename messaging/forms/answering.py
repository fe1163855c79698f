"""The reply window."""

from django import forms
from django.utils.translation import gettext_lazy as _

from messaging.forms.fields import REMOVE, WRITE_SOMETHING, written
from messaging.forms.files import WithFiles
from messaging.models import Delivery, Thread
from messaging.services.answering import COMPLETED, KEEP

WEB_PORTAL_USER = "portal"


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
    handled = forms.ChoiceField(label=_("Handled how?"), widget=forms.RadioSelect, required=False)
    seen_number = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    seen_completed = forms.BooleanField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args, thread: Thread, delivery: Delivery | None, ways: list[tuple[str, str]], **kwargs):
        super().__init__(*args, **kwargs)
        self.colleague = delivery.sent_by if delivery and delivery.sent_by and delivery.sent_by.is_active else None
        to = [(WEB_PORTAL_USER, _("Web Portal User"))]
        if self.colleague:
            to.insert(0, (str(self.colleague.pk), self.colleague.user.name))
        self.fields["to"].choices = to
        self.fields["handled"].choices = ways
        if not ways:
            del self.fields["handled"]
        fresh = {"to": to[0][0], "seen_number": thread.last_number, "seen_completed": bool(thread.completed_at)}
        self.initial = fresh | self.initial

    @property
    def internal(self) -> bool:
        """Whether what was written goes to the colleague and not to the patient."""
        return self.cleaned_data["to"] != WEB_PORTAL_USER

    def catch_up(self) -> None:
        """After the thread changed meanwhile: the next sending counts what is shown now as seen."""
        seen = {name: value for name, value in self.refusal.extra.items() if name in self.fields}
        self.data = self.data.copy()
        self.data.update({name: str(value) for name, value in seen.items()})
