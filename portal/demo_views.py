"""What only a demo has: becoming one of its people with one press, reading the mail it sent, seeing every component."""

from functools import wraps

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from portal.demo import outbox
from portal.demo.people import demo_people
from practice import sign_in
from practice.http import back_to, page


def _only_in_a_demo(view):
    @wraps(view)
    def guarded(request, *args, **kwargs):
        if not settings.DEMO:
            raise Http404
        return view(request, *args, **kwargs)

    return login_not_required(guarded)


@require_POST
@_only_in_a_demo
def become(request):
    """Sign in as one of the demo's people; nobody else can be named."""
    person = next((one for one in demo_people() if str(one.pk) == request.POST.get("person")), None)
    if person is None:
        raise Http404
    return sign_in.enter(request, person, back_to(request, reverse("home")))


@_only_in_a_demo
def sent_mail(request):
    """Every e-mail and text the demo sent, newest first, and what still waits."""
    context = {"letters": outbox.letters(), "waiting": outbox.waiting(timezone.now())}
    return page(request, "portal/demo/outbox.html", context)


@_only_in_a_demo
def components(request):
    """Every shared component in every state."""
    return page(request, "portal/demo/components.html", {})
