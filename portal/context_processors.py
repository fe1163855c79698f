"""What the frames of both sites draw around a page: navigation, counts, practices, the person, banners."""

from functools import partial

from django.utils.functional import SimpleLazyObject

from portal import navigation
from practice.access import STAFF


def site(request) -> dict:
    """The context of templates/staff/base.html and patient/base.html.

    Each value is made when a template first asks for it, so a fragment that draws no frame costs no query.
    """
    actor = getattr(request, "actor", None)
    if actor is None:
        return {}
    frame = navigation.STAFF_FRAME if actor.side == STAFF else navigation.PATIENT_FRAME
    return {name: SimpleLazyObject(partial(make, request)) for name, make in frame.items()}
