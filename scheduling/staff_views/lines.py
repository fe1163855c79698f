"""The lines of a week's cells as HTML. A week may have a thousand: a template with includes takes ten times as long.

Whatever people wrote is escaped here, and here alone strings become markup.
"""

from html import escape  # Django's own takes five times as long, to be lazy where need be
from urllib.parse import urlencode
from uuid import UUID

from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from practice import clock
from practice.access import Permission
from practice.models import Provider
from scheduling import moments, slots
from scheduling.selectors.week import Entry
from scheduling.staff_views.sheet import status_word
from scheduling.states import MOVABLE

ROUTES = {"visit": "appointment", "request": "request"}
NOTE = '<svg class="note"><use href="#i-note"/></svg>'


def _beginning(route: str, slug: str) -> str:
    """The address of something by its id, up to the id."""
    return reverse(f"staff:scheduling:{route}", args=[slug, UUID(int=0)]).removesuffix(f"{UUID(int=0)}/")


def _bare(time: str) -> str:
    return time.removesuffix(" am").removesuffix(" pm")


class Lines:
    """Draws cells. What many lines share, such as a time of day or an address, is made once."""

    def __init__(self, request, location, chosen=None):
        self._chosen, self._zone = str(chosen.pk) if chosen else None, location.zone
        self._books = request.actor.may(Permission.APPOINTMENT_BOOK)
        slug = request.actor.practice.slug
        self._address = {kind: _beginning(name, slug) for kind, name in ROUTES.items()}
        self._book = escape(f"{reverse('staff:scheduling:book', args=[slug])}?{urlencode({'location': location.pk})}")
        self._book_words, self._free_words = _("Book %(time)s with %(name)s"), _("%(begins)s – %(ends)s free")
        self._times: dict[int, tuple[str, str]] = {}
        self._looks: dict[str, tuple[str, str]] = {}

    def cell(self, provider: Provider | None, entries: list[Entry]) -> SafeString:
        """What stands in the cell, in its order."""
        book = name = ""
        if provider:
            book, name = f"{self._book}&amp;provider={provider.pk}&amp;at=", escape(provider.name)
        drawn = []
        for entry in entries:
            if entry.kind == "free":
                drawn.append(self._gap(entry, book, name))
            elif entry.kind == "off":
                drawn.append(self._off(entry))
            else:
                drawn.append(self._event(entry))
        return mark_safe("".join(drawn))  # noqa: S308  every part is escaped where it is put in

    def _event(self, entry: Entry) -> str:
        time, _moment = self._time(entry.start)
        opening, status = self._look(entry.state)
        patient, what = escape(entry.patient), escape(entry.what)
        chosen = ' aria-current="true"' if entry.pk == self._chosen else ""
        return (
            f'{opening}<a href="{self._address[entry.kind]}{entry.pk}/?view=week"{chosen} '
            f'aria-label="{time} {patient}, {what}, {status}"><i>{time}</i> <b>{patient}</b> <u>{what}</u> '
            f'<em><svg><use href="#i-{entry.state}"/></svg><span>{status}</span></em>'
            f"{NOTE if entry.has_note else ''}</a></li>"
        )

    def _gap(self, entry: Entry, book: str, name: str) -> str:
        if not self._books:
            return ""
        (begins, moment), (ends, _moment) = self._time(entry.start), self._time(entry.end)
        said = self._book_words % {"time": begins, "name": name}
        free = self._free_words % {"begins": _bare(begins), "ends": ends}
        return f'<li class="gap"><a href="{book}{moment}" aria-label="{said}">{free}</a></li>'

    def _off(self, entry: Entry) -> str:
        begins, ends = self._time(entry.start)[0], self._time(entry.end)[0]
        return f'<li class="off"><i>{_bare(begins)} – {ends}</i> {escape(entry.what)}</li>'

    def _time(self, minute: int) -> tuple[str, str]:
        """The time on the clock there, and the moment as addresses write it."""
        if minute not in self._times:
            at = slots.moment_of(minute)
            self._times[minute] = clock.time(at, self._zone), moments.write(at)
        return self._times[minute]

    def _look(self, state: str) -> tuple[str, str]:
        """How the line of an event in that state begins, and the state's word."""
        if state not in self._looks:
            moves = " data-move" if self._books and state in MOVABLE else ""
            self._looks[state] = f'<li class="ev {state}"{moves}>', escape(status_word(state))
        return self._looks[state]
