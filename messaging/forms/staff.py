"""Forms of the Message Center: a new message, the reply and forward windows, and how a request was handled."""

from django import forms
from django.utils.translation import gettext_lazy as _

from messaging.models import BODY_LENGTH, SUBJECT_LENGTH, Delivery, Thread
from messaging.services.staff import COMPLETED, KEEP
from practice.http import DoorForm

WEB_PORTAL_USER = "portal"
REMOVE = _("Completed: remove from all inboxes")
WRITE_SOMETHING = {"required": _("Write something first.")}


def _text(label, rows: int, **options) -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": rows, "maxlength": BODY_LENGTH})
    return forms.CharField(label=label, max_length=BODY_LENGTH, widget=widget, **options)


class WriteForm(DoorForm):
    """A new message to one of a patient's portal users. `To` offers those who have access now.

    Who once had it is no longer offered, but understood: the door says what became of them.
    """

    to = forms.ModelChoiceField(
        label=_("To"),
        queryset=None,
        empty_label=None,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose who receives it.")},
    )
    subject = forms.CharField(label=_("Subject"), max_length=SUBJECT_LENGTH, error_messages=WRITE_SOMETHING)
    body = _text(_("Message"), 8, error_messages=WRITE_SOMETHING)

    def __init__(self, *args, everybody, offered: list[tuple], **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["to"].queryset = everybody
        self.fields["to"].choices = offered
        if len(offered) == 1:
            self.initial["to"] = offered[0][0]


class CompleteForm(DoorForm):
    """How a request was handled that nobody has decided in its own panel."""

    handled = forms.ChoiceField(
        label=_("Handled how?"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Say how it was handled.")},
    )

    def __init__(self, *args, ways: list[tuple[str, str]], **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["handled"].choices = ways


class ReplyForm(DoorForm):
    """The reply window. `To` offers the patient side, and the colleague who forwarded the thread."""

    to = forms.ChoiceField(label=_("To"))
    response = _text(_("Response"), 4, error_messages=WRITE_SOMETHING)
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
        self.initial |= {"to": to[0][0], "seen_number": thread.last_number, "seen_completed": bool(thread.completed_at)}

    @property
    def internal(self) -> bool:
        """Whether what was written goes to the colleague and not to the patient."""
        return self.cleaned_data["to"] != WEB_PORTAL_USER

    def catch_up(self) -> None:
        """After the thread changed meanwhile: the next sending counts what is shown now as seen."""
        seen = {name: value for name, value in self.refusal.extra.items() if name in self.fields}
        self.data = self.data.copy()
        self.data.update({name: str(value) for name, value in seen.items()})


class ForwardForm(DoorForm):
    """The forward window. `To` offers departments and colleagues by id."""

    to = forms.MultipleChoiceField(
        label=_("To"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose who receives it.")},
    )
    note = _text(_("Note"), 2, required=False)
    include_prior = forms.BooleanField(
        label=_("Include prior text"),
        required=False,
        initial=True,
        help_text=_("Without it, who gets it sees only what is said from now on."),
    )
    completed = forms.BooleanField(label=REMOVE, required=False)

    def __init__(self, *args, departments, colleagues, **kwargs):
        super().__init__(*args, **kwargs)
        self._by_id = {str(one.pk): one for one in [*departments, *colleagues]}
        self.fields["to"].choices = [
            (_("Departments"), [(str(d.pk), _department(d)) for d in departments if d.size]),
            (_("People"), [(str(m.pk), _colleague(m)) for m in colleagues]),
        ]

    def receivers(self) -> list:
        """The departments and members chosen."""
        return [self._by_id[pk] for pk in self.cleaned_data["to"]]


def _department(department) -> str:
    return f"{department.name} ({department.size})"


def _colleague(member) -> str:
    if "prescribing" in member.duties:
        return _("%(name)s, prescriber") % {"name": member.user.name}
    return member.user.name
