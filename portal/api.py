"""The routes of the API, and signing in to it: a second skin over the same doors."""

from allauth.mfa.utils import is_mfa_enabled
from django.contrib.auth import authenticate
from django.urls import include, path
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from drf_spectacular.utils import extend_schema
from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerSplitView
from knox.models import AuthToken
from rest_framework import exceptions, serializers, status
from rest_framework.permissions import AllowAny
from rest_framework.response import Response
from rest_framework.views import APIView

import messaging.api
from portal import tokens
from portal.api_auth import TokenAuthentication
from practice import accounts, audit, limits, standing
from practice.selectors.hats import hats
from scheduling.api import my_requests, my_visits, requests, slots, visits


class SignInIn(serializers.Serializer):
    email = serializers.CharField(max_length=254)
    password = serializers.CharField(max_length=128, trim_whitespace=False)


class TokenOut(serializers.Serializer):
    token = serializers.CharField()
    expires_at = serializers.DateTimeField()


class TokenView(APIView):
    """Sign in by token. A wrong password, an unknown person and a spent limit look alike but for the status 429."""

    def get_permissions(self):
        return [AllowAny()] if self.request.method == "POST" else super().get_permissions()

    @extend_schema(request=SignInIn, responses={201: TokenOut}, auth=[])
    def post(self, request):
        facts = SignInIn(data=request.data)
        facts.is_valid(raise_exception=True)
        said = facts.validated_data
        now, address = timezone.now(), standing.client_address(request)
        if not _may_try(said["email"], limits.network(address), now):
            raise exceptions.Throttled(detail=_("Too many tries. Wait a few minutes."))
        user = authenticate(request._request, username=said["email"], password=said["password"])
        if user is None:
            audit.record_event("api.sign-in", at=now, address=address, request_id=request.id, outcome="refused")
            raise exceptions.AuthenticationFailed(_("That e-mail and password do not match."))
        if is_mfa_enabled(user):
            raise exceptions.PermissionDenied(_("This account has a second factor; sign in on the pages."))
        token, ends_at = tokens.issue(user)
        audit.record_event("api.signed-in", at=now, user=user, address=address, request_id=request.id)
        return Response({"token": token, "expires_at": ends_at}, status=status.HTTP_201_CREATED)

    @extend_schema(responses={204: None})
    def delete(self, request):
        """End the token this request came with."""
        if isinstance(request.auth, AuthToken):
            request.auth.delete()
        return Response(status=status.HTTP_204_NO_CONTENT)


def _may_try(name: str, network: str, now) -> bool:
    """As on the pages: tries count for each name, and for all names of one network together."""
    if not limits.take(limits.SIGN_IN_ADDRESS, network, now=now):
        return False
    return limits.take(limits.API_TOKEN, accounts.canonical(name), network, now=now)


class PracticeOut(serializers.Serializer):
    slug = serializers.CharField()
    name = serializers.CharField()


class PersonOut(serializers.Serializer):
    practice = serializers.CharField(source="practice.slug")
    patient = serializers.UUIDField(source="patient_id")
    name = serializers.CharField(source="patient.name")
    level = serializers.CharField()


class StandingOut(serializers.Serializer):
    """The practices I work at and the people I act for: where the other addresses start."""

    staff = PracticeOut(many=True)
    people = PersonOut(many=True)


class StandingView(APIView):
    """Where this person stands: the practices they work at, and the people they act for."""

    @extend_schema(responses=StandingOut)
    def get(self, request):
        worn = hats(request.user, timezone.now())
        facts = {"staff": [member.practice for member in worn.memberships], "people": worn.grants}
        return Response(StandingOut(facts).data)


class TokenScheme(OpenApiAuthenticationExtension):
    """How the description names signing in by token."""

    target_class = TokenAuthentication
    name = "token"

    def get_security_definition(self, auto_schema):
        return {"type": "apiKey", "in": "header", "name": "Authorization", "description": "`Token …`"}


_REQUEST, _VISIT = "requests/<uuid:request_id>/", "appointments/<uuid:appointment_id>/"
_staff = [
    path("requests/", requests.RequestsView.as_view(), name="requests"),
    path(_REQUEST, requests.RequestView.as_view(), name="request"),
    path(_REQUEST + "approval/", requests.ApprovalView.as_view(), name="approval"),
    path(_REQUEST + "declination/", requests.DeclinationView.as_view(), name="declination"),
    path(_REQUEST + "proposals/", requests.ProposalsView.as_view(), name="proposals"),
    path(_REQUEST + "edition/", requests.EditionView.as_view(), name="edition"),
    path(_REQUEST + "reopening/", requests.ReopeningView.as_view(), name="reopening"),
    path("appointments/", visits.VisitsView.as_view(), name="appointments"),
    path(_VISIT + "move/", visits.MoveView.as_view(), name="move"),
    path(_VISIT + "confirmation/", visits.ConfirmationView.as_view(), name="confirmation"),
    path(_VISIT + "check-in/", visits.CheckInView.as_view(), name="check-in"),
    path(_VISIT + "completion/", visits.CompletionView.as_view(), name="completion"),
    path(_VISIT + "absence/", visits.AbsenceView.as_view(), name="absence"),
    path(_VISIT + "step-back/", visits.StepBackView.as_view(), name="step-back"),
    path(_VISIT + "cancellation/", visits.CancellationView.as_view(), name="cancellation"),
]
_my = [
    path("options/", slots.OptionsView.as_view(), name="options"),
    path("slots/", slots.SlotsView.as_view(), name="slots"),
    path("days/", slots.DaysView.as_view(), name="days"),
    path("requests/", my_requests.MyRequestsView.as_view(), name="my-requests"),
    path(_REQUEST + "proposals/", my_requests.MyProposalsView.as_view(), name="my-proposals"),
    path(_REQUEST + "acceptance/", my_requests.AcceptanceView.as_view(), name="acceptance"),
    path(_REQUEST + "refusal/", my_requests.RefusalView.as_view(), name="refusal"),
    path(_REQUEST + "withdrawal/", my_requests.WithdrawalView.as_view(), name="withdrawal"),
    path("appointments/", my_visits.MyVisitsView.as_view(), name="my-appointments"),
    path(_VISIT + "changes/", my_visits.ChangesView.as_view(), name="changes"),
    path("threads/", messaging.api.ThreadsView.as_view(), name="threads"),
    path("threads/<uuid:thread>/", messaging.api.ThreadView.as_view(), name="thread"),
]

urls = [
    path("schema/", SpectacularAPIView.as_view(), name="schema"),
    # In a template that our content security policy allows.
    path(
        "docs/",
        SpectacularSwaggerSplitView.as_view(url_name="api:schema", template_name="portal/api_docs.html"),
        name="docs",
    ),
    path("v1/token/", TokenView.as_view(), name="token"),
    path("v1/standing/", StandingView.as_view(), name="standing"),
    path("v1/<slug:practice>/staff/", include(_staff)),
    path("v1/<slug:practice>/my/<uuid:patient>/", include(_my)),
]
