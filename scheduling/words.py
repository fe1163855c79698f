"""What visits and requests are called on the pages of patients and guardians. Pure."""

from django.utils.translation import gettext as _, gettext_lazy

from practice import clock

CHANGES = {"reschedule": gettext_lazy("Move: %(visit)s"), "cancel": gettext_lazy("Cancel: %(visit)s")}


def visit_words(of) -> str:
    """`Sick visit with Dr Ada at North`, of a visit, of a request or of what has been chosen for one."""
    facts = {"visit": of.visit_type.name, "who": of.provider and of.provider.name, "where": of.location.name}
    if of.provider:
        return _("%(visit)s with %(who)s at %(where)s") % facts
    return _("%(visit)s at %(where)s") % facts


def request_title(request) -> str:
    """`Move: Well visit with Dr Ada at North`; a new visit is named by itself."""
    words = visit_words(request)
    return CHANGES[request.kind] % {"visit": words} if request.kind in CHANGES else words


def replaces_words(asked) -> str:
    """What sending does to the request that is already there; nothing where there is none."""
    if asked is None:
        return ""
    said = _("This replaces your request of %(time)s.") % {"time": clock.moment(asked.made_at, asked.location.zone)}
    if asked.status == "proposed":
        said = _("%(said)s The times that are offered to you are given back.") % {"said": said}
    return said
