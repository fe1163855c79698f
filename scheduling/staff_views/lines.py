"""What stands in the calendar's columns and cells as HTML. A week may have a thousand such lines, and a template with
includes takes ten times as long.

Whatever people wrote is escaped here, and here alone strings become markup.
"""

import functools
from collections.abc import Iterable
from datetime import date, datetime
from html import escape  # Django's own takes five times as long, to be lazy where need be
from urllib.parse import urlencode
from uuid import UUID
from zoneinfo import ZoneInfo

from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from practice import clock
from practice.access import Permission
from practice.models import Provider
from practice.templatetags.lucide import lucide
from scheduling import moments, slots
from scheduling.selectors.schedule import Item
from scheduling.selectors.week import WeekColumn
from scheduling.selectors.week_rows import Entry
from scheduling.staff_views.looks import ICONS, status_word
from scheduling.states import MOVABLE

ROUTES = {"visit": "appointment", "request": "request"}
NOTE = '<svg class="note"><use href="#i-note"/></svg>'
MINUTES = 8192  # kept as text; a week has some two hundred at which something begins or ends


def key_of(provider: Provider | None) -> str:
    """What a column is called in ids and data attributes."""
    return str(provider.pk) if provider else "open"


def _beginning(route: str, slug: str) -> str:
    """The address of something by its id, up to the id."""
    return reverse(f"staff:scheduling:{route}", args=[slug, UUID(int=0)]).removesuffix(f"{UUID(int=0)}/")


def _bare(time: str) -> str:
    return time.removesuffix(" am").removesuffix(" pm")


@functools.lru_cache(maxsize=MINUTES)
def _time(minute: int, zone: ZoneInfo) -> str:
    return clock.time(slots.moment_of(minute), zone)


@functools.lru_cache(maxsize=MINUTES)
def _moment(minute: int) -> str:
    return moments.write(slots.moment_of(minute))


class Drawing:
    """What many lines share, such as an address or the word of a state, made once."""

    def __init__(self, request, location, chosen=None):
        self._chosen, self._zone = str(chosen.pk) if chosen else None, location.zone
        self._books = request.actor.may(Permission.APPOINTMENT_BOOK)
        slug = request.actor.practice.slug
        self._address = {kind: _beginning(name, slug) for kind, name in ROUTES.items()}
        self._book = escape(f"{reverse('staff:scheduling:book', args=[slug])}?{urlencode({'location': location.pk})}")
        self._book_words = _("Book %(time)s with %(name)s")
        self._words = {state: escape(status_word(state)) for state in ICONS}

    def _gap_of(self, provider: Provider | None) -> tuple[str, str]:
        """How the address of this provider's gaps begins, and the provider's name."""
        if provider is None:
            return "", ""
        return f"{self._book}&amp;provider={provider.pk}&amp;at=", escape(provider.name)

    def _moves(self, state: str) -> bool:
        return self._books and state in MOVABLE


class Lines(Drawing):
    """The cells of a week: a line each."""

    def __init__(self, request, location, chosen=None):
        super().__init__(request, location, chosen)
        self._no_hours, self._free_words = escape(_("No hours")), _("%(begins)s – %(ends)s free")
        self._begins = {
            state: f'<li class="ev {state}"{" data-move" * self._moves(state)}><a href="' for state in ICONS
        }
        self._ends = {
            state: f'<em><svg><use href="#i-{state}"/></svg><span>{word}</span></em>'
            for state, word in self._words.items()
        }
        self._types = functools.cache(escape)  # a handful of names, hundreds of times

    def cells(self, on: date, columns: Iterable[WeekColumn]) -> SafeString:
        """The day's cell of each column."""
        drawn = [self._cell(on.isoformat(), column.provider, column.cells.get(on)) for column in columns]
        return mark_safe("".join(drawn))  # noqa: S308  every part is escaped where it is put in

    def _cell(self, day: str, provider: Provider | None, entries: list[Entry] | None) -> str:
        where = f'data-day="{day}" data-provider="{key_of(provider)}"'
        if entries is None and provider:
            return f'<td class="out" {where}><span>{self._no_hours}</span></td>'
        book, name = self._gap_of(provider)
        drawn = []
        for entry in entries or ():
            if entry.kind == "free":
                drawn.append(self._gap(entry, book, name))
            elif entry.kind == "off":
                drawn.append(self._off(entry))
            else:
                drawn.append(self._event(entry))
        lines = "".join(drawn)
        return f"<td {where}><ol>{lines}</ol></td>" if lines else f"<td {where}></td>"

    def _event(self, entry: Entry) -> str:
        start, _end, kind, what, pk, patient, state, has_note = entry
        time, patient, what = _time(start, self._zone), escape(patient), self._types(what)
        chosen = ' aria-current="true"' if pk == self._chosen else ""
        return (
            f'{self._begins[state]}{self._address[kind]}{pk}/?view=week"{chosen} '
            f'aria-label="{time} {patient}, {what}, {self._words[state]}"><i>{time}</i> <b>{patient}</b> <u>{what}</u> '
            f"{self._ends[state]}{NOTE if has_note else ''}</a></li>"
        )

    def _gap(self, entry: Entry, book: str, name: str) -> str:
        if not self._books:
            return ""
        begins, ends = _time(entry.start, self._zone), _time(entry.end, self._zone)
        said = self._book_words % {"time": begins, "name": name}
        free = self._free_words % {"begins": _bare(begins), "ends": ends}
        return f'<li class="gap"><a href="{book}{_moment(entry.start)}" aria-label="{said}">{free}</a></li>'

    def _off(self, entry: Entry) -> str:
        begins, ends = _bare(_time(entry.start, self._zone)), _time(entry.end, self._zone)
        return f'<li class="off"><i>{begins} – {ends}</i> {escape(entry.what)}</li>'


class Track(Drawing):
    """The columns of a day: classes say where in its grid of quarter hours each thing stands."""

    def column(self, provider: Provider | None, placed: Iterable[tuple[Item, str]]) -> SafeString:
        """The items in their order, each with the classes that place it."""
        book, name = self._gap_of(provider)
        drawn = []
        for item, at in placed:
            if item.kind == "gap":
                drawn.append(self._gap(item, at, book, name))
            elif item.kind == "off":
                drawn.append(self._off(item, at))
            else:
                drawn.append(self._event(item, at))
        return mark_safe("".join(drawn))  # noqa: S308  every part is escaped where it is put in

    def _event(self, item, at: str) -> str:
        row, state = item.appointment or item.request, item.state
        begins, moment = self._written(item.starts_at)
        patient, what, status = escape(row.patient.name), escape(row.visit_type.name), self._words[state]
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
        begins, moment = self._written(item.starts_at)
        said = self._book_words % {"time": begins, "name": name}
        return (
            f'<li class="gap {at}"><a href="{book}{moment}"><span class="sr">{said}</span>'
            f'<span aria-hidden="true">{lucide("plus", size=14)} {begins}</span></a></li>'
        )

    def _off(self, item, at: str) -> str:
        begins, _moment = self._written(item.starts_at)
        return f'<li class="off {at}"><span><span class="print-only">{begins} </span>{escape(item.text)}</span></li>'

    def _written(self, at: datetime) -> tuple[str, str]:
        """The time on the clock there, and the moment as addresses write it."""
        return _time(slots.minute_of(at), self._zone), moments.write(at)
