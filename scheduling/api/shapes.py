"""What several endpoints read and answer."""

from rest_framework import serializers

from practice.models import Provider
from practice.tenancy import find
from scheduling.states import REQUEST_STATUSES


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


def said_in(shape: type[serializers.Serializer], data) -> dict:
    """What was sent, once its shape is right; a 400 naming the fields otherwise."""
    sent = shape(data=data)
    sent.is_valid(raise_exception=True)
    return sent.validated_data


def provider_of(actor, provider_id) -> Provider | None:
    """The provider of this id; none where nobody is named."""
    return find(Provider, actor, provider_id) if provider_id else None
