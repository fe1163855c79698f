"""What the office has set up for itself: phrases for answers, and who gets the requests for South."""

from messaging.models import Department
from messaging.services import phrases
from portal.demo.conversations import staff
from scheduling.services import routes

FRONT_OFFICE = [
    ("Thank you, on file", "Dear {{recipient}}, thank you. It is in {{patient}}'s record now."),
    ("Bring to the visit", "Please bring the insurance card and a list of all medication to the visit."),
    ("Call to settle a time", "Please call us at {{phone}} on [[which day?]]: we will find a time together."),
]
NURSE = [
    ("Fever at home", "Plenty to drink, light clothes and rest. Please call us at {{phone}} if it lasts three days."),
    ("Refill sent", "The refill is at [[which pharmacy?]]. It is usually ready the same afternoon."),
]


def load(cast) -> None:
    """A notebook of the practice, one of Nia's own, and a rule for a location that Sam has no access to."""
    admin, nia = staff(cast, cast.ad, cast.now), staff(cast, cast.nia, cast.now)
    _notebook(admin, "Front office", phrases.PRACTICE, FRONT_OFFICE)
    _notebook(nia, "Nurse line", phrases.MINE, NURSE)
    desk = Department.objects.of(cast.maple).get(receives="general")
    routes.add_route(by=admin, department=desk, location=cast.south)


def _notebook(by, name: str, owner: str, lines: list[tuple[str, str]]) -> None:
    made = phrases.add_notebook(by=by, name=name, owner=owner)
    for title, text in lines:
        phrases.add_phrase(by=by, notebook=made, title=title, text=text)
