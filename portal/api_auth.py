"""How a program signs in to the API, and how the three ways a door says no become its answers."""

from django.http import Http404
from django.utils import timezone
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from knox.auth import TokenAuthentication as KnoxAuthentication
from rest_framework import exceptions, status
from rest_framework.response import Response
from rest_framework.views import exception_handler as default_handler

from practice.errors import NotAllowed, NotVisible, Refused


class TokenAuthentication(KnoxAuthentication):
    """Knox's tokens; one that is not even text is refused like any other wrong one."""

    def authenticate_credentials(self, token):
        try:
            return super().authenticate_credentials(token)
        except UnicodeDecodeError as error:
            raise exceptions.AuthenticationFailed from error


class TokenScheme(OpenApiAuthenticationExtension):
    """How the description names it."""

    target_class = TokenAuthentication
    name = "token"

    def get_security_definition(self, auto_schema):
        return {"type": "apiKey", "in": "header", "name": "Authorization", "description": "`Token …`"}


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
    if isinstance(value, timezone.datetime):
        return value
    return value if isinstance(value, str | int | bool | None) else str(getattr(value, "pk", value))
