"""Nothing typed is lost: a form sent after the session ended is kept for the same person until they are back.

The same view of a form's fields serves the page shown while the database is away (settled 12).
"""

import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.http import HttpRequest
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django_htmx.http import HttpResponseClientRedirect

from practice import devices
from practice.models import ParkedSubmission, User

LARGEST = 64_000
KEPT_FOR = timedelta(hours=24)
_SECRET = ("password", "current", "code", "pin")
TOKEN = "csrfmiddlewaretoken"  # noqa: S105 - the name of a field
MARK = "parked"


@dataclass(frozen=True)
class Field:
    """One submitted value. `label` is set where somebody wrote prose, which is shown; the rest goes back hidden."""

    name: str
    value: str
    label: str = ""


def fields_of(pairs) -> list[Field]:
    """What may be handed back of (name, value) pairs: never a password or a code."""
    return [Field(name, value, _label(name, value)) for name, value in pairs if not _secret(name) and name != MARK]


def _secret(name: str) -> bool:
    return name in _SECRET or "password" in name


def _label(name: str, value: str) -> str:
    written = any(mark.isspace() for mark in value.strip())
    return name.replace("_", " ").capitalize() if written else ""


def pairs_of(request: HttpRequest) -> list[tuple[str, str]]:
    """Every submitted (name, value), in order; files are not among them."""
    return [(name, value) for name, values in request.POST.lists() for value in values]


def park(request: HttpRequest, user_id: str, now: datetime) -> ParkedSubmission | None:
    """Keep the submitted form for this login; None when there is nothing worth keeping or it is too large."""
    kept = [[field.name, field.value] for field in fields_of(pairs_of(request)) if field.name != TOKEN]
    user = User.objects.filter(pk=user_id, is_active=True).first()
    if user is None or not kept or len(json.dumps(kept)) > LARGEST:
        return None
    path = request.get_full_path()
    ParkedSubmission.objects.filter(user=user, path=path).delete()
    return ParkedSubmission.objects.create(user=user, path=path[:500], fields=kept, parked_at=now)


def waiting(user, parked_id: UUID, now: datetime) -> ParkedSubmission | None:
    """The kept form, for the person who sent it and for a day; None for everybody else."""
    return ParkedSubmission.objects.filter(pk=parked_id, user=user, parked_at__gt=now - KEPT_FOR).first()


def forget(user, parked_id: UUID) -> None:
    """It was sent again, or is not wanted any more."""
    ParkedSubmission.objects.filter(pk=parked_id, user=user).delete()


def forget_old(now: datetime) -> int:
    """Delete what nobody came back for."""
    return ParkedSubmission.objects.filter(parked_at__lte=now - KEPT_FOR).delete()[0]


class ParkedSubmissionMiddleware:
    """Parks a form that arrives without a session, and lets a kept one go when it arrives again."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        # A fragment cannot be replaced by the sign-in page: the whole page goes there.
        to_sign_in = response.status_code == 302 and response["Location"].startswith(reverse("account_login"))
        if to_sign_in and request.headers.get("HX-Request"):
            return HttpResponseClientRedirect(response["Location"])
        return response

    def process_view(self, request, view, args, kwargs):
        if request.method != "POST" or not getattr(view, "login_required", True) or getattr(view, "csrf_exempt", False):
            return None
        if request.user.is_authenticated:
            _let_go(request)
            return None
        return _keep(request)


def _keep(request):
    device = devices.read(request)
    parked = park(request, device.last, timezone.now()) if device.last else None
    if parked is None:
        return None
    back = reverse("parked", args=[parked.pk])
    return redirect(f"{reverse('account_login')}?next={back}")


def _let_go(request) -> None:
    try:
        parked_id = UUID(request.POST.get(MARK, ""))
    except ValueError:
        return
    forget(request.user, parked_id)
