"""What every API view stands on: the actor comes from the URL, as on the pages."""

from datetime import UTC, datetime

from django.utils import timezone
from rest_framework.exceptions import NotFound, PermissionDenied
from rest_framework.negotiation import DefaultContentNegotiation
from rest_framework.pagination import CursorPagination
from rest_framework.response import Response
from rest_framework.views import APIView

from practice import standing
from practice.access import Permission


class AlwaysJSON(DefaultContentNegotiation):
    """Answers in the one language there is, whatever the client would rather read (RFC 9110, 12.4.1)."""

    def select_renderer(self, request, renderers, format_suffix=None):
        return renderers[0], renderers[0].media_type


class StaffView(APIView):
    """An endpoint under `/api/v1/<practice>/staff/`. `self.actor` is an active staff member there, or it is a 404.

    `permission` is what reading takes; what writes asks its door.
    """

    permission: Permission | None = None
    content_negotiation_class = AlwaysJSON

    def initial(self, request, *args, **kwargs):
        super().initial(request, *args, **kwargs)
        self.actor = standing.staff_actor(request, self.kwargs.pop("practice"), timezone.now())
        if self.permission and not self.actor.may(self.permission):
            raise PermissionDenied


class PatientView(APIView):
    """An endpoint under `/api/v1/<practice>/my/<patient>/`. `self.patient` is somebody `self.actor` acts for."""

    permission: Permission | None = None
    content_negotiation_class = AlwaysJSON

    def initial(self, request, *args, **kwargs):
        super().initial(request, *args, **kwargs)
        named = self.kwargs.pop("practice"), self.kwargs.pop("patient")
        self.actor, self.patient = standing.patient_side(request, *named, timezone.now())
        if self.permission and not self.actor.may(self.permission, self.patient.pk):
            raise PermissionDenied


class LinkedPages(CursorPagination):
    """Pages of a long list: the body is the list itself, and the header `Link` leads to the next page, if any."""

    page_size = 100

    def decode_cursor(self, request):
        """Where to go on: a moment, as every list here is ordered by one. Anything else is no page (404)."""
        cursor = super().decode_cursor(request)
        if cursor is None or cursor.position is None:
            return cursor
        try:
            moment = datetime.fromisoformat(cursor.position).astimezone(UTC)
        except (ValueError, OverflowError) as error:
            raise NotFound(self.invalid_cursor_message) from error
        return cursor._replace(position=moment.isoformat())

    def get_paginated_response(self, data):
        onward = self.get_next_link()
        return Response(data, headers={"Link": f'<{onward}>; rel="next"'} if onward else None)


def in_pages(view: APIView, rows, serializer, *, ordering: str) -> Response:
    """Answer with one page of a queryset, ordered by a field of its rows (`-` for newest first)."""
    pages = LinkedPages()
    pages.ordering = ordering
    shown = pages.paginate_queryset(rows, view.request, view)
    return pages.get_paginated_response(serializer(shown, many=True).data)
