"""The requests of the patient's side: making one, and what became of it."""

from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.response import Response

from practice.access import Permission
from practice.api import PatientView, in_pages
from practice.models import Location
from practice.tenancy import find
from scheduling import selectors
from scheduling.api.shapes import RefusalOut, RequestOut, provider_of, said_in
from scheduling.models import MAX_SLOTS, REASON_LENGTH, Case, VisitType
from scheduling.services import requests


class InsuranceIn(serializers.Serializer):
    company = serializers.CharField(max_length=120)
    member_number = serializers.CharField(max_length=60)
    group_number = serializers.CharField(max_length=60, required=False, allow_blank=True, default="")


class RequestIn(serializers.Serializer):
    """A request for a visit. No `starts` means the next available; no `provider` means any."""

    case = serializers.UUIDField()
    visit_type = serializers.UUIDField()
    location = serializers.UUIDField()
    provider = serializers.UUIDField(required=False, allow_null=True, default=None)
    starts = serializers.ListField(
        child=serializers.DateTimeField(), max_length=MAX_SLOTS, required=False, default=list
    )
    reason = serializers.CharField(max_length=REASON_LENGTH, required=False, allow_blank=True, default="")
    insurance = InsuranceIn(required=False, allow_null=True, default=None)
    request_key = serializers.UUIDField(help_text="Made by the caller; the same key again returns the same request.")


class MyRequestsView(PatientView):
    """My requests about this person, newest first, and making one. `Link` leads on where there are more than 100."""

    permission = Permission.REQUEST_MAKE

    @extend_schema(responses=RequestOut(many=True))
    def get(self, request):
        return in_pages(self, selectors.requests_of(self.actor, self.patient), RequestOut, ordering="-made_at")

    @extend_schema(request=RequestIn, responses={201: RequestOut, 409: RefusalOut})
    def post(self, request):
        said = said_in(RequestIn, request.data)
        made = requests.request(
            by=self.actor,
            patient=self.patient,
            case=find(Case, self.actor, said.pop("case")),
            visit_type=find(VisitType, self.actor, said.pop("visit_type")),
            location=find(Location, self.actor, said.pop("location")),
            provider=provider_of(self.actor, said.pop("provider")),
            **said,
        )
        return Response(RequestOut(made).data, status=status.HTTP_201_CREATED)
