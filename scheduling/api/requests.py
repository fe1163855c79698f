"""Requests as staff work them. What they may not see is not found, in lists and by address alike (R4)."""

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers, status
from rest_framework.response import Response

from practice.access import Permission
from practice.api import StaffView, in_pages
from practice.models import Location, Provider
from practice.tenancy import find
from scheduling import selectors
from scheduling.api.shapes import (
    AppointmentOut,
    MomentField,
    ProposalOut,
    RefusalOut,
    RequestOut,
    created,
    provider_of,
    said_in,
)
from scheduling.models import MAX_SLOTS, REASON_LENGTH, AppointmentRequest, Case, VisitType
from scheduling.services import decisions
from scheduling.states import REQUEST_STATUSES

EDITED = {"case": Case, "visit_type": VisitType, "location": Location, "provider": Provider}


def _text(**options) -> serializers.CharField:
    return serializers.CharField(max_length=REASON_LENGTH, required=False, allow_blank=True, default="", **options)


class TimeIn(serializers.Serializer):
    starts_at = MomentField()
    provider = serializers.UUIDField()


class ApprovalIn(serializers.Serializer):
    """The time and the provider, which cancelling a visit needs none of."""

    starts_at = MomentField(required=False, allow_null=True, default=None)
    provider = serializers.UUIDField(required=False, allow_null=True, default=None)
    note = _text(help_text="Added to the answer that the patient reads.")
    override = _text(help_text="The reason for a time outside the hours; it takes the Administration duty.")


class DeclinationIn(serializers.Serializer):
    reason = serializers.CharField(max_length=REASON_LENGTH)


class ProposalsIn(serializers.Serializer):
    """Up to three other times, in place of any offered before."""

    times = serializers.ListField(child=TimeIn(), min_length=1, max_length=MAX_SLOTS)
    note = _text(help_text="Added to the answer that the patient reads.")


class EditionIn(serializers.Serializer):
    """What to ask for instead; what is left out stays. `provider` null means any."""

    case = serializers.UUIDField(required=False)
    visit_type = serializers.UUIDField(required=False)
    location = serializers.UUIDField(required=False)
    provider = serializers.UUIDField(required=False, allow_null=True)


class TimeOut(serializers.Serializer):
    """A time that the request names, and whether it is free, taken or past. No provider where nobody is free."""

    starts_at = serializers.DateTimeField()
    ends_at = serializers.DateTimeField()
    provider = serializers.UUIDField(source="provider.pk", default=None, allow_null=True)
    state = serializers.ChoiceField(choices=["free", "taken", "past"])


class StaffRequestOut(RequestOut):
    """With what was written, which on the patient's side is between its writer and the practice."""

    reason = serializers.CharField()


class RequestDetailOut(StaffRequestOut):
    times = TimeOut(many=True)
    proposals = ProposalOut(many=True)


class RequestsView(StaffView):
    """The requests this staff member may see, oldest first. `Link` leads on where there are more than 100."""

    permission = Permission.REQUEST_SEE

    @extend_schema(
        parameters=[OpenApiParameter("status", enum=sorted(REQUEST_STATUSES), default="pending")],
        responses=StaffRequestOut(many=True),
    )
    def get(self, request):
        wanted = request.query_params.get("status", "pending")
        if wanted not in REQUEST_STATUSES:
            raise serializers.ValidationError({"status": "Not a status of requests."})
        return in_pages(self, selectors.requests(self.actor, wanted), StaffRequestOut, ordering="made_at")


class RequestView(StaffView):
    """One request, what has become of each time it names, and the other times that are offered now."""

    @extend_schema(responses=RequestDetailOut)
    def get(self, request, request_id):
        asked = find(AppointmentRequest, self.actor, request_id)
        facts = {
            "times": TimeOut(selectors.times_of(self.actor, asked), many=True).data,
            "proposals": ProposalOut(selectors.offered(self.actor, asked), many=True).data,
        }
        return Response(StaffRequestOut(asked).data | facts)


class ApprovalView(StaffView):
    """Do what was asked: the visit is booked, moved or cancelled, the thread answered and completed."""

    @extend_schema(request=ApprovalIn, responses={201: AppointmentOut, 409: RefusalOut})
    def post(self, request, request_id):
        asked = find(AppointmentRequest, self.actor, request_id)
        said = said_in(ApprovalIn, request.data)
        said["provider"] = provider_of(self.actor, said["provider"])
        return created(AppointmentOut, decisions.approve(by=self.actor, request=asked, **said))


class DeclinationView(StaffView):
    """Decline a request; the reason is the answer the patient reads."""

    @extend_schema(request=DeclinationIn, responses={201: RequestOut, 409: RefusalOut})
    def post(self, request, request_id):
        asked = find(AppointmentRequest, self.actor, request_id)
        said = said_in(DeclinationIn, request.data)
        return created(RequestOut, decisions.decline(by=self.actor, request=asked, **said))


class ProposalsView(StaffView):
    """Offer other times: each is kept for the patient for a while, and booked when they accept it."""

    @extend_schema(request=ProposalsIn, responses={201: ProposalOut(many=True), 409: RefusalOut})
    def post(self, request, request_id):
        asked = find(AppointmentRequest, self.actor, request_id)
        said = said_in(ProposalsIn, request.data)
        times = [(time["starts_at"], find(Provider, self.actor, time["provider"])) for time in said["times"]]
        offered = decisions.propose(by=self.actor, request=asked, times=times, note=said["note"])
        kept = selectors.offered(self.actor, offered)
        return Response(ProposalOut(kept, many=True).data, status=status.HTTP_201_CREATED)


class EditionView(StaffView):
    """Change what a pending request asks for, keeping its times. The patient is not told."""

    @extend_schema(request=EditionIn, responses={201: RequestOut, 409: RefusalOut})
    def post(self, request, request_id):
        asked = find(AppointmentRequest, self.actor, request_id)
        said = said_in(EditionIn, request.data)
        wanted = {name: self._row(name, said[name]) if name in said else getattr(asked, name) for name in EDITED}
        return created(RequestOut, decisions.edit(by=self.actor, request=asked, **wanted))

    def _row(self, name: str, pk):
        return find(EDITED[name], self.actor, pk) if pk else None


class ReopeningView(StaffView):
    """Take up again what was declined, or what nobody answered in time."""

    @extend_schema(request=None, responses={201: RequestOut, 409: RefusalOut})
    def post(self, request, request_id):
        asked = find(AppointmentRequest, self.actor, request_id)
        return created(RequestOut, decisions.reopen(by=self.actor, request=asked))
