"""Slots, requests and decisions through the API: the same doors as the pages."""

from datetime import timedelta

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers, status
from rest_framework.response import Response

from practice.access import Permission
from practice.api import PatientView, StaffView, in_pages
from practice.models import Location, Provider
from practice.tenancy import find
from scheduling import selectors
from scheduling.models import MAX_SLOTS, REASON_LENGTH, AppointmentRequest, Case, VisitType
from scheduling.services import decisions, requests
from scheduling.states import REQUEST_STATUSES

MOST_DAYS = 31


class SlotsIn(serializers.Serializer):
    """What to look for. `until` counts as a day too; at most 31 days are searched."""

    visit_type = serializers.UUIDField()
    location = serializers.UUIDField()
    provider = serializers.UUIDField(required=False)
    first_day = serializers.DateField()
    last_day = serializers.DateField()

    def validate(self, facts):
        if not timedelta(0) <= facts["last_day"] - facts["first_day"] < timedelta(days=MOST_DAYS):
            raise serializers.ValidationError({"last_day": f"Between 0 and {MOST_DAYS - 1} days after the first day."})
        return facts


class SlotOut(serializers.Serializer):
    starts_at = serializers.DateTimeField()
    ends_at = serializers.DateTimeField()


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


class RequestOut(serializers.Serializer):
    id = serializers.UUIDField()
    status = serializers.ChoiceField(choices=sorted(REQUEST_STATUSES))
    kind = serializers.CharField()
    thread = serializers.UUIDField(source="thread_id")
    patient = serializers.UUIDField(source="patient_id")
    case = serializers.UUIDField(source="case_id")
    visit_type = serializers.UUIDField(source="visit_type_id")
    location = serializers.UUIDField(source="location_id")
    provider = serializers.UUIDField(source="provider_id", allow_null=True)
    wish = serializers.CharField()
    made_at = serializers.DateTimeField()
    decided_at = serializers.DateTimeField(allow_null=True)
    appointment = serializers.UUIDField(source="appointment_id", allow_null=True)
    starts = serializers.SerializerMethodField()

    def get_starts(self, request) -> list[str]:
        return [slot.starts_at.isoformat() for slot in request.slots.all()]


class ApprovalIn(serializers.Serializer):
    starts_at = serializers.DateTimeField()
    provider = serializers.UUIDField()
    note = serializers.CharField(max_length=REASON_LENGTH, required=False, allow_blank=True, default="")


class DeclinationIn(serializers.Serializer):
    reason = serializers.CharField(max_length=REASON_LENGTH)


class AppointmentOut(serializers.Serializer):
    id = serializers.UUIDField()
    status = serializers.CharField()
    starts_at = serializers.DateTimeField()
    ends_at = serializers.DateTimeField()
    provider = serializers.UUIDField(source="provider_id")
    location = serializers.UUIDField(source="location_id")
    visit_type = serializers.UUIDField(source="visit_type_id")


class RefusalOut(serializers.Serializer):
    """A rule says no: 409. Further facts may follow, such as `alternatives`."""

    code = serializers.CharField()
    message = serializers.CharField()
    field = serializers.CharField(allow_null=True)


class NamedOut(serializers.Serializer):
    id = serializers.UUIDField()
    name = serializers.CharField()


class CaseOut(serializers.Serializer):
    case = NamedOut()
    visit_types = NamedOut(many=True)


class OptionsOut(serializers.Serializer):
    cases = CaseOut(many=True)
    locations = NamedOut(many=True)


class OptionsView(PatientView):
    """What can be asked for, for this person: cases with their visit types, and locations."""

    permission = Permission.REQUEST_MAKE

    @extend_schema(responses=OptionsOut)
    def get(self, request):
        facts = {
            "cases": selectors.request_options(self.actor, self.patient),
            "locations": selectors.locations_open(self.actor),
        }
        return Response(OptionsOut(facts).data)


class SlotsView(PatientView):
    """Free times, earliest first. With no provider each time is free with at least one."""

    permission = Permission.REQUEST_MAKE

    @extend_schema(parameters=[SlotsIn], responses=SlotOut(many=True))
    def get(self, request):
        asked = SlotsIn(data=request.query_params)
        asked.is_valid(raise_exception=True)
        facts = asked.validated_data
        location = find(Location, self.actor, facts["location"])
        slots = selectors.open_slots(
            self.actor,
            visit_type=find(VisitType, self.actor, facts["visit_type"]),
            location=location,
            provider=_provider(self.actor, facts.get("provider")),
            first_day=facts["first_day"],
            last_day=facts["last_day"],
        )
        # A location that takes no requests offers nothing (R7).
        return Response(SlotOut(slots if location.allows_requests else [], many=True).data)


class MyRequestsView(PatientView):
    """My requests about this person, newest first, and making one. `Link` leads on where there are more than 100."""

    permission = Permission.REQUEST_MAKE

    @extend_schema(responses=RequestOut(many=True))
    def get(self, request):
        return in_pages(self, selectors.requests_of(self.actor, self.patient), RequestOut, ordering="-made_at")

    @extend_schema(request=RequestIn, responses={201: RequestOut, 409: RefusalOut})
    def post(self, request):
        facts = RequestIn(data=request.data)
        facts.is_valid(raise_exception=True)
        said = facts.validated_data
        made = requests.request(
            by=self.actor,
            patient=self.patient,
            case=find(Case, self.actor, said.pop("case")),
            visit_type=find(VisitType, self.actor, said.pop("visit_type")),
            location=find(Location, self.actor, said.pop("location")),
            provider=_provider(self.actor, said.pop("provider")),
            **said,
        )
        return Response(RequestOut(made).data, status=status.HTTP_201_CREATED)


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
        facts = ApprovalIn(data=request.data)
        facts.is_valid(raise_exception=True)
        said = facts.validated_data
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
        facts = DeclinationIn(data=request.data)
        facts.is_valid(raise_exception=True)
        asked = find(AppointmentRequest, self.actor, request_id)
        declined = decisions.decline(by=self.actor, request=asked, reason=facts.validated_data["reason"])
        return Response(RequestOut(declined).data, status=status.HTTP_201_CREATED)


def _provider(actor, provider_id):
    return find(Provider, actor, provider_id) if provider_id else None
