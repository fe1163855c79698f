"""What stands in the calendar's columns and cells as HTML. A week may have a thousand such lines, and a template with
includes takes ten times as long.

Whatever people wrote is escaped here, and here alone strings become markup.
"""

from collections.abc import Iterable
from html import escape  # Django's own takes five times as long, to be lazy where need be
from urllib.parse import urlencode
from uuid import UUID

from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from practice import clock
from practice.access import Permission
from practice.models import Provider
from practice.templatetags.lucide import lucide
from scheduling import moments, slots
from scheduling.selectors.week import Entry
from scheduling.staff_views.looks import ICONS, status_word
from scheduling.states import MOVABLE

ROUTES = {"visit": "appointment", "request": "request"}
NOTE = '<svg class="note"><use href="#i-note"/></svg>'


def _beginning(route: str, slug: str) -> str:
    """The address of something by its id, up to the id."""
    return reverse(f"staff:scheduling:{route}", args=[slug, UUID(int=0)]).removesuffix(f"{UUID(int=0)}/")


def _bare(time: str) -> str:
    return time.removesuffix(" am").removesuffix(" pm")


class Drawing:
    """What many lines share, such as a time of day or an address, made once."""

    def __init__(self, request, location, chosen=None):
        self._chosen, self._zone = str(chosen.pk) if chosen else None, location.zone
        self._books = request.actor.may(Permission.APPOINTMENT_BOOK)
        slug = request.actor.practice.slug
        self._address = {kind: _beginning(name, slug) for kind, name in ROUTES.items()}
        self._book = escape(f"{reverse('staff:scheduling:book', args=[slug])}?{urlencode({'location': location.pk})}")
        self._book_words, self._free_words = _("Book %(time)s with %(name)s"), _("%(begins)s – %(ends)s free")
        self._times: dict[int, tuple[str, str]] = {}
        self._words: dict[str, str] = {}

    def _gap_of(self, provider: Provider | None) -> tuple[str, str]:
        """How the address of this provider's gaps begins, and the provider's name."""
        if provider is None:
            return "", ""
        return f"{self._book}&amp;provider={provider.pk}&amp;at=", escape(provider.name)

    def _moves(self, state: str) -> bool:
        return self._books and state in MOVABLE

    def _time(self, minute: int) -> tuple[str, str]:
        """The time on the clock there, and the moment as addresses write it."""
        if minute not in self._times:
            at = slots.moment_of(minute)
            self._times[minute] = clock.time(at, self._zone), moments.write(at)
        return self._times[minute]

    def _status(self, state: str) -> str:
        if state not in self._words:
            self._words[state] = escape(status_word(state))
        return self._words[state]


class Lines(Drawing):
    """The cells of a week: a line each."""

    def cell(self, provider: Provider | None, entries: list[Entry]) -> SafeString:
        """What stands in the cell, in its order."""
        book, name = self._gap_of(provider)
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
        time, status = self._time(entry.start)[0], self._status(entry.state)
        moves = " data-move" if self._moves(entry.state) else ""
        patient, what = escape(entry.patient), escape(entry.what)
        chosen = ' aria-current="true"' if entry.pk == self._chosen else ""
        return (
            f'<li class="ev {entry.state}"{moves}><a href="{self._address[entry.kind]}{entry.pk}/?view=week"{chosen} '
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


class Track(Drawing):
    """The columns of a day: classes say where in its grid of quarter hours each thing stands."""

    def column(self, provider: Provider | None, placed: Iterable[tuple]) -> SafeString:
        """Each of the items with its first quarter hour and the number of them, in their order."""
        book, name = self._gap_of(provider)
        drawn = []
        for item, row, span in placed:
            at = f"r{row} n{span}"
            if item.kind == "gap":
                drawn.append(self._gap(item, at, book, name))
            elif item.kind == "off":
                drawn.append(self._off(item, at))
            else:
                drawn.append(self._event(item, at))
        return mark_safe("".join(drawn))  # noqa: S308  every part is escaped where it is put in

    def _event(self, item, at: str) -> str:
        row, state = item.appointment or item.request, item.state
        begins, moment = self._time(slots.minute_of(item.starts_at))
        patient, what, status = escape(row.patient.name), escape(row.visit_type.name), self._status(state)
        url = f"{self._address['visit' if item.appointment else 'request']}{row.pk}/"
        moves = grip = ""
        if self._moves(state):
            moves = f' data-move data-start="{moment}" data-end="{moments.write(item.ends_at)}"'
            grip = '<span class="grip" aria-hidden="true"></span>'
        chosen = ' aria-current="true"' if str(row.pk) == self._chosen else ""
        note = lucide("sticky-note", size=13) if item.request and item.request.reason else ""
        return (
            f'<li class="ev {state} {at} l{item.lane} w{item.width}"{moves}><a href="{url}"{chosen}>'
            f'<span class="sr">{begins} {patient}, {what}, {status}</span><span class="see" aria-hidden="true">'
            f'<span class="print-only">{begins} </span><b>{patient}</b> <span class="what">{what}</span> '
            f'<span class="state">{lucide(ICONS[state], size=13)}<span>{status}</span></span>{note}</span></a>'
            f"{grip}</li>"
        )

    def _gap(self, item, at: str, book: str, name: str) -> str:
        if not self._books:
            return ""
        begins, moment = self._time(slots.minute_of(item.starts_at))
        said = self._book_words % {"time": begins, "name": name}
        return (
            f'<li class="gap {at}"><a href="{book}{moment}"><span class="sr">{said}</span>'
            f'<span aria-hidden="true">{lucide("plus", size=14)} {begins}</span></a></li>'
        )

    def _off(self, item, at: str) -> str:
        begins = self._time(slots.minute_of(item.starts_at))[0]
        return f'<li class="off {at}"><span><span class="print-only">{begins} </span>{escape(item.text)}</span></li>'
