"""Notebooks and phrases as one member of staff has them."""

from django.db.models import Q, QuerySet

from messaging.models import Department, Phrase, PhraseNotebook
from practice.access import Actor, Permission
from practice.tenancy import find


def notebooks(actor: Actor) -> QuerySet[PhraseNotebook]:
    """The notebooks this actor can use, their own first, then their departments', then the practice's; with phrases."""
    rows = PhraseNotebook.objects.visible_to(actor).select_related("department").prefetch_related("phrases")
    return rows.order_by("member", "department__name", "name")


def writable(actor: Actor) -> QuerySet[PhraseNotebook]:
    """Those this actor can write in: their own, their departments', and for administrators every shared one."""
    if not actor.may(Permission.THREAD_ANSWER):
        return PhraseNotebook.objects.none()
    shared = Q(member=None)
    if not actor.may(Permission.STAFF_MANAGE):
        shared &= Q(department__in=actor.member.departments.values("pk"))
    return notebooks(actor).filter(Q(member=actor.member) | shared)


def departments_with_notebooks(actor: Actor) -> QuerySet[Department]:
    """The departments for which this actor can begin a notebook, by name."""
    rows = Department.objects.visible_to(actor).filter(closed_at=None).order_by("name")
    return rows if actor.may(Permission.STAFF_MANAGE) else rows.filter(members=actor.member)


def notebook(actor: Actor, pk) -> PhraseNotebook:
    """One notebook. Raises NotVisible."""
    return find(PhraseNotebook, actor, pk)


def phrase(actor: Actor, pk) -> Phrase:
    """One phrase. Raises NotVisible."""
    return find(Phrase, actor, pk)
