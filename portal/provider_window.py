"""The two panels of `Select Provider(s)`: everything they know stands in the address they were asked by."""

from dataclasses import dataclass

from django.http import QueryDict

from practice.models import Provider

KEPT = ("first_day", "last_day", "location", "no_account")


@dataclass(frozen=True)
class Window:
    """`left`: who can be selected; `right`: who is; `before`: the ids of who was when the window was opened.

    `kept`: the other filters as they were sent, right or wrong.
    """

    left: list[Provider]
    right: list[Provider]
    kept: list[tuple[str, str]]
    before: list[str]
    ticked: bool = False
    applied: bool = False

    @property
    def query(self) -> QueryDict:
        """The filters with the selected providers. Everybody who is here is the same as no choice."""
        everybody = not any(row.ended_at is None for row in self.left)
        return _query([*self.kept, *([] if everybody else [("provider", str(row.pk)) for row in self.right])])

    @property
    def query_before(self) -> QueryDict:
        """The filters as if the window had not been opened."""
        return _query([*self.kept, *(("provider", pk) for pk in self.before)])


def read(sent: QueryDict, providers: list[Provider]) -> Window:
    """The window after the step that was asked for: `add`, `remove`, `all` (ticks the left) or `apply`.

    Who was ticked and not added is applied too: the names that were clicked are meant.
    """
    step, chosen = sent.get("step", ""), set(sent.getlist("provider"))
    if step in ("add", "apply"):
        chosen |= set(sent.getlist("add"))
    if step == "remove":
        chosen -= set(sent.getlist("remove"))
    return Window(
        left=[row for row in providers if str(row.pk) not in chosen],
        right=[row for row in providers if str(row.pk) in chosen],
        before=sent.getlist("before") if step else sent.getlist("provider"),
        kept=[(name, sent[name]) for name in KEPT if name in sent],
        ticked=step == "all",
        applied=step == "apply",
    )


def _query(pairs: list[tuple[str, str]]) -> QueryDict:
    query = QueryDict(mutable=True)
    for name, value in pairs:
        query.appendlist(name, value)
    return query
