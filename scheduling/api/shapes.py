"""What several endpoints read and answer."""

from rest_framework import serializers, status
from rest_framework.response import Response

from practice.models import Provider
from practice.tenancy import find
from scheduling import moments
from scheduling.models import PARTS, REQUEST_KINDS
from scheduling.states import APPOINTMENT_STATUSES, REQUEST_STATUSES

FAR_OFF = f"Between the years {moments.YEARS[0]} and {moments.YEARS[-1]}."


class MomentField(serializers.DateTimeField):
    """A moment that somebody may mean: within the years in which every day has its neighbours on any clock."""

    def to_internal_value(self, value):
        moment = super().to_internal_value(value)
        if moment.year not in moments.YEARS:
            raise serializers.ValidationError(FAR_OFF)
        return moment


class DayField(serializers.DateField):
    """The same for a date."""

    def to_internal_value(self, value):
        day = super().to_internal_value(value)
        if day.year not in moments.YEARS:
            raise serializers.ValidationError(FAR_OFF)
        return day


class SuitsOut(serializers.Serializer):
    """When a visit would suit: days of the week (0 is Monday; none is any), a part of the day, a range of days."""

    weekdays = serializers.ListField(child=serializers.IntegerField(), source="suits_weekdays")
    part = serializers.ChoiceField(choices=["", *PARTS], source="suits_part")
    first_day = serializers.DateField(allow_null=True, source="suits_from")
    last_day = serializers.DateField(allow_null=True, source="suits_until")


class RequestOut(serializers.Serializer):
    """A request. `kind` says whether it asks for a visit, or to move or cancel one, which `appointment` names.

    `wish` says how it names its times: the `starts`, when it `suits`, or the next available. One that another
    `replaces` is withdrawn, and the other one has its thread.
    """

    id = serializers.UUIDField()
    status = serializers.ChoiceField(choices=sorted(REQUEST_STATUSES))
    kind = serializers.ChoiceField(choices=sorted(REQUEST_KINDS))
    thread = serializers.UUIDField(source="thread_id")
    patient = serializers.UUIDField(source="patient_id")
    case = serializers.UUIDField(source="case_id", allow_null=True)
    visit_type = serializers.UUIDField(source="visit_type_id")
    location = serializers.UUIDField(source="location_id")
    provider = serializers.UUIDField(source="provider_id", allow_null=True)
    wish = serializers.CharField()
    starts = serializers.SerializerMethodField()
    suits = SuitsOut(source="*")
    made_at = serializers.DateTimeField()
    decided_at = serializers.DateTimeField(allow_null=True)
    appointment = serializers.UUIDField(source="appointment_id", allow_null=True)
    replaces = serializers.UUIDField(source="replaces_id", allow_null=True)

    def get_starts(self, request) -> list[str]:
        return [slot.starts_at.isoformat() for slot in request.slots.all()]


class ProposalOut(serializers.Serializer):
    """Another time that the practice offers and keeps until `kept_until`."""

    id = serializers.UUIDField()
    starts_at = serializers.DateTimeField(source="appointment.starts_at")
    ends_at = serializers.DateTimeField(source="appointment.ends_at")
    provider = serializers.UUIDField(source="appointment.provider_id")
    location = serializers.UUIDField(source="appointment.location_id")
    kept_until = serializers.DateTimeField(source="appointment.held_until")


class AppointmentOut(serializers.Serializer):
    id = serializers.UUIDField()
    status = serializers.ChoiceField(choices=sorted(APPOINTMENT_STATUSES))
    starts_at = serializers.DateTimeField()
    ends_at = serializers.DateTimeField()
    patient = serializers.UUIDField(source="patient_id")
    provider = serializers.UUIDField(source="provider_id")
    location = serializers.UUIDField(source="location_id")
    visit_type = serializers.UUIDField(source="visit_type_id")
    case = serializers.UUIDField(source="case_id", allow_null=True)


class VisitOut(AppointmentOut):
    """An appointment in a list, with the names of what it points at."""

    patient_name = serializers.CharField(source="patient.name")
    provider_name = serializers.CharField(source="provider.name")
    location_name = serializers.CharField(source="location.name")
    visit_type_name = serializers.CharField(source="visit_type.name")


class RefusalOut(serializers.Serializer):
    """A rule says no: 409. Further facts may follow, such as `alternatives`."""

    code = serializers.CharField()
    message = serializers.CharField()
    field = serializers.CharField(allow_null=True)


def said_in(shape: type[serializers.Serializer], data) -> dict:
    """What was sent, once its shape is right; a 400 naming the fields otherwise."""
    sent = shape(data=data)
    sent.is_valid(raise_exception=True)
    return sent.validated_data


def created(shape: type[serializers.Serializer], row) -> Response:
    """What an act made, or what it made of a row."""
    return Response(shape(row).data, status=status.HTTP_201_CREATED)


def provider_of(actor, provider_id) -> Provider | None:
    """The provider of this id; none where nobody is named."""
    return find(Provider, actor, provider_id) if provider_id else None
