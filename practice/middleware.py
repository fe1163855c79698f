"""Each request: its id, the actor it speaks for, and what browsers may keep of the answer."""

import uuid

from django.utils import timezone
from django.utils.cache import patch_vary_headers

from practice import logs, standing

STAFF_TREE, PATIENT_TREE = "staff", "my"


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
            request.actor = standing.patient_actor(request, kwargs.pop("practice"), timezone.now())
            if "patient" in kwargs:
                request.patient = standing.person(request.actor, kwargs.pop("patient"))
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
