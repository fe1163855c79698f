"""Twenty more families, so that lists look lived in. All names are made up."""

import random
from dataclasses import dataclass
from datetime import datetime

from portal.demo import build
from practice.models import Patient, User

FAMILIES = [
    ("Okafor", "Ngozi", ["Chidi", "Amaka"]),
    ("Bauer", "Katrin", ["Rafael"]),
    ("Núñez", "Marisol", ["Sofía", "Mateo", "Lucía"]),
    ("Cohen", "Dana", ["Ezra"]),
    ("Wójcik", "Agnieszka", ["Tomasz", "Hanna"]),
    ("Park", "Ji-woo", ["Min-jun"]),
    ("Rossi", "Elena", ["Isabella", "Luca"]),
    ("Haile", "Selam", ["Dawit"]),
    ("Lind", "Karin", ["Knut", "Freja"]),
    ("Silva", "Beatriz", ["Bruno"]),
    ("Moreau-Fitzgerald", "Aurélie", ["Anaïs", "Théo"]),
    ("Tanaka", "Yuki", ["Haruto"]),
    ("O'Sullivan", "Maeve", ["Saoirse", "Declan", "Niamh"]),
    ("Petrović", "Jelena", ["Luka"]),
    ("Johansson", "Elsa", ["Oskar", "Vera"]),
    ("Mbeki", "Thandi", ["Sipho"]),
    ("von Hohenberg-Castellane", "Maximiliana", ["Wilhelmina Alexandra"]),
    ("Kowalski", "Ewa", ["Zosia"]),
    ("Reyes", "Carmen", ["Diego", "Paloma"]),
    ("Li", "Mei", ["An"]),
]


@dataclass(frozen=True)
class Family:
    """A guardian with a login, and the children the login acts for."""

    guardian: User
    children: list[Patient]


def load(cast, chance: random.Random) -> list[Family]:
    """Make the families; each guardian is registered and each child has a case open to requests."""
    return [_family(cast, n, *facts, chance) for n, facts in enumerate(FAMILIES)]


def _family(cast, n: int, family: str, guardian: str, children: list[str], chance: random.Random) -> Family:
    email = f"family{n + 1}@mail.example"
    login = build.user(email, f"{guardian} {family}", cast.now)
    made = [_child(cast, given, family, login, n, chance) for given in children]
    return Family(login, made)


def _child(cast, given: str, family: str, login: User, n: int, chance: random.Random) -> Patient:
    home = cast.south if n % 7 == 3 else cast.north
    facts = {"days": chance.randrange(360), "home_location": home, "record_number": _number(cast)}
    child = build.patient(cast.maple, given, family, chance.randrange(1, 17), cast.now, **facts)
    build.case(child, "Primary care", allows_requests=True, visit_types=[cast.well, cast.sick])
    build.contact(child, login.name, "mother", login.email, f"+1555010{4500 + n}")
    build.grant(login, child, "mother", _long_ago(cast.now))
    return child


def _number(cast) -> str:
    return f"M-{1100 + Patient.objects.of(cast.maple).count()}"


def _long_ago(now: datetime) -> datetime:
    return now.replace(year=now.year - 1, day=min(now.day, 28))
