"""The contact of an invitation and the text of a consent stay within the practice too."""

from django.db import migrations

from practice.guards import same_practice


class Migration(migrations.Migration):
    dependencies = [("registration", "0002_guards"), ("practice", "0004_targets")]

    operations = [
        same_practice("registration_invitation", "contact_id", "practice_contact"),
        same_practice("registration_consent", "text_id", "practice_termstext"),
    ]
