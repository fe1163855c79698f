"""The report `Patient Summary`: patients with their e-mail addresses, and which of them are shared."""

from collections.abc import Iterator

from django.urls import reverse

from portal.charts import portal_tag
from practice import clock
from practice.access import Actor
from practice.models import Patient
from practice.selectors import patients as selectors, summary
from registration.selectors import portal_statuses

HEAD = ("Patient", "Born", "Record number", "E-mail", "Portal")


def context(actor: Actor, asked: dict, after: str, before: str) -> dict:
    """One page of patients, or of shared addresses where those were asked for."""
    if asked["duplicates"]:
        groups, further = summary.shared(actor, asked["email"], after)
        statuses = portal_statuses(actor, [one.pk for group in groups for one in group.patients])
        rows = [(group.address, [_row(actor, one, statuses, []) for one in group.patients]) for group in groups]
        return {"groups": rows, "further": further}
    within = summary.narrowed(asked["email"], without=asked["without"])
    found = selectors.search(actor, within=within, after=after or None, before=before or None)
    statuses, held = _facts(actor, found.rows)
    return {"rows": [_row(actor, one, statuses, held[one.pk]) for one in found.rows], "found": found}


def rows(actor: Actor, asked: dict) -> Iterator[list]:
    """The same for a file, all of it: a line for each patient, in the duplicates one for each address of theirs."""
    if asked["duplicates"]:
        after = ""
        while True:
            groups, after = summary.shared(actor, asked["email"], after)
            statuses = portal_statuses(actor, [one.pk for group in groups for one in group.patients])
            for group in groups:
                yield from (_cells(one, group.address, statuses) for one in group.patients)
            if not after:
                return
    within, after = summary.narrowed(asked["email"], without=asked["without"]), None
    while True:
        found = selectors.search(actor, within=within, after=after)
        statuses, held = _facts(actor, found.rows)
        yield from (_cells(one, ", ".join(held[one.pk]), statuses) for one in found.rows)
        if not (after := found.after):
            return


def _facts(actor: Actor, patients: list[Patient]) -> tuple[dict, dict]:
    return portal_statuses(actor, [one.pk for one in patients]), summary.addresses(actor, patients)


def _row(actor: Actor, patient: Patient, statuses: dict, addresses: list[str]) -> dict:
    return {
        "name": patient.name,
        "url": reverse("staff:portal:file", args=[actor.practice.slug, patient.pk]),
        "born": clock.full_day(patient.born_on),
        "record_number": patient.record_number,
        "addresses": addresses,
        "portal": portal_tag(statuses[patient.pk]),
    }


def _cells(patient: Patient, addresses: str, statuses: dict) -> list:
    portal = portal_tag(statuses[patient.pk])["word"]
    return [patient.name, clock.full_day(patient.born_on), patient.record_number, addresses, portal]
