"""Room: how to reach somebody who cannot be written to."""

from django.utils.translation import gettext as _

from practice.access import Actor, Permission
from practice.models import Patient
from practice.selectors import patients


def calls(actor: Actor, patient: Patient) -> list[dict]:
    """Whom to call: the patient, and the people on the file, where a number is known."""
    people = [{"name": patient.name, "who": _("patient"), "phone": patient.phone}]
    if actor.may(Permission.PATIENT_SEE):
        around = patients.contacts(actor, patient)
        people += [
            {"name": contact.name, "who": contact.get_relationship_display().lower(), "phone": contact.phone}
            for contact in around
        ]
    return [person for person in people if person["phone"]]
