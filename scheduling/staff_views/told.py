"""Who hears of a change by e-mail, named before the button is pressed."""

from django.utils.translation import gettext as _

from practice.models import Patient
from scheduling import telling


def sentence(actor, patient: Patient) -> str:
    """`Gina Garcia and Hugo Brandt are told by e-mail.`, or that somebody has to call."""
    names = [person.name for person in telling.people_of(actor, patient.pk) if person.email]
    if not names:
        return _("Nobody has portal access; phone the patient or family.")
    if len(names) == 1:
        return _("%(name)s is told by e-mail.") % {"name": names[0]}
    some = {"some": ", ".join(names[:-1]), "last": names[-1]}
    return _("%(some)s and %(last)s are told by e-mail.") % some
