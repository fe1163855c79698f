"""A row of one practice cannot name a patient, location or staff member of another, not even by a bug."""

from django.db import migrations

from practice.guards import same_practice


class Migration(migrations.Migration):
    dependencies = [("practice", "0001_initial")]

    operations = [
        same_practice("practice_openinghours", "location_id", "practice_location"),
        same_practice("practice_closure", "location_id", "practice_location"),
        same_practice("practice_patient", "home_location_id", "practice_location"),
        same_practice("practice_contact", "patient_id", "practice_patient"),
        same_practice("practice_accessgrant", "patient_id", "practice_patient"),
        same_practice("practice_patientaccess", "patient_id", "practice_patient"),
        same_practice("practice_patientaccess", "member_id", "practice_staffmember"),
        same_practice("practice_provider", "member_id", "practice_staffmember"),
        same_practice("practice_portalsettings", "last_resort_id", "practice_staffmember"),
    ]
