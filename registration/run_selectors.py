"""Runs of invites as data: what a run would do, and how far one has come."""

from collections import Counter, defaultdict
from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from practice.access import Actor
from practice.models import OutboundMessage
from registration import recipients, trying
from registration.models import LEFT_OUT, Invitation, InviteLine, InviteRun

PAGE = 50
NAMED = 100  # of those that one reason leaves out, so many by name
STATES = {
    "queued": _("Queued"),
    "sent": _("Sent"),
    "bounced": _("Bounced"),
    "failed": _("Failed"),
    "opened": _("Opened"),
    "activated": _("Activated"),
    "expired": _("Expired"),
    "replaced": _("Replaced by a newer one"),
    "locked": _("Locked after wrong tries"),
}
KINDS = {"queued": "wait", "sent": "good", "opened": "good", "activated": "good"}
KINDS |= dict.fromkeys(("bounced", "failed", "locked"), "bad")
_OF_THE_OUTBOX = {"queued": "queued", "sending": "queued", "sent": "sent", "unknown": "failed", "dropped": "replaced"}


@dataclass(frozen=True)
class Line:
    """One patient of a run and a word of STATES; `why` a message failed."""

    line: InviteLine
    state: str
    why: str = ""

    @property
    def word(self) -> str:
        return str(STATES[self.state])

    @property
    def kind(self) -> str:
        """The look of the word, see components/tag.html."""
        return KINDS.get(self.state, "")


def unfinished() -> QuerySet[InviteRun]:
    """The runs of all practices that a worker has to go on with."""
    return InviteRun.objects.filter(finished_at=None).select_related("practice", "started_by")


def preview(actor: Actor) -> recipients.Found:
    """Whom a run would invite now, and whom not."""
    return recipients.find(actor)


@dataclass(frozen=True)
class LeftOut:
    """Whom one reason leaves out: in words, how many, and the first of them."""

    reason: str
    n: int
    patients: list


def left_out(found: recipients.Found) -> list[LeftOut]:
    """Who is left out, by reason, the most first."""
    of = defaultdict(list)
    for patient, reason in found.left_out:
        of[reason].append(patient)
    rows = [LeftOut(str(LEFT_OUT[reason]), len(those), those[:NAMED]) for reason, those in of.items()]
    return sorted(rows, key=lambda one: -one.n)


def runs(actor: Actor, n: int = 10) -> list[InviteRun]:
    """The newest runs."""
    return list(InviteRun.objects.visible_to(actor).select_related("started_by").order_by("-started_at")[:n])


def run(actor: Actor, pk) -> InviteRun | None:
    """The run of this id; None where there is none."""
    return InviteRun.objects.visible_to(actor).filter(pk=pk).select_related("started_by").first()


def going(actor: Actor) -> InviteRun | None:
    """The run that goes on now."""
    return InviteRun.objects.visible_to(actor).filter(finished_at=None).first()


@dataclass(frozen=True)
class Progress:
    """How far a run has come, in messages: `done` of `total`; `states` in words with their numbers."""

    total: int
    done: int
    states: list[tuple[str, int]]
    left_out: list[tuple[str, int]]


def progress(actor: Actor, run: InviteRun) -> Progress:
    """How far the run has come. Three queries however many it invites."""
    rows = InviteLine.objects.visible_to(actor).filter(run=run)
    reasons = Counter(rows.exclude(left_out="").values_list("left_out", flat=True))
    states = Counter(line.state for line in _stated(actor, rows.filter(left_out="")))
    total = states.total()
    return Progress(
        total=total,
        done=total - states["queued"],
        states=[(str(word), states[state]) for state, word in STATES.items() if states[state]],
        left_out=[(str(LEFT_OUT[reason]), n) for reason, n in reasons.most_common()],
    )


def lines(actor: Actor, run: InviteRun, after: int = 0) -> tuple[list[Line], int]:
    """One page of the run's invited patients, and the key of the next page (0 = none)."""
    rows = InviteLine.objects.visible_to(actor).filter(run=run, left_out="", pk__gt=after).order_by("pk")
    found = _stated(actor, rows.select_related("patient")[: PAGE + 1])
    return found[:PAGE], found[PAGE - 1].line.pk if len(found) > PAGE else 0


def _stated(actor: Actor, rows: QuerySet[InviteLine]) -> list[Line]:
    found = list(rows.select_related("invitation__patient", "invitation__contact"))
    groups = {line.group for line in found}
    invited = Invitation.objects.of(actor.practice).filter(group__in=groups).values_list("pk", "group")
    group_of = dict(invited)
    sent = OutboundMessage.objects.filter(practice=actor.practice, subject_ref__in=group_of)
    message = {group_of[row.subject_ref]: row for row in sent}
    return [_state(actor, line, message.get(line.group)) for line in found]


def _state(actor: Actor, line: InviteLine, message: OutboundMessage | None) -> Line:
    invitation = line.invitation
    if invitation is None or message is None:
        return Line(line, "queued")
    if invitation.status == "used":
        return Line(line, "activated")
    if trying.is_locked(invitation, actor.now):
        return Line(line, "locked")
    if invitation.status != "issued":
        return Line(line, "replaced")
    if message.status == "failed":
        return Line(line, "bounced" if message.error == "Permanent" else "failed", message.error)
    if not trying.is_open(invitation, actor.now):
        return Line(line, "expired")
    if invitation.opened_at:
        return Line(line, "opened")
    return Line(line, _OF_THE_OUTBOX[message.status])
