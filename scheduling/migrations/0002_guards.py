"""Appointments, requests and what hangs on them stay within one practice."""

from django.db import migrations

from practice.guards import same_practice


class Migration(migrations.Migration):
    dependencies = [("scheduling", "0001_initial"), ("messaging", "0002_guards"), ("practice", "0002_guards")]

    operations = [
        same_practice("scheduling_case", "patient_id", "practice_patient"),
        same_practice("scheduling_availabilityrule", "provider_id", "practice_provider"),
        same_practice("scheduling_availabilityrule", "location_id", "practice_location"),
        same_practice("scheduling_timeoff", "provider_id", "practice_provider"),
        same_practice("scheduling_appointment", "patient_id", "practice_patient"),
        same_practice("scheduling_appointment", "provider_id", "practice_provider"),
        same_practice("scheduling_appointment", "location_id", "practice_location"),
        same_practice("scheduling_appointment", "visit_type_id", "scheduling_visittype"),
        same_practice("scheduling_appointment", "case_id", "scheduling_case"),
        same_practice("scheduling_appointmentevent", "appointment_id", "scheduling_appointment"),
        same_practice("scheduling_appointmentrequest", "thread_id", "messaging_thread"),
        same_practice("scheduling_appointmentrequest", "patient_id", "practice_patient"),
        same_practice("scheduling_appointmentrequest", "case_id", "scheduling_case"),
        same_practice("scheduling_appointmentrequest", "visit_type_id", "scheduling_visittype"),
        same_practice("scheduling_appointmentrequest", "location_id", "practice_location"),
        same_practice("scheduling_appointmentrequest", "provider_id", "practice_provider"),
        same_practice("scheduling_appointmentrequest", "appointment_id", "scheduling_appointment"),
        same_practice("scheduling_requestedslot", "request_id", "scheduling_appointmentrequest"),
        same_practice("scheduling_requestedslot", "provider_id", "practice_provider"),
    ]
