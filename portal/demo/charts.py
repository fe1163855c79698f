"""What the charts hold: pharmacies, medication, allergies and alerts, insurance."""

from datetime import timedelta

from messaging import insurance, referrals
from portal.demo import build
from portal.demo.conversations import guardian
from portal.demo.families import Family
from practice.models import Patient, PatientFlag, Referral

PHARMACIES = [
    ("Elm Street Pharmacy", "1 Elm Street, Albany, NY 12203", "+15550104451"),
    ("Lakeside Drugs", "40 Lake Road, Madison, WI 53703", "+15550104452"),
    ("Corner Pharmacy", "212 Quail Street, Albany, NY 12203", ""),
]
# Name, dose, days one fill lasts, days since the last fill, controlled?
TAKEN = [
    ("Albuterol", "90 mcg, 2 puffs every 4 hours as needed", 30, 41, False),
    ("Cetirizine", "5 mg/5 mL, 5 mL once a day", 60, 12, False),
    ("Methylphenidate ER", "18 mg, one tablet in the morning", 30, 27, True),
    ("Fluticasone", "44 mcg, 1 puff twice a day", 60, 70, False),
    ("Montelukast", "5 mg, one chewable tablet in the evening", 30, 33, False),
]
FLAGS = [
    ("allergy", "Penicillin (rash)"),
    ("alert", "Needs a Polish interpreter"),
    ("allergy", "Peanuts: carries epinephrine"),
    ("alert", "Father may not pick up: court order in the file"),
]
COMPANIES = ["Acme Health", "Northern Mutual", "Bluewater Health", "Family Plan of Albany"]


def load(cast, families: list[Family]) -> None:
    """Fill the charts of the journeys' people and of the other families, and ask for a referral and new insurance."""
    cast.pharmacies = [build.pharmacy(cast.maple, *facts) for facts in PHARMACIES]
    _journeys(cast)
    for n, child in enumerate(child for family in families for child in family.children):
        if n % 2 == 0:
            _takes(cast, child, n // 2)
        if n % 5 == 1:
            _flag(cast, child, *FLAGS[n // 5 % len(FLAGS)])
        _insured(cast, child, n)
    _asks_for_a_referral(cast, families[7])
    _reports_insurance(cast, families[15])


def _journeys(cast) -> None:
    for n in (0, 1):
        _takes(cast, cast.leo, n)
    build.medication(
        cast.leo,
        "Amoxicillin",
        "400 mg/5 mL, 5 mL twice a day",
        prescriber=cast.ada,
        ended_on=(cast.now - timedelta(days=120)).date(),
        ended_reason="Course finished; rash on day 6",
    )
    _flag(cast, cast.leo, "allergy", "Penicillin (rash)")
    _takes(cast, cast.mia, 2)
    _flag(cast, cast.mia, "alert", "Speaks for herself: ask Mia first")
    _takes(cast, cast.paul, 4)
    for n, patient in enumerate((cast.leo, cast.mia, cast.paul)):
        _insured(cast, patient, n)
        patient.primary_provider = cast.dr_ada
        patient.save(update_fields=["primary_provider"])


def _takes(cast, patient: Patient, n: int) -> None:
    name, dose, days, since, controlled = TAKEN[n % len(TAKEN)]
    build.medication(
        patient,
        name,
        dose,
        days_supply=days,
        last_filled_on=(cast.now - timedelta(days=since)).date(),
        controlled=controlled,
        pharmacy=cast.pharmacies[n % len(cast.pharmacies)],
        prescriber=cast.ada if n % 2 == 0 else cast.ben,
    )


def _flag(cast, patient: Patient, kind: str, text: str) -> None:
    PatientFlag.objects.create(
        practice=cast.maple,
        patient=patient,
        kind=kind,
        text=text,
        recorded_at=cast.now - timedelta(days=200),
        recorded_by=cast.nia,
    )


def _insured(cast, patient: Patient, n: int) -> None:
    policy = build.insurance(patient, COMPANIES[n % len(COMPANIES)], f"{4_410_200 + 37 * n}", cast.fay, f"G-{n % 9}")
    policy.starts_on = (cast.now - timedelta(days=300)).date()
    policy.save(update_fields=["starts_on"])


def _asks_for_a_referral(cast, family: Family) -> None:
    """One that waits for Rita, for a child who was referred before."""
    by = guardian(cast, family, cast.now - timedelta(hours=7))
    child = family.children[0]
    _flag(cast, child, "alert", "Call the mother after 3 pm only")
    reason = "Hives after every meal with nuts. Dr Ada mentioned an allergy test at the last visit."
    referrals.ask(by=by, patient=child, specialty="Allergy", wanted="Dr Lund at Albany Allergy", reason=reason)
    Referral.objects.create(
        practice=cast.maple,
        patient=child,
        specialty="Speech therapy",
        referred_to="Hudson Speech Center",
        reason="Stutter since the spring, no other finding.",
        made_by=cast.rita,
        made_at=cast.now - timedelta(days=34),
    )


def _reports_insurance(cast, family: Family) -> None:
    by = guardian(cast, family, cast.now - timedelta(hours=6))
    facts = {"company": "Bluewater Health", "member_number": "BWH 330 981 07", "group_number": "M-20"}
    insurance.report(by=by, patient=family.children[0], **facts)
