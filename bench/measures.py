"""What is measured: each question of the product beside its floor, in turns, so that what slows one slows the other."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import cycle, islice, repeat
from urllib.parse import urlencode

from bench import seeding
from bench.load import LoadError, Sample, drive, request
from bench.seeding import ASKED_ONLINE, CSRF, World
from bench.table import Figures, Must, Row, median_ratio
from practice import clock
from scheduling import panel

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

    port: int
    requests: list[bytes]
    proof: bytes = b""
    status: int = 200

    def drive(self, lines: int, seconds: float) -> Sample:
        return drive(self.port, cycle(self.requests), lines=lines, seconds=seconds).expect(self.status)

    def warm_up(self) -> None:
        sample = drive(self.port, iter(self.requests), lines=1, keep_bodies=True).expect(self.status)
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
    growth: Must | None = GROWTH


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


# --- the floors ---


def floors(world: World, port: int) -> dict[str, Asked]:
    """The floors that are read, by name."""
    days = [day.isoformat() for day in world.week]
    some = range(1, ASKED_ONLINE + 1)

    def get(*paths: str, proof: bytes = b"", cookies: str = "") -> Asked:
        return Asked(port, [request("GET", path, cookies=cookies) for path in paths], proof)

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

    def slots(provider, day) -> bytes:
        return request("GET", _slots_url(world, provider, day, day), cookies=parent)

    third, sixth, tenth = (Must(1 / n, at_least=True) for n in (3, 6, 10))
    one_day = [slots(provider, day) for provider in online for day in world.week]
    any_day = [slots(None, day) for day in world.week]
    month = [request("GET", _days_url(world, provider), cookies=parent) for provider in online]
    any_month = [request("GET", _days_url(world, None), cookies=parent)]
    week = [request("GET", _week_url(world), cookies=world.clerk_cookies)]
    return [
        Question("slots, one provider, a day", "slots floor, one provider", one_day, b"[", "rate", third),
        Question("slots, any of 10, a day", "slots floor, any provider", any_day, b"starts_at", "rate", sixth),
        Question("free days of a month, one", "days floor, one provider", month, b"20", "rate", tenth),
        Question("free days of a month, any of 10", "days floor, any provider", any_month, b"20", "rate", tenth),
        Question("week of 12 providers", "inbox_ref", week, b"Child", "p95", Must(4), growth=None),
    ]


def _slots_url(world: World, provider, first, last) -> str:
    facts = {"visit_type": world.visit_types[0].pk, "location": world.location.pk}
    facts |= {"provider": provider.pk} if provider else {}
    facts |= {"first_day": first, "last_day": last}
    return f"/api/v1/maple/my/{world.patients[0].pk}/slots/?{urlencode(facts)}"


def _days_url(world: World, provider) -> str:
    facts = {"case": world.cases[0].pk, "visit_type": world.visit_types[0].pk, "location": world.location.pk}
    facts |= {"provider": provider.pk if provider else "any"}
    return f"/my/maple/{world.patients[0].pk}/appointments/request/times/?{urlencode(facts)}"


def _week_url(world: World) -> str:
    return f"/staff/maple/schedule/day/{world.week[0]}/?location={world.location.pk}"


def answers(question: Question, floor: Asked, small: int, large: int, sizes: tuple[int, int], plan: Plan) -> list[Row]:
    """The rows of one question: its floor, itself at the small size, and at the large one beside the small."""
    asked = {
        "floor": floor,
        "small": Asked(small, question.requests, question.proof),
        "large": Asked(large, question.requests, question.proof),
    }
    found = in_turns(asked, plan)
    ratio = median_ratio(found["small"][TOGETHER], found["floor"][TOGETHER], question.figure)
    growth = median_ratio(found["large"][ALONE], found["small"][ALONE], "p50")
    unit = "per s" if question.figure == "rate" else question.figure
    few, many = (f"{size:,}" for size in sizes)
    return [
        row(question.floor, found["floor"]),
        row(question.name, found["small"], against=f"floor, {unit}, c=8", ratio=ratio, must=question.must),
        row(
            f"… at {many} visits",
            found["large"],
            against=f"at {few}, p50, c=1",
            ratio=growth,
            must=question.growth,
        ),
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


def approving(presses: list[bytes], port: int, floor_port: int, plan: Plan) -> list[Row]:
    """Approving a request, everything included, beside one insert: as many of either in each round."""
    insert = request("POST", "/entries/", kind=FORM)
    rest = iter(presses)
    drive(port, islice(rest, WARMING), lines=TOGETHER).expect(302)
    drive(floor_port, repeat(insert, 4 * WARMING), lines=TOGETHER).expect(201)
    floor, found = ({ALONE: [], TOGETHER: []} for _ in range(2))
    for _round in range(plan.rounds):
        for lines in (ALONE, TOGETHER):
            inserts = repeat(insert, plan.approvals)
            floor[lines].append(drive(floor_port, inserts, lines=lines).expect(201))
            found[lines].append(drive(port, islice(rest, plan.approvals), lines=lines).expect(302))
    ratio = median_ratio(found[ALONE], floor[ALONE], "p50")
    return [
        row("insert floor, one row, fsync", floor),
        row("approve a request, the whole POST", found, against="floor, p50, c=1", ratio=ratio, must=Must(4)),
    ]
