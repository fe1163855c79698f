"""Visits as staff keep them. What they may not see is not found, in lists and by address alike (R4)."""

from collections.abc import Callable
from datetime import timedelta

from drf_spectacular.utils import extend_schema
from rest_framework import serializers

from practice.access import Permission
from practice.api import StaffView, in_pages
from practice.models import Location, Patient, Provider
from practice.tenancy import find
from scheduling import selectors
from scheduling.api.shapes import (
    AppointmentOut,
    DayField,
    MomentField,
    RefusalOut,
    VisitOut,
    created,
    provider_of,
    said_in,
)
from scheduling.models import Appointment, Case, VisitType
from scheduling.services import appointments, attendance
from scheduling.services.appointments import CANCEL_REASON_LENGTH
from scheduling.states import STEP_BACK

MOST_DAYS = 31


class VisitsIn(serializers.Serializer):
    """Which visits: of a location, from the first day to the last on its clock, with one provider or all of them."""

    location = serializers.UUIDField()
    first_day = DayField()
    last_day = DayField(required=False, help_text=f"The first day, if left out. At most {MOST_DAYS} days are read.")
    provider = serializers.UUIDField(required=False)

    def validate(self, facts):
        facts.setdefault("last_day", facts["first_day"])
        if not timedelta(0) <= facts["last_day"] - facts["first_day"] < timedelta(days=MOST_DAYS):
            raise serializers.ValidationError({"last_day": f"Between 0 and {MOST_DAYS - 1} days after the first day."})
        return facts


class BookingIn(serializers.Serializer):
    """A visit to be booked. The case may be left out."""

    patient = serializers.UUIDField()
    provider = serializers.UUIDField()
    location = serializers.UUIDField()
    visit_type = serializers.UUIDField()
    case = serializers.UUIDField(required=False, allow_null=True, default=None)
    starts_at = MomentField()
    request_key = serializers.UUIDField(help_text="Made by the caller; the same key again returns the same visit.")


class MoveIn(serializers.Serializer):
    """What changes; what is left out stays."""

    starts_at = MomentField(required=False)
    provider = serializers.UUIDField(required=False)
    location = serializers.UUIDField(required=False)
    minutes = serializers.IntegerField(required=False)
    override = serializers.CharField(
        required=False,
        allow_blank=True,
        default="",
        help_text="The reason for a time outside the hours; it takes the Administration duty.",
    )


class CancellationIn(serializers.Serializer):
    reason = serializers.CharField(max_length=CANCEL_REASON_LENGTH)


class StepBackIn(serializers.Serializer):
    status = serializers.ChoiceField(choices=sorted(STEP_BACK), help_text="The status it is to be taken back from.")


class VisitsView(StaffView):
    permission = Permission.APPOINTMENT_SEE

    @extend_schema(parameters=[VisitsIn], responses=VisitOut(many=True))
    def get(self, request):
        """The visits of these days that this staff member may see, soonest first, whatever has become of them.

        `Link` leads on where there are more than 100.
        """
        said = said_in(VisitsIn, request.query_params)
        said["location"] = find(Location, self.actor, said["location"])
        said["provider"] = provider_of(self.actor, said.get("provider"))
        return in_pages(self, selectors.visits_at(self.actor, **said), VisitOut, ordering="starts_at")

    @extend_schema(request=BookingIn, responses={201: AppointmentOut, 409: RefusalOut})
    def post(self, request):
        """Book a visit straight onto the schedule; the patient's people are told."""
        said = said_in(BookingIn, request.data)
        visit = appointments.book(
            by=self.actor,
            patient=find(Patient, self.actor, said["patient"]),
            provider=find(Provider, self.actor, said["provider"]),
            location=find(Location, self.actor, said["location"]),
            visit_type=find(VisitType, self.actor, said["visit_type"]),
            case=find(Case, self.actor, said["case"]) if said["case"] else None,
            starts_at=said["starts_at"],
            request_key=said["request_key"],
        )
        return created(AppointmentOut, visit)


class MoveView(StaffView):
    """Move a visit to another time, provider or location, or change its length. It stays the same visit."""

    @extend_schema(request=MoveIn, responses={201: AppointmentOut, 409: RefusalOut})
    def post(self, request, appointment_id):
        visit = find(Appointment, self.actor, appointment_id)
        said = said_in(MoveIn, request.data)
        moved = appointments.move(
            by=self.actor,
            appointment=visit,
            starts_at=said.get("starts_at", visit.starts_at),
            provider=provider_of(self.actor, said.get("provider")) or visit.provider,
            location=find(Location, self.actor, said["location"]) if "location" in said else None,
            minutes=said.get("minutes"),
            override=said["override"],
        )
        return created(AppointmentOut, moved)


class CancellationView(StaffView):
    """Cancel a visit; the patient's people are told, and the reason is kept in its history."""

    @extend_schema(request=CancellationIn, responses={201: AppointmentOut, 409: RefusalOut})
    def post(self, request, appointment_id):
        visit = find(Appointment, self.actor, appointment_id)
        said = said_in(CancellationIn, request.data)
        return created(AppointmentOut, appointments.cancel(by=self.actor, appointment=visit, **said))


class StepView(StaffView):
    """One step of the day itself; its door says which."""

    door: Callable

    @extend_schema(request=None, responses={201: AppointmentOut, 409: RefusalOut})
    def post(self, request, appointment_id):
        visit = find(Appointment, self.actor, appointment_id)
        return created(AppointmentOut, self.door(by=self.actor, appointment=visit))


class ConfirmationView(StepView):
    """The patient's side says they will come."""

    door = staticmethod(attendance.confirm)


class CheckInView(StepView):
    """They are here; from now on time, place and patient are frozen."""

    door = staticmethod(attendance.check_in)


class CompletionView(StepView):
    """The visit has taken place."""

    door = staticmethod(attendance.complete)


class AbsenceView(StepView):
    """Nobody came; the time is free again."""

    door = staticmethod(attendance.no_show)


class StepBackView(StaffView):
    """Undo the last of these steps."""

    @extend_schema(request=StepBackIn, responses={201: AppointmentOut, 409: RefusalOut})
    def post(self, request, appointment_id):
        visit = find(Appointment, self.actor, appointment_id)
        said = said_in(StepBackIn, request.data)
        return created(AppointmentOut, attendance.take_back(by=self.actor, appointment=visit, **said))
