"""What is measured of the Message Center: lists, threads, counts and search, each beside `inbox_ref`."""

from dataclasses import dataclass
from urllib.parse import urlencode

from bench.inbox_seeding import COMMON, RARE
from bench.load import request
from bench.measures import ALONE, TOGETHER, Asked, Plan, compared, in_turns, row
from bench.seeding import World
from bench.server import Server
from bench.table import Must, Row
from messaging.models import Thread

FLOOR = "inbox_ref"
THREADS_READ = 20
NONE: dict[str, str] = {}
PRESSED = {"HX-Request": "true", "HX-Target": "reader"}
DEEP = 2  # the share of the threads above a deep page: half
SOUGHT = (RARE, COMMON, "garcia", f"garcia {COMMON}", "child0123", "parent 77", "refill", "nosuchword")


@dataclass(frozen=True)
class Page:
    """A page, and how many times `inbox_ref` it may take with few and with many messages."""

    name: str
    requests: list[bytes]
    proof: bytes
    few: Must | None
    many: Must | None
    status: int = 200


def pages(world: World) -> list[Page]:
    """What a person at the clerk's desk looks at, and what the page asks by itself."""

    def get(tab: str, what: str = "", headers: dict[str, str] = NONE, **query) -> bytes:
        path = f"/staff/{world.practice.slug}/messages/{tab}/{what}"
        return request("GET", f"{path}?{urlencode(query)}", cookies=world.clerk_cookies, **headers)

    def press(threads) -> list[bytes]:
        ids = threads.values_list("pk", flat=True)[:THREADS_READ]
        return [get("open", headers=PRESSED, selected=one) for one in ids]

    threads = Thread.objects.of(world.practice).order_by("-last_at", "-pk")
    middle = threads[threads.count() // DEEP]
    said, asked = threads.exclude(kind="appointment"), threads.filter(kind="appointment")
    twice, thrice = Must(2), Must(3)
    deep = get("all", after=f"{middle.last_at.isoformat()}~{middle.pk}")
    return [
        Page("inbox, Unread Portal", [get("unread-portal")], b"Unread Portal", twice, twice),
        Page("inbox, Open", [get("open")], b"Open", twice, twice),
        Page("inbox, half-way down All", [deep], b"Older", twice, twice),
        Page("a thread, pressed in the list", press(said), b"reader-title", twice, twice),
        Page("a request, with its calendar", press(asked), b"reader-title", None, None),
        Page("counts and rows, asked by itself", [get("open", "news/")], b"arrived-count", twice, twice),
        Page("search", [get("all", q=words) for words in SOUGHT], b"Search messages", thrice, Must(8)),
    ]


def answers(page: Page, floor: Asked, small: Server, large: Server, sizes: tuple[int, int], plan: Plan) -> list[Row]:
    """The rows of one page: its floor, itself with few messages and with many, both beside the floor."""
    asked = {
        "floor": floor,
        "small": Asked(small, page.requests, page.proof, page.status),
        "large": Asked(large, page.requests, page.proof, page.status),
    }
    found = in_turns(asked, plan)
    few, many = (f"{size:,} messages" for size in sizes)
    beside, far = (
        compared(found[size], found["floor"], "p95", TOGETHER, "inbox_ref", must)
        for size, must in (("small", page.few), ("large", page.many))
    )
    grown = compared(found["large"], found["small"], "p50", ALONE, f"at {few}", None)
    return [
        row(FLOOR, found["floor"]),
        row(f"{page.name}, {few}", found["small"], **beside),
        row(f"… at {many}", found["large"], **far),
        row("… growth", found["large"], **grown),
    ]
