"""Where somebody is in the Message Center: the tab, what its list is narrowed to, and how far down it is read.

All of it stands in the address, and every link and act carries it on.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from messaging.models import THREAD_KINDS

WORDS_LENGTH = 100
KIND_NAMES = {
    "general": _("General message"),
    "appointment": _("Appointment Request"),
    "refill": _("Refill request"),
    "referral": _("Referral request"),
    "insurance": _("Insurance change"),
}


@dataclass(frozen=True)
class Filters:
    """What a list is narrowed to. What nobody can have chosen counts as not chosen."""

    words: str = ""
    kind: str = ""
    department: UUID | None = None
    location: UUID | None = None
    mine: bool = False
    unanswered: bool = False

    @classmethod
    def read(cls, sent: Mapping[str, str]) -> "Filters":
        kind = sent.get("kind", "")
        return cls(
            words=" ".join(sent.get("q", "").replace("\0", "").split())[:WORDS_LENGTH],
            kind=kind if kind in THREAD_KINDS else "",
            department=_id(sent.get("department")),
            location=_id(sent.get("location")),
            mine=bool(sent.get("mine")),
            unanswered=bool(sent.get("unanswered")),
        )

    @property
    def query(self) -> dict[str, str]:
        """The same as parameters of an address."""
        chosen = {"q": self.words, "kind": self.kind, "department": self.department, "location": self.location}
        chosen |= {"mine": "1" if self.mine else "", "unanswered": "1" if self.unanswered else ""}
        return {name: str(value) for name, value in chosen.items() if value}

    @property
    def count(self) -> int:
        """How many are chosen, the search aside."""
        return len(self.query.keys() - {"q"})


@dataclass(frozen=True)
class Place:
    """A tab, its filters, and the row its page comes after or before (a key of `messaging.paging`)."""

    tab: str
    filters: Filters = field(default_factory=Filters)
    after: str = ""
    before: str = ""

    @classmethod
    def read(cls, sent: Mapping[str, str], tab: str) -> "Place":
        return cls(tab, Filters.read(sent), sent.get("after", ""), sent.get("before", ""))

    @property
    def query(self) -> dict[str, str]:
        """Everything but the tab, as parameters of an address."""
        page = {"after": self.after, "before": self.before}
        return self.filters.query | {name: key for name, key in page.items() if key}

    @property
    def top(self) -> "Place":
        """The first page of the same list."""
        return Place(self.tab, self.filters)


def _id(text: str | None) -> UUID | None:
    try:
        return UUID(text) if text else None
    except ValueError:
        return None
