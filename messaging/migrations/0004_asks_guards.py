"""What a thread asks for names rows of its own practice."""

from django.db import migrations

from practice.guards import same_practice


class Migration(migrations.Migration):
    dependencies = [("messaging", "0003_asks"), ("practice", "0007_chart_guards")]

    operations = [
        same_practice("messaging_refillrequest", "thread_id", "messaging_thread"),
        same_practice("messaging_refillrequest", "medication_id", "practice_medication"),
        same_practice("messaging_refillrequest", "pharmacy_id", "practice_pharmacy"),
        same_practice("messaging_refillrequest", "record_id", "practice_refillrecord"),
        same_practice("messaging_referralrequest", "thread_id", "messaging_thread"),
        same_practice("messaging_referralrequest", "referral_id", "practice_referral"),
        same_practice("messaging_insurancechange", "policy_id", "practice_insurancepolicy"),
    ]
