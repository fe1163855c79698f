"""What a demo installation shows beside the ordinary pages."""

from django import template
from django.utils.translation import gettext as _

from portal.demo import PATIENT_SIDE
from portal.demo.people import demo_people as find_people

register = template.Library()


@register.simple_tag
def demo_people() -> list:
    """The people one can become with one press, by side, as (heading, people); nothing outside a demo."""
    people = find_people()
    family = [one for one in people if one.email.partition("@")[0] in PATIENT_SIDE]
    staff = [one for one in people if one not in family]
    return [(heading, side) for heading, side in ((_("Patients and parents"), family), (_("Staff"), staff)) if side]
