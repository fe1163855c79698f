"""What staff write again and again: phrases in notebooks of one's own, of a department, or of the practice."""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower

from messaging.models.threads import BODY_LENGTH
from practice.access import STAFF, Permission
from practice.models.fields import request_key, uuid_key
from practice.tenancy import PracticeOwned

TITLE_LENGTH = 80


class PhraseNotebook(PracticeOwned):
    """A notebook: `member`'s own, a `department`'s, or with neither the practice's."""

    id = uuid_key()
    name = models.CharField(max_length=TITLE_LENGTH)
    member = models.ForeignKey(
        "practice.StaffMember", on_delete=models.CASCADE, null=True, blank=True, related_name="notebooks"
    )
    department = models.ForeignKey(
        "Department", on_delete=models.CASCADE, null=True, blank=True, related_name="notebooks"
    )
    request_key = request_key()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["practice", "id"], name="notebook_in_practice"),
            models.UniqueConstraint(fields=["practice", "request_key"], name="notebook_added_once"),
            models.CheckConstraint(
                condition=Q(member__isnull=True) | Q(department__isnull=True), name="notebook_has_one_owner"
            ),
            models.UniqueConstraint(
                "practice", "member", "department", Lower("name"), nulls_distinct=False, name="notebook_name_unique"
            ),
        ]

    def __str__(self):
        return self.name

    @classmethod
    def visibility(cls, actor):
        """Staff see their own, the practice's and their departments'; administrators every department's."""
        seen = super().visibility(actor)
        if actor.side != STAFF:
            return seen
        shared = Q(member=None)
        if not actor.may(Permission.STAFF_MANAGE):
            shared &= Q(department=None) | Q(department__in=actor.member.departments.values("pk"))
        return seen & (Q(member=actor.member) | shared)


class Phrase(PracticeOwned):
    """A text to insert into an answer. It may hold placeholders and prompts, see `phrases.py`."""

    id = uuid_key()
    notebook = models.ForeignKey(PhraseNotebook, on_delete=models.CASCADE, related_name="phrases")
    title = models.CharField(max_length=TITLE_LENGTH)
    text = models.CharField(max_length=BODY_LENGTH)
    version = models.PositiveIntegerField(default=1)
    request_key = request_key()

    class Meta:
        constraints = [
            models.UniqueConstraint("notebook", Lower("title"), name="phrase_title_unique"),
            models.UniqueConstraint(fields=["practice", "request_key"], name="phrase_added_once"),
        ]

    def __str__(self):
        return self.title

    @classmethod
    def visibility(cls, actor):
        seen = super().visibility(actor)
        if actor.side != STAFF:
            return seen
        return seen & Q(notebook__in=PhraseNotebook.objects.visible_to(actor).values("pk"))
