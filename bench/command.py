"""The command line: build the stand, measure, print the table, say whether everything that must hold does."""

import argparse
import os
import sys
from dataclasses import dataclass
from datetime import UTC, datetime

from bench.stand import FIRST, Stand, copy_database, stand, using
from embedded import parts
from embedded.environment import ROOT
from embedded.telling import Progress, say

PAGE = ROOT / "docs" / "bench.md"
LARGE, RACE, CONTROL = "large", "race", "control"
CONTROL_ROUNDS = 3
UNPROTECTED = "--config python:tests.race.unprotected"


def parser() -> argparse.ArgumentParser:
    made = argparse.ArgumentParser("python3 -m bench", description=__import__("bench").__doc__)
    made.add_argument("--quick", action="store_true", help="a minute or two: little data, short rounds, a short race")
    made.add_argument("--part", choices=["speed", "race"], help="only this half")
    made.add_argument("--rounds", type=int, metavar="N", help="slots that are raced for (default: 500, quick: 20)")
    made.add_argument("--visits", type=int, nargs=2, metavar=("FEW", "MANY"), help="(default: 20000 200000)")
    made.add_argument("--repeat", type=int, metavar="N", help="times each figure is taken (default: 5, quick: 2)")
    made.add_argument("--seconds", type=float, metavar="S", help="how long each takes (default: 1.5, quick: 0.5)")
    made.add_argument("--write", action="store_true", help=f"write the result to {PAGE.relative_to(ROOT)}")
    return made


@dataclass(frozen=True)
class Options:
    visits: tuple[int, int]
    repeat: int
    seconds: float
    rounds: int
    messages: tuple[int, int]
    parts: tuple[str, ...]
    write: bool

    @classmethod
    def of(cls, given: argparse.Namespace) -> "Options":
        """What was given, and for the rest what a full or a quick run takes."""
        usual = ((6_000, 24_000), 2, 0.5, 20) if given.quick else ((20_000, 200_000), 5, 1.5, 500)
        said = (given.visits and tuple(given.visits), given.repeat, given.seconds, given.rounds)
        chosen = (default if value is None else value for value, default in zip(said, usual, strict=True))
        messages = (5_000, 50_000) if given.quick else (50_000, 500_000)
        return cls(*chosen, messages, parts=(given.part,) if given.part else ("speed", "race"), write=given.write)


def main(arguments: list[str]) -> int:
    given = parser().parse_args(arguments)
    if given.write and (given.part or given.quick):
        parser().error("--write takes a whole run")
    os.chdir(ROOT)
    options, began, load = Options.of(given), datetime.now(UTC), os.getloadavg()[0]
    with stand() as place:
        from bench.report import Result

        result = Result(began, load, _machine(place, options), options.repeat)
        _run(place, options, result)
    say("\n" + result.text())
    if options.write:
        PAGE.write_text(result.page())
        say(f"\nWritten to {PAGE.relative_to(ROOT)}.")
    return 1 if result.faults else 0


def _machine(place: Stand, options: Options) -> str:
    postgres, python = place.application.postgres.programs.version, sys.version.split()[0]
    web = f"gunicorn with {parts.WEB_PROCESSES} x {parts.WEB_THREADS} threads"
    few, many = (f"{n:,}" for n in options.visits)
    data = f"{few} and {many} visits, {' and '.join(f'{n:,}' for n in options.messages)} messages"
    return f"{os.cpu_count()} cores, Python {python}, PostgreSQL {postgres} with fsync, {web}; {data}."


def _run(place: Stand, options: Options, result) -> None:
    """Everything on one stand, from the empty database to the last figure."""
    world = _seed(options)
    copy_database(FIRST, LARGE, RACE, CONTROL)
    if "speed" in options.parts:
        _speed(place, world, options, result.table.rows)
    if "race" in options.parts:
        result.race = _race(place, world, RACE, options.rounds)
        result.control = _race(place, world, CONTROL, CONTROL_ROUNDS, GUNICORN_CMD_ARGS=UNPROTECTED)


def _seed(options: Options):
    from django.core.management import call_command
    from django.utils import timezone

    from bench import furnishing, inbox_seeding, seeding

    step = Progress(f"Making a practice with {options.visits[0]:,} visits")
    call_command("migrate", run_syncdb=True, verbosity=0)
    world = seeding.practice(timezone.now())
    seeding.fill_calendar(world, options.visits[0])
    inbox_seeding.fill_inboxes(world, options.messages[0])
    furnishing.furnish(world)
    seeding.settle()
    step.done()
    return world


def _speed(place: Stand, world, options: Options, rows: list) -> None:
    from bench import inbox_measures, measures

    _add_history(world, options)
    plan = measures.Plan(rounds=options.repeat, seconds=options.seconds)
    floor_server = place.serve("floors", FIRST, "/hello/", DJANGO_SETTINGS_MODULE="bench.settings")
    few, many = place.serve("web-few", FIRST), place.serve("web-many", LARGE)
    floors = measures.floors(world, floor_server)
    rows += measures.floor_rows(floors, plan)
    for question in measures.questions(world):
        step = Progress(f"Asking: {question.name}")
        rows += measures.answers(question, floors[question.floor], few, many, options.visits, plan)
        step.done()
    for asked in inbox_measures.pages(world):
        step = Progress(f"Asking: {asked.name}")
        rows += inbox_measures.answers(asked, floors[inbox_measures.FLOOR], few, many, options.messages, plan)
        step.done()
    step = Progress("Approving")
    presses = measures.approvals(world, plan)  # only now: they would fill the inboxes
    rows += measures.approving(world, presses, few, floor_server, plan)
    step.done()
    place.end("floors", "web-few", "web-many")


def _add_history(world, options: Options) -> None:
    from bench import inbox_seeding, seeding

    visits, messages = (many - few for few, many in (options.visits, options.messages))
    step = Progress(f"Adding {visits:,} visits and {messages:,} messages of the years before")
    with using(LARGE):
        seeding.add_history(world, visits)
        inbox_seeding.fill_inboxes(world, messages)
        seeding.settle()
    step.done()


def _race(place: Stand, world, database: str, rounds: int, **changes: str):
    from bench import race

    with using(database):
        if database == CONTROL:
            race.unprotect()
        server = place.serve(f"web-{database}", database, **changes)
        step = Progress(f"{'The control' if database == CONTROL else 'The race'}: {rounds:,} slots")
        outcome = race.run(world, server.port, rounds)
        step.done()
    place.end(f"web-{database}")
    return outcome
