"""Taking back what was just sent."""

import pgtrigger
from django.db import models

from messaging.models.threads import Message
from practice.models.fields import uuid_key
from practice.tenancy import PracticeOwned

_TOO_LATE = """
IF NOT EXISTS (
    SELECT 1 FROM messaging_message said JOIN practice_staffmember sender ON sender.user_id = said.author_id
    WHERE said.id = NEW.message_id AND sender.id = NEW.by_id AND NEW.at < said.visible_from
) THEN
    RAISE EXCEPTION 'only its sender takes a message back, before it is visible';
END IF;
RETURN NEW;
"""


class Withdrawal(PracticeOwned):
    """A message was taken back by its sender before anybody on the patient's side could see it. Append-only."""

    audience = "chart"
    patient_path = "message__thread__patient"

    id = uuid_key()
    message = models.OneToOneField(Message, on_delete=models.PROTECT, related_name="withdrawal")
    by = models.ForeignKey("practice.StaffMember", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        triggers = [
            pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete),
            pgtrigger.Trigger(name="in_time", when=pgtrigger.Before, operation=pgtrigger.Insert, func=_TOO_LATE),
        ]
