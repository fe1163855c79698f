import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('practice', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Consent',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('practice', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='practice.practice')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='consents', to=settings.AUTH_USER_MODEL)),
                ('patient', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='practice.patient')),
                ('text', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='practice.termstext')),
                ('accepted_at', models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name='Invitation',
            fields=[
                ('practice', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='practice.practice')),
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('patient', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='invitations', to='practice.patient')),
                ('contact', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='practice.contact')),
                ('name', models.CharField(max_length=120)),
                ('email', models.EmailField(max_length=254)),
                ('relationship', models.CharField(choices=[('self', 'Self'), ('mother', 'Mother'), ('father', 'Father'), ('parent', 'Parent'), ('guardian', 'Guardian'), ('grandparent', 'Grandparent'), ('partner', 'Partner'), ('caregiver', 'Caregiver'), ('other', 'Other')], max_length=16)),
                ('level', models.CharField(choices=[('full', 'Full'), ('limited', 'Limited'), ('booking', 'Booking only')], default='full', max_length=12)),
                ('nonce', models.UUIDField()),
                ('status', models.CharField(choices=[('issued', 'Sent'), ('used', 'Used'), ('replaced', 'Replaced'), ('locked', 'Locked'), ('withdrawn', 'Withdrawn')], default='issued', max_length=12)),
                ('tries', models.PositiveSmallIntegerField(default=0)),
                ('issued_at', models.DateTimeField()),
                ('issued_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('expires_at', models.DateTimeField()),
                ('used_at', models.DateTimeField(blank=True, null=True)),
                ('used_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.UniqueConstraint(condition=models.Q(('status', 'issued')), fields=('patient', 'email'), name='one_active_invitation_an_address'), models.CheckConstraint(condition=models.Q(models.Q(('used_at__isnull', True), ('used_by__isnull', True)), models.Q(('used_at__isnull', False), ('used_by__isnull', False)), _connector='OR'), name='invitation_used_pair'), models.CheckConstraint(condition=models.Q(('status__in', ['issued', 'locked', 'replaced', 'used', 'withdrawn'])), name='invitation_status_known'), models.CheckConstraint(condition=models.Q(('level__in', ['booking', 'full', 'limited'])), name='invitation_level_known')],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='consent',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='adb43293e76f2d3ec968d957d464e18718c1ba59', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_51758', table='registration_consent', when='BEFORE')),
        ),
    ]
