"""The forms of a new message on the patient's side, one for each topic that it can be about."""

from django import forms
from django.utils.translation import gettext_lazy as _

from messaging import selectors, topics
from messaging.forms.fields import WRITE_SOMETHING, written
from messaging.forms.files import WithFiles
from messaging.forms.heeding import HeedingForm
from messaging.models import SUBJECT_LENGTH
from messaging.topics import Topic
from practice.access import Actor
from practice.models import Patient

SAY_ONE = {"required": _("Please fill this in.")}


class TopicForm(HeedingForm):
    """What every topic's form begins with. Changing `About` brings the other topic's form, with what was written."""

    template = ""  # draws the fields, where they are not one below the other
    several = False  # whether what is sent becomes more than one message

    about = forms.ChoiceField(label=_("About"))

    def __init__(self, *args, topic: Topic, actor: Actor, patient: Patient, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["about"].choices = [(one.name, one.label) for one in topics.open_to(actor, patient)]
        self.initial["about"] = topic.name

    @property
    def typed(self) -> str:
        """The words written so far, whatever the form asks besides."""
        parts = (self.data.get(name, "").strip() for name in ("subject", "body"))
        return "\n\n".join(part for part in parts if part)

    def facts(self) -> dict:
        """What the topic's door takes."""
        return {name: value for name, value in self.cleaned_data.items() if name != "about"}


class FilesTopicForm(TopicForm, WithFiles):
    """A topic to which files can be attached."""

    def __init__(self, *args, actor: Actor, patient: Patient, **kwargs):
        waiting = selectors.waiting_files(actor, patient)
        super().__init__(*args, actor=actor, patient=patient, waiting=waiting, **kwargs)
        self.order_fields([*(name for name in self.fields if name not in ("files", "kept")), "files", "kept"])

    def facts(self) -> dict:
        kept = {name: value for name, value in super().facts().items() if name not in ("files", "kept")}
        return kept | {"attachments": self.attachments}


class GeneralForm(FilesTopicForm):
    """Whatever has no form of its own."""

    subject = forms.CharField(label=_("Subject"), max_length=SUBJECT_LENGTH, error_messages=WRITE_SOMETHING)
    body = written(_("Message"), 8, error_messages=WRITE_SOMETHING)


class ReferralForm(FilesTopicForm):
    """Whom the patient should be sent on to, and why."""

    specialty = forms.CharField(
        label=_("Specialty"),
        max_length=120,
        error_messages=SAY_ONE,
        help_text=_("For example: allergy, speech therapy, skin."),
    )
    wanted = forms.CharField(
        label=_("Whom would you like to see?"),
        max_length=200,
        required=False,
        help_text=_("A name or a clinic, if you have one in mind."),
    )
    body = written(_("Why is it needed?"), 6, error_messages=WRITE_SOMETHING)


class InsuranceForm(FilesTopicForm):
    """The new insurance, as it stands on the card."""

    company = forms.CharField(label=_("Insurance company"), max_length=120, error_messages=SAY_ONE)
    member_number = forms.CharField(label=_("Member number"), max_length=60, error_messages=SAY_ONE)
    group_number = forms.CharField(label=_("Group number"), max_length=60, required=False)
    body = written(_("Message"), 3, required=False)
