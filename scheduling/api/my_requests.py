"""The requests of the patient's side: making one, and what becomes of it."""

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.response import Response

from practice.access import Permission
from practice.api import PatientView, in_pages
from practice.errors import NotVisible
from practice.models import Location
from practice.models.places import WEEKDAYS
from practice.tenancy import find
from scheduling import selectors
from scheduling.api.shapes import (
    AppointmentOut,
    DayField,
    MomentField,
    ProposalOut,
    RefusalOut,
    RequestOut,
    created,
    provider_of,
    said_in,
)
from scheduling.models import MAX_SLOTS, PARTS, REASON_LENGTH, AppointmentRequest, Case, VisitType
from scheduling.preferences import Preferences
from scheduling.services import changes, requests


class InsuranceIn(serializers.Serializer):
    company = serializers.CharField(max_length=120)
    member_number = serializers.CharField(max_length=60)
    group_number = serializers.CharField(max_length=60, required=False, allow_blank=True, default="")


class SuitsIn(serializers.Serializer):
    """When a visit would suit; what is left out does not matter."""

    weekdays = serializers.MultipleChoiceField(
        choices=WEEKDAYS, required=False, default=set, help_text="0 is Monday; none is any."
    )
    part = serializers.ChoiceField(choices=sorted(PARTS), required=False, allow_blank=True, default="")
    first_day = DayField(required=False, allow_null=True, default=None)
    last_day = DayField(required=False, allow_null=True, default=None)

    def validate(self, facts):
        return facts | {"weekdays": tuple(sorted(int(day) for day in facts["weekdays"]))}


class StartsIn(serializers.Serializer):
    """Up to three times, in the order in which they suit."""

    starts = serializers.ListField(child=MomentField(), max_length=MAX_SLOTS, required=False, default=list)
    reason = serializers.CharField(max_length=REASON_LENGTH, required=False, allow_blank=True, default="")
    replaces = serializers.UUIDField(
        required=False, allow_null=True, default=None, help_text="One's own open request, which gives way to this one."
    )
    acknowledged = serializers.ListField(
        child=serializers.CharField(max_length=40),
        required=False,
        default=list,
        help_text="The `words` of a refusal `emergency_words`, after showing its message to whoever wrote them.",
    )
    request_key = serializers.UUIDField(help_text="Made by the caller; the same key again returns the same request.")


class RequestIn(StartsIn):
    """A request for a visit: at one of the `starts`, or when it `suits`; neither means the next available.

    No `provider` means any. The case may be left out only where the practice works without cases.
    """

    case = serializers.UUIDField(required=False, allow_null=True, default=None)
    visit_type = serializers.UUIDField()
    location = serializers.UUIDField()
    provider = serializers.UUIDField(required=False, allow_null=True, default=None)
    suits = SuitsIn(required=False, allow_null=True, default=None)
    insurance = InsuranceIn(required=False, allow_null=True, default=None)


class AcceptanceIn(serializers.Serializer):
    proposal = serializers.UUIDField(help_text="Which of the times that are offered.")


def asked(view: PatientView, request_id) -> AppointmentRequest:
    """A request about the person in the address; a 404 for any other."""
    found = selectors.request_of(view.actor, view.patient, request_id)
    if found is None:
        raise NotVisible("AppointmentRequest")
    return found


def replaced_by(view: PatientView, request_id) -> AppointmentRequest | None:
    """The request that one being sent is to replace; none where it names none."""
    return asked(view, request_id) if request_id else None


class MyRequestsView(PatientView):
    permission = Permission.REQUEST_MAKE

    @extend_schema(responses=RequestOut(many=True))
    def get(self, request):
        """The requests about this person, newest first. `Link` leads on where there are more than 100."""
        return in_pages(self, selectors.requests_of(self.actor, self.patient), RequestOut, ordering="-made_at")

    @extend_schema(request=RequestIn, responses={201: RequestOut, 409: RefusalOut})
    def post(self, request):
        """Ask for a visit. It is requested, not booked, until the practice approves."""
        said = said_in(RequestIn, request.data)
        case, suits = said.pop("case"), said.pop("suits")
        made = requests.request(
            by=self.actor,
            patient=self.patient,
            case=find(Case, self.actor, case) if case else None,
            visit_type=find(VisitType, self.actor, said.pop("visit_type")),
            location=find(Location, self.actor, said.pop("location")),
            provider=provider_of(self.actor, said.pop("provider")),
            preferences=Preferences(**suits) if suits else None,
            replaces=replaced_by(self, said.pop("replaces")),
            **said,
        )
        return created(RequestOut, made)


class MyRequestView(PatientView):
    """An endpoint about one request. Whoever acts for the person sees it; whoever made it answers."""

    permission = Permission.REQUEST_MAKE

    def asked(self, request_id) -> AppointmentRequest:
        return asked(self, request_id)


class MyProposalsView(MyRequestView):
    """The other times that the practice offers for a request and keeps for now."""

    @extend_schema(responses=ProposalOut(many=True))
    def get(self, request, request_id):
        offered = selectors.offered(self.actor, self.asked(request_id))
        return Response(ProposalOut(offered, many=True).data)


class AcceptanceView(MyRequestView):
    """Take one of the times that are offered: the visit is booked, or moved there."""

    @extend_schema(request=AcceptanceIn, responses={201: AppointmentOut, 409: RefusalOut})
    def post(self, request, request_id):
        asked = self.asked(request_id)
        wanted = said_in(AcceptanceIn, request.data)["proposal"]
        return created(AppointmentOut, changes.accept(by=self.actor, request=asked, proposal_id=wanted))


class RefusalView(MyRequestView):
    """None of the times that are offered suits: the practice looks for another one."""

    @extend_schema(request=None, responses={201: RequestOut, 409: RefusalOut})
    def post(self, request, request_id):
        return created(RequestOut, changes.turn_down(by=self.actor, request=self.asked(request_id)))


class WithdrawalView(MyRequestView):
    """Take a request back that has no answer yet."""

    @extend_schema(request=None, responses={201: RequestOut, 409: RefusalOut})
    def post(self, request, request_id):
        return created(RequestOut, requests.withdraw(by=self.actor, request=self.asked(request_id)))
