"""What is measured: each question of the product beside its floor, in turns, so that what slows one slows the other."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import cycle, islice
from urllib.parse import urlencode

from bench import seeding
from bench.load import LoadError, Sample, request
from bench.seeding import ASKED_ONLINE, CSRF, World
from bench.server import Server
from bench.table import Figures, Must, Row, cpu_ratio, median_ratio
from practice import clock
from scheduling import panel

MONTH = 31  # days
ALONE, TOGETHER = 1, 8  # browsers at once
WARM_UP = 0.4  # seconds; every thread of every worker opens its connection and compiles its templates
WARMING = 3 * TOGETHER  # approvals that count for nothing
FORM = "application/x-www-form-urlencoded"
GROWTH = Must(1.3)


@dataclass(frozen=True)
class Plan:
    """How long: so many rounds, in each so many seconds a figure, and so many approvals a figure."""

    rounds: int = 5
    seconds: float = 1.5
    approvals: int = 60


@dataclass(frozen=True)
class Asked:
    """Requests in turn to one web server. `proof` must stand in the answers, or nothing was measured."""

    server: Server
    requests: list[bytes]
    proof: bytes = b""
    status: int = 200

    def drive(self, lines: int, seconds: float) -> Sample:
        return self.server.drive(cycle(self.requests), lines=lines, seconds=seconds).expect(self.status)

    def warm_up(self) -> None:
        sample = self.server.drive(iter(self.requests), lines=1, keep_bodies=True).expect(self.status)
        if any(self.proof not in body for body in sample.bodies):
            raise LoadError(f"an answer without {self.proof!r}")
        self.drive(TOGETHER, WARM_UP)


@dataclass(frozen=True)
class Question:
    """A page or endpoint of the product, the floor it is compared with, and which figure of both."""

    name: str
    floor: str
    requests: list[bytes]
    proof: bytes
    figure: str
    must: Must
    growth: Must = GROWTH


Turns = Mapping[str, dict[int, list[Sample]]]


def in_turns(asked: Mapping[str, Asked], plan: Plan) -> Turns:
    """Every one of them alone and together, round after round."""
    for one in asked.values():
        one.warm_up()
    found: Turns = {name: {ALONE: [], TOGETHER: []} for name in asked}
    for _round in range(plan.rounds):
        for lines in (ALONE, TOGETHER):
            for name, one in asked.items():
                found[name][lines].append(one.drive(lines, plan.seconds))
    return found


def row(name: str, samples: dict[int, list[Sample]], **more) -> Row:
    return Row(name, Figures.of(samples[ALONE]), Figures.of(samples[TOGETHER]), **more)


def compared(measured: dict, floor: dict, figure: str, lines: int, with_what: str, must: Must | None) -> dict:
    """How one question stands to its floor: the cells of its row."""
    unit = "per s" if figure == "rate" else figure
    return {
        "against": f"{with_what}, {unit}, c={lines}",
        "ratio": median_ratio(measured[lines], floor[lines], figure),
        "by_cpu": cpu_ratio(measured[lines], floor[lines], figure),
        "must": must,
    }


# --- the floors ---


def floors(world: World, server: Server) -> dict[str, Asked]:
    """The floors that are read, by name."""
    days = [day.isoformat() for day in world.week]
    some = range(1, ASKED_ONLINE + 1)

    def get(*paths: str, proof: bytes = b"", cookies: str = "") -> Asked:
        return Asked(server, [request("GET", path, cookies=cookies) for path in paths], proof)

    return {
        "hello": get("/hello/", proof=b"hello"),
        "one query, 25 rows": get(f"/one-query/{world.clerk.user_id}/", proof=b"Appointment Request"),
        "inbox_ref": get("/inbox/", proof=b"Appointment Request", cookies=world.clerk_cookies),
        "slots floor, one provider": get(*(f"/slots/{n}/{day}/" for n in some for day in days), proof=b"T"),
        "slots floor, any provider": get(*(f"/slots/{day}/" for day in days), proof=b"T"),
        "days floor, one provider": get(*(f"/days/{n}/{days[0]}/" for n in some), proof=b"20"),
        "days floor, any provider": get(f"/days/{days[0]}/", proof=b"20"),
    }


def floor_rows(asked: Mapping[str, Asked], plan: Plan) -> Iterator[Row]:
    """The floors that no question is compared with."""
    for name in ("hello", "one query, 25 rows"):
        yield row(name, in_turns({name: asked[name]}, plan)[name])


# --- what is read ---


def questions(world: World) -> list[Question]:
    """What the product is asked."""
    online, parent = world.providers[:ASKED_ONLINE], world.parent_cookies

    def search(what: str, provider, first: date, days: int) -> bytes:
        return request("GET", _search_url(what, world, provider, first, days), cookies=parent)

    third, sixth, tenth = (Must(1 / n, at_least=True) for n in (3, 6, 10))
    one_day = [search("slots", provider, day, 1) for provider in online for day in world.week]
    any_day = [search("slots", None, day, 1) for day in world.week]
    month = [search("days", provider, world.week[0], MONTH) for provider in online]
    any_month = [search("days", None, world.week[0], MONTH)]
    week = [request("GET", _week_url(world), cookies=world.clerk_cookies)]
    return [
        Question("slots, one provider, a day", "slots floor, one provider", one_day, b"[", "rate", third),
        Question("slots, any of 10, a day", "slots floor, any provider", any_day, b"starts_at", "rate", sixth),
        Question("free days of a month, one", "days floor, one provider", month, b"day", "rate", tenth),
        Question("free days of a month, any of 10", "days floor, any provider", any_month, b"day", "rate", tenth),
        Question("week of 12 providers", "inbox_ref", week, b"Child", "p95", Must(4)),
    ]


def _search_url(what: str, world: World, provider, first: date, days: int) -> str:
    """`slots` or `days` of the API, from the first day on."""
    facts = {"visit_type": world.visit_types[0].pk, "location": world.location.pk}
    facts |= {"provider": provider.pk} if provider else {}
    facts |= {"first_day": first, "last_day": first + timedelta(days=days - 1)}
    return f"/api/v1/{world.practice.slug}/my/{world.patients[0].pk}/{what}/?{urlencode(facts)}"


def _week_url(world: World) -> str:
    return f"/staff/{world.practice.slug}/schedule/week/{world.week[0]}/?location={world.location.pk}"


def answers(
    question: Question, floor: Asked, small: Server, large: Server, sizes: tuple[int, int], plan: Plan
) -> list[Row]:
    """The rows of one question: its floor, itself at the small size, and at the large one beside the small."""
    asked = {
        "floor": floor,
        "small": Asked(small, question.requests, question.proof),
        "large": Asked(large, question.requests, question.proof),
    }
    found = in_turns(asked, plan)
    few, many = (f"{size:,} visits" for size in sizes)
    beside = compared(found["small"], found["floor"], question.figure, TOGETHER, "its floor", question.must)
    grown = compared(found["large"], found["small"], "p50", ALONE, f"at {few}", question.growth)
    return [
        row(question.floor, found["floor"]),
        row(question.name, found["small"], **beside),
        row(f"… at {many}", found["large"], **grown),
    ]


# --- what is written ---


def approvals(world: World, plan: Plan) -> list[bytes]:
    """Presses of `Approve` in the browser for the whole plan, each of a request of its own at a time of its own."""
    needed = 2 * plan.rounds * plan.approvals + WARMING
    return [_press(world, seeding.ask(world, turn).pk, *place) for turn, place in enumerate(_places(world, needed))]


def _places(world: World, n: int) -> Iterator[tuple[datetime, object]]:
    """Free times, one after the other with each provider in turn."""
    zone = world.location.zone
    everything = (
        (clock.instant(day, minute, zone), provider)
        for day in world.free_days()
        for minute in seeding.GRID
        for provider in world.providers
    )
    return islice(everything, n)


def _press(world: World, request_id, starts_at: datetime, provider) -> bytes:
    form = urlencode({"time": panel.time_value(starts_at, provider), "csrfmiddlewaretoken": CSRF}).encode()
    path = f"/staff/{world.practice.slug}/schedule/requests/{request_id}/approval/"
    return request("POST", path, cookies=world.clerk_cookies, body=form, kind=FORM)


def approving(world: World, presses: list[bytes], product: Server, floors: Server, plan: Plan) -> list[Row]:
    """Approving a request, everything included, beside one insert."""
    rest = iter(presses)
    product.drive(islice(rest, WARMING), lines=TOGETHER).expect(302)
    insert = Asked(floors, [request("POST", "/entries/", kind=FORM)], status=201)
    mine = Asked(floors, [request("POST", "/my-entries/", kind=FORM, cookies=world.clerk_cookies)], status=201)
    insert.warm_up()
    mine.warm_up()
    floor, signed_in, found = ({ALONE: [], TOGETHER: []} for _ in range(3))
    for _round in range(plan.rounds):
        for lines in (ALONE, TOGETHER):
            floor[lines].append(insert.drive(lines, plan.seconds))
            found[lines].append(product.drive(islice(rest, plan.approvals), lines=lines).expect(302))
            signed_in[lines].append(mine.drive(lines, plan.seconds))
    beside = compared(found, floor, "p50", ALONE, "insert floor", Must(4))
    return [
        row("insert floor, one row, fsync", floor),
        row("the same, signed in", signed_in),
        row("approve a request, the whole POST", found, **beside),
    ]
