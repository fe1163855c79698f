"""What the patient's side can ask for, and when."""

from datetime import datetime, timedelta

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.response import Response

from practice.access import Permission
from practice.api import PatientView
from practice.models import Location, Provider
from practice.tenancy import find_all
from scheduling import selectors
from scheduling.api.shapes import DayField
from scheduling.models import VisitType

MOST_DAYS = 31
NAMED = {"visit_type": VisitType, "location": Location, "provider": Provider}


class SlotsIn(serializers.Serializer):
    """What to look for. `last_day` counts as a day too; at most 31 days are searched. No `provider` means any."""

    visit_type = serializers.UUIDField()
    location = serializers.UUIDField()
    provider = serializers.UUIDField(required=False)
    first_day = DayField()
    last_day = DayField()

    def validate(self, facts):
        if not timedelta(0) <= facts["last_day"] - facts["first_day"] < timedelta(days=MOST_DAYS):
            raise serializers.ValidationError({"last_day": f"Between 0 and {MOST_DAYS - 1} days after the first day."})
        return facts


# Made once, as it holds nothing of a request: to make its fields anew takes longer than to read them.
SEARCH = SlotsIn()


class SlotOut(serializers.Serializer):
    starts_at = serializers.DateTimeField()
    ends_at = serializers.DateTimeField()


class DayOut(serializers.Serializer):
    day = serializers.DateField()
    times = serializers.IntegerField(help_text="How many times are free.")


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
        facts = SEARCH.run_validation(request.query_params)
        slots = selectors.open_slots(self.actor, patient=self.patient, **_looked_for(self.actor, facts))
        times = [{"starts_at": _written(slot.starts_at), "ends_at": _written(slot.ends_at)} for slot in slots]
        return Response(times)


class DaysView(PatientView):
    """The days that have free times, each with how many; as `slots`, without the times themselves."""

    permission = Permission.REQUEST_MAKE

    @extend_schema(parameters=[SlotsIn], responses=DayOut(many=True))
    def get(self, request):
        facts = SEARCH.run_validation(request.query_params)
        days = selectors.open_days(self.actor, patient=self.patient, **_looked_for(self.actor, facts))
        return Response([{"day": day.isoformat(), "times": times} for day, times in days.items()])


def _written(moment: datetime) -> str:
    """As the serializers of REST framework write it, which take longer for a day of times than all the search."""
    return f"{moment:%Y-%m-%dT%H:%M:%SZ}"


def _looked_for(actor, facts: dict) -> dict:
    """What was sent, with the rows in place of their ids."""
    named = {name: (model, facts[name]) for name, model in NAMED.items() if name in facts}
    return {**facts, **dict(zip(named, find_all(actor, *named.values()), strict=True))}
