"""What the chart holds stays within one practice."""

from django.db import migrations

from practice.guards import same_practice


class Migration(migrations.Migration):
    dependencies = [("practice", "0006_chart")]

    operations = [
        same_practice("practice_patient", "primary_provider_id", "practice_provider"),
        same_practice("practice_patientflag", "patient_id", "practice_patient"),
        same_practice("practice_patientflag", "recorded_by_id", "practice_staffmember"),
        same_practice("practice_patientflag", "ended_by_id", "practice_staffmember"),
        same_practice("practice_medication", "patient_id", "practice_patient"),
        same_practice("practice_medication", "pharmacy_id", "practice_pharmacy"),
        same_practice("practice_medication", "prescriber_id", "practice_staffmember"),
        same_practice("practice_refillrecord", "patient_id", "practice_patient"),
        same_practice("practice_refillrecord", "medication_id", "practice_medication"),
        same_practice("practice_refillrecord", "pharmacy_id", "practice_pharmacy"),
        same_practice("practice_refillrecord", "prescriber_id", "practice_staffmember"),
        same_practice("practice_insurancepolicy", "patient_id", "practice_patient"),
        same_practice("practice_insurancepolicy", "recorded_by_id", "practice_staffmember"),
        same_practice("practice_referral", "patient_id", "practice_patient"),
        same_practice("practice_referral", "made_by_id", "practice_staffmember"),
    ]
