"""Requests as staff work them."""

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers, status
from rest_framework.response import Response

from practice.access import Permission
from practice.api import StaffView, in_pages
from practice.models import Provider
from practice.tenancy import find
from scheduling import selectors
from scheduling.api.shapes import AppointmentOut, RefusalOut, RequestOut, said_in
from scheduling.models import REASON_LENGTH, AppointmentRequest
from scheduling.services import decisions
from scheduling.states import REQUEST_STATUSES


class ApprovalIn(serializers.Serializer):
    starts_at = serializers.DateTimeField()
    provider = serializers.UUIDField()
    note = serializers.CharField(max_length=REASON_LENGTH, required=False, allow_blank=True, default="")


class DeclinationIn(serializers.Serializer):
    reason = serializers.CharField(max_length=REASON_LENGTH)


class RequestsView(StaffView):
    """The requests this staff member may see, oldest first. `Link` leads on where there are more than 100."""

    permission = Permission.REQUEST_SEE

    @extend_schema(
        parameters=[OpenApiParameter("status", enum=sorted(REQUEST_STATUSES), default="pending")],
        responses=RequestOut(many=True),
    )
    def get(self, request):
        wanted = request.query_params.get("status", "pending")
        if wanted not in REQUEST_STATUSES:
            raise serializers.ValidationError({"status": "Not a status of requests."})
        return in_pages(self, selectors.requests(self.actor, wanted), RequestOut, ordering="made_at")


class ApprovalView(StaffView):
    """Approve a request at a time with a provider: the visit is booked, the thread answered and completed."""

    @extend_schema(request=ApprovalIn, responses={201: AppointmentOut, 409: RefusalOut})
    def post(self, request, request_id):
        said = said_in(ApprovalIn, request.data)
        visit = decisions.approve(
            by=self.actor,
            request=find(AppointmentRequest, self.actor, request_id),
            starts_at=said["starts_at"],
            provider=find(Provider, self.actor, said["provider"]),
            note=said["note"],
        )
        return Response(AppointmentOut(visit).data, status=status.HTTP_201_CREATED)


class DeclinationView(StaffView):
    """Decline a request; the reason is the answer the patient reads."""

    @extend_schema(request=DeclinationIn, responses={201: RequestOut, 409: RefusalOut})
    def post(self, request, request_id):
        said = said_in(DeclinationIn, request.data)
        asked = find(AppointmentRequest, self.actor, request_id)
        declined = decisions.decline(by=self.actor, request=asked, reason=said["reason"])
        return Response(RequestOut(declined).data, status=status.HTTP_201_CREATED)
