"""More of everything at Maple Pediatrics, for walks that ask whether a page then asks more queries."""

from datetime import timedelta

from messaging.models import Phrase, PhraseNotebook
from practice.models import AuditEvent, Closure, PatientFlag, Referral
from scheduling.models import RequestRoute
from tests import build
from tests.walks.world import ask, being_written, start_thread


def grow(cast, n: int, start: int = 0) -> None:
    """`n` more, numbered from `start`, of what a practice has many of: families, visits, threads, people, places."""
    first = cast.leo_visit.starts_at.astimezone(cast.north.zone).date()
    for i in range(start, start + n):
        child = build.patient(cast.maple, f"Kid{i:03}", "Growing", 5, cast.now, home_location=cast.north)
        case = build.case(child, "Primary care", allows_requests=True, visit_types=[cast.well, cast.sick])
        build.case(cast.leo, f"Course {i}", allows_requests=True, visit_types=[cast.well])
        build.contact(cast.leo, f"Aunt {i}", "other")
        build.grant(cast.gina, child, "mother", cast.now)
        aunt = build.user(f"aunt{i}@mail.example", f"Aunt {i}", cast.now)
        build.grant(aunt, cast.leo, "other", cast.now)
        ask(cast, start_thread(cast, child, cast.gina, [cast.sam, cast.fay]), child, case, cast.gina)
        being_written(cast, start_thread(cast, cast.leo, cast.gina, [cast.sam, cast.fay, cast.nia], kind="general"))
        _set_up(cast, i, first)
        _more_in_the_chart(cast, i)
        for patient, minute in ((child, 0), (cast.leo, 30)):
            _visit(cast, patient, case if patient is child else cast.leo_primary, first, i, minute)


def _more_in_the_chart(cast, i: int) -> None:
    build.pharmacy(cast.maple, f"Pharmacy {i}")
    taken = {"prescriber": cast.ada, "pharmacy": build.pharmacy(cast.maple, f"Branch {i}")}
    build.medication(cast.leo, f"Drug {i}", "1 a day", **taken)
    build.medication(cast.leo, f"Old drug {i}", "1 a day", ended_on=cast.now.date(), **taken)
    facts = {"practice": cast.maple, "patient": cast.leo}
    recorded = {**facts, "kind": "alert", "recorded_at": cast.now, "recorded_by": cast.nia}
    PatientFlag.objects.create(**recorded, text=f"Alert {i}")
    PatientFlag.objects.create(**recorded, text=f"Old alert {i}", ended_at=cast.now, ended_by=cast.nia)
    Referral.objects.create(**facts, specialty="Allergy", reason="x", made_by=cast.rita, made_at=cast.now)
    _more_in_the_audit(cast, i)
    policy = build.insurance(cast.mia, f"Old {i}", "1", cast.fay)
    policy.patient, policy.ended_on = cast.leo, cast.now.date()
    policy.save(update_fields=["patient", "ended_on"])


def _more_in_the_audit(cast, i: int) -> None:
    reader = build.user(f"reader{i}@mail.example", f"Reader {i}", cast.now)
    about = {"practice_ref": cast.maple.pk, "patient_ref": cast.leo.pk, "user_ref": reader.pk}
    AuditEvent.objects.create(at=cast.now, **about, hat="staff", action="patient.edited")


def _set_up(cast, i: int, first) -> None:
    nurse = build.member(cast.maple, build.user(f"n{i}@x.example", f"Nurse {i}", cast.now), ["messages"], cast.now)
    cast.appointment_requests.members.add(nurse)
    notebook = PhraseNotebook.objects.create(practice=cast.maple, name=f"Notebook {i}")
    Phrase.objects.create(practice=cast.maple, notebook=notebook, title="Hours", text="9 to 5")
    place = build.location(cast.maple, f"Place {i}", "America/New_York", "1 Street")
    build.opening_hours(place, range(5), (9, 17))
    kind = build.visit_type(cast.maple, f"Visit {i}", 30)
    RequestRoute.objects.create(
        practice=cast.maple, position=2 + i, visit_type=kind, department=cast.appointment_requests
    )
    Closure.objects.create(
        practice=cast.maple,
        location=cast.north,
        starts_at=cast.now + timedelta(days=60 + i),
        ends_at=cast.now + timedelta(days=61 + i),
        reason="x",
    )


def _visit(cast, patient, case, first, i: int, minute: int) -> None:
    """A visit of its own day and provider, so that nobody is booked twice."""
    doctor = build.provider(cast.maple, f"Dr {i}-{minute}")
    build.provider_hours(doctor, cast.north, range(5), (9, 17))
    day = first if patient is not cast.leo else first + timedelta(days=1 + i)
    build.visit(
        patient,
        case=case,
        location=cast.north,
        provider=doctor,
        visit_type=cast.sick,
        day=day,
        hour=14,
        minute=minute,
        now=cast.now,
    )
