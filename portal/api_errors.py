"""How the three ways a door says no become the API's answers."""

from datetime import datetime

from django.http import Http404
from rest_framework import exceptions, status
from rest_framework.response import Response
from rest_framework.views import exception_handler as default_handler

from practice.errors import NotAllowed, NotVisible, Refused


def exception_handler(error, context):
    """404 for what is not visible, 403 for what is not allowed, 409 with code, field and facts for a refusal."""
    if isinstance(error, Refused):
        answer = {"code": error.code, "message": error.message, "field": error.field, **_plain(error.extra)}
        return Response(answer, status=status.HTTP_409_CONFLICT)
    if isinstance(error, NotVisible):
        error = Http404()
    if isinstance(error, NotAllowed):
        error = exceptions.PermissionDenied()
    return default_handler(error, context)


def _plain(extra: dict) -> dict:
    """Only facts that are data; a page may carry rows in a refusal, the API names them by id."""
    return {name: _value(value) for name, value in extra.items()}


def _value(value):
    if isinstance(value, list | tuple):
        return [_value(item) for item in value]
    if hasattr(value, "starts_at"):
        provider = getattr(value, "provider", None)
        return {"starts_at": value.starts_at, "provider": provider and str(provider.pk)}
    if isinstance(value, datetime):
        return value
    return value if isinstance(value, str | int | bool | None) else str(getattr(value, "pk", value))
