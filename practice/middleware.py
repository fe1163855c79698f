"""Each request: its id, the actor it speaks for, what browsers may do with the answer, and forms sent too late."""

import uuid

from csp.constants import HEADER
from csp.utils import build_policy
from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django_htmx.http import HttpResponseClientRedirect

from practice import devices, logs, parking, standing

STAFF_TREE, PATIENT_TREE = "staff", "my"
# A page that asks by itself whether anything is new says so, and does not count as somebody being there.
POLL_HEADER = "X-Poll"


class RequestIdMiddleware:
    """Give each request an id of our own making, for logs and audit rows."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        request.id = str(uuid.uuid4())
        token = logs.request_id.set(request.id)
        try:
            response = self.get_response(request)
        finally:
            logs.request_id.reset(token)
        response["X-Request-ID"] = request.id
        return response


class ContentSecurityPolicyMiddleware:
    """What pages may load and do, as the settings say: the same for every answer, so it is put into words once."""

    def __init__(self, get_response):
        self.get_response = get_response
        self.policy = build_policy()

    def __call__(self, request):
        response = self.get_response(request)
        if not (settings.DEBUG and response.status_code in (404, 500)):  # Django's own pages for developers
            response.headers.setdefault(HEADER, self.policy)
        return response


class ActorMiddleware:
    """Turn the practice (and person) named in the URL into `request.actor`; no standing on that side is a 404."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        tree = request.resolver_match.namespaces[:1]
        if tree == [STAFF_TREE]:
            request.actor = standing.staff_actor(request, kwargs.pop("practice"), timezone.now())
        elif tree == [PATIENT_TREE]:
            named = kwargs.pop("practice"), kwargs.pop("patient")
            request.actor, request.patient = standing.patient_side(request, *named, timezone.now())
        # `kwargs` is the dict Django calls the view with: what was popped is on the request instead.


class NoStoreMiddleware:
    """Nothing behind sign-in is kept by a browser or a proxy; fragments and pages do not mix in a cache."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if getattr(request, "user", None) is not None and request.user.is_authenticated:
            response["Cache-Control"] = "no-store"
        patch_vary_headers(response, ["HX-Request"])
        return response


class ParkedSubmissionMiddleware:
    """Parks a form that arrives without a session, and lets a kept one go when it arrives again."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        # A fragment cannot be replaced by the sign-in page: the whole page goes there.
        to_sign_in = response.status_code == 302 and response["Location"].startswith(reverse("account_login"))
        if to_sign_in and request.headers.get(POLL_HEADER):
            return HttpResponse(status=401)  # the page says so itself, and keeps what is being typed on it
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
    parked = parking.park(request, device.last, timezone.now()) if device.last else None
    if parked is None:
        return None
    back = reverse("parked", args=[parked.pk])
    return redirect(f"{reverse('account_login')}?next={back}")


def _let_go(request) -> None:
    try:
        parked_id = uuid.UUID(request.POST.get(parking.MARK, ""))
    except ValueError:
        return
    parking.forget(request.user, parked_id)
