"""Whether this installation lives, and whether it can serve. Open to everybody; tells no names."""

import socket
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db import DatabaseError, connection
from django.http import JsonResponse


@login_not_required
def live(request):
    """200 as long as the process answers."""
    return JsonResponse({"status": "live"})


@login_not_required
def ready(request):
    """503 only when the database is away; a missing broker is named in `degraded` and mail waits (settled 13)."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return JsonResponse({"status": "unavailable", "degraded": ["database"]}, status=503)
    return JsonResponse({"status": "ready", "degraded": [] if broker_answers() else ["broker"]})


def broker_answers() -> bool:
    """Whether something listens where the broker should be. One second at most."""
    url = urlsplit(settings.CELERY_BROKER_URL)
    try:
        if url.scheme == "redis+socket":
            with socket.socket(socket.AF_UNIX) as client:
                client.settimeout(1)
                client.connect(unquote(url.path))
        else:
            socket.create_connection((url.hostname or "localhost", url.port or 6379), timeout=1).close()
    except OSError:
        return False
    return True
