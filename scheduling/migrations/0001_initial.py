import django.contrib.postgres.constraints
import django.contrib.postgres.fields.ranges
import django.db.models.deletion
import django.db.models.functions.text
import pgtrigger.compiler
import pgtrigger.migrations
import scheduling.models.spans
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('messaging', '0001_initial'),
        ('pghistory', '0007_auto_20250421_0444'),
        ('practice', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='AvailabilityRule',
            fields=[
                ('practice', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='practice.practice')),
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('provider', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='hours', to='practice.provider')),
                ('location', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='practice.location')),
                ('weekday', models.SmallIntegerField(choices=[(0, 'Monday'), (1, 'Tuesday'), (2, 'Wednesday'), (3, 'Thursday'), (4, 'Friday'), (5, 'Saturday'), (6, 'Sunday')])),
                ('from_minute', models.SmallIntegerField()),
                ('until_minute', models.SmallIntegerField()),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('weekday__range', (0, 6))), name='availability_weekday'), models.CheckConstraint(condition=models.Q(('from_minute__gte', 0), ('from_minute__lt', models.F('until_minute')), ('until_minute__lte', 1440)), name='availability_within_day'), django.contrib.postgres.constraints.ExclusionConstraint(expressions=[('provider', '='), ('weekday', '='), (models.Func('from_minute', 'until_minute', function='int4range'), '&&')], name='availability_does_not_overlap')],
            },
        ),
        migrations.CreateModel(
            name='TimeOff',
            fields=[
                ('practice', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='practice.practice')),
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('provider', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='time_off', to='practice.provider')),
                ('starts_at', models.DateTimeField()),
                ('ends_at', models.DateTimeField()),
                ('reason', models.CharField(blank=True, max_length=120)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('ends_at__gt', models.F('starts_at'))), name='time_off_ends_after_start'), django.contrib.postgres.constraints.ExclusionConstraint(expressions=[('provider', '='), (scheduling.models.spans.TimeSpan('starts_at', 'ends_at', django.contrib.postgres.fields.ranges.RangeBoundary()), '&&')], name='time_off_does_not_overlap')],
            },
        ),
        migrations.CreateModel(
            name='VisitType',
            fields=[
                ('practice', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='practice.practice')),
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('name', models.CharField(max_length=80)),
                ('minutes', models.PositiveSmallIntegerField()),
                ('buffer_before', models.PositiveSmallIntegerField(default=0)),
                ('buffer_after', models.PositiveSmallIntegerField(default=0)),
                ('start_increment', models.PositiveSmallIntegerField(default=15)),
                ('requestable', models.BooleanField(default=True)),
                ('fee', models.DecimalField(decimal_places=2, default=0, max_digits=7)),
                ('retired_at', models.DateTimeField(blank=True, null=True)),
            ],
            options={
                'constraints': [models.UniqueConstraint(models.F('practice'), django.db.models.functions.text.Lower('name'), condition=models.Q(('retired_at__isnull', True)), name='visit_type_name_unique'), models.UniqueConstraint(fields=('practice', 'id'), name='visit_type_in_practice'), models.CheckConstraint(condition=models.Q(('minutes__range', (5, 480))), name='visit_type_minutes_range'), models.CheckConstraint(condition=models.Q(('start_increment__in', (5, 10, 15, 20, 30, 60))), name='visit_type_increment_known'), models.CheckConstraint(condition=models.Q(('buffer_after__lte', 120), ('buffer_before__lte', 120)), name='visit_type_buffers_range'), models.CheckConstraint(condition=models.Q(('fee__gte', 0)), name='visit_type_fee_not_negative')],
            },
        ),
        migrations.CreateModel(
            name='AvailabilityRuleEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='scheduling.availabilityrule')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('practice', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='practice.practice')),
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, serialize=False)),
                ('provider', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='practice.provider')),
                ('location', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='practice.location')),
                ('weekday', models.SmallIntegerField(choices=[(0, 'Monday'), (1, 'Tuesday'), (2, 'Wednesday'), (3, 'Thursday'), (4, 'Friday'), (5, 'Saturday'), (6, 'Sunday')])),
                ('from_minute', models.SmallIntegerField()),
                ('until_minute', models.SmallIntegerField()),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Case',
            fields=[
                ('practice', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='practice.practice')),
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('patient', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='cases', to='practice.patient')),
                ('name', models.CharField(max_length=80)),
                ('is_active', models.BooleanField(default=True)),
                ('allows_requests', models.BooleanField(default=False)),
                ('visit_types', models.ManyToManyField(blank=True, related_name='+', to='scheduling.visittype')),
                ('providers', models.ManyToManyField(blank=True, related_name='+', to='practice.provider')),
            ],
            options={
                'constraints': [models.UniqueConstraint(models.F('patient'), django.db.models.functions.text.Lower('name'), condition=models.Q(('is_active', True)), name='active_case_name_unique'), models.UniqueConstraint(fields=('practice', 'id'), name='case_in_practice')],
            },
        ),
        migrations.CreateModel(
            name='VisitTypeEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='scheduling.visittype')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('practice', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='practice.practice')),
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, serialize=False)),
                ('name', models.CharField(max_length=80)),
                ('minutes', models.PositiveSmallIntegerField()),
                ('buffer_before', models.PositiveSmallIntegerField(default=0)),
                ('buffer_after', models.PositiveSmallIntegerField(default=0)),
                ('start_increment', models.PositiveSmallIntegerField(default=15)),
                ('requestable', models.BooleanField(default=True)),
                ('fee', models.DecimalField(decimal_places=2, default=0, max_digits=7)),
                ('retired_at', models.DateTimeField(blank=True, null=True)),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Appointment',
            fields=[
                ('practice', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='practice.practice')),
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('patient', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='appointments', to='practice.patient')),
                ('provider', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='appointments', to='practice.provider')),
                ('location', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='practice.location')),
                ('visit_type', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='scheduling.visittype')),
                ('case', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='scheduling.case')),
                ('starts_at', models.DateTimeField()),
                ('ends_at', models.DateTimeField()),
                ('busy', django.contrib.postgres.fields.ranges.DateTimeRangeField()),
                ('status', models.CharField(choices=[('held', 'Held'), ('booked', 'Booked'), ('confirmed', 'Confirmed'), ('checked_in', 'Checked in'), ('completed', 'Completed'), ('no_show', 'No show'), ('cancelled', 'Cancelled')], default='booked', max_length=12)),
                ('held_until', models.DateTimeField(blank=True, null=True)),
                ('sequence', models.PositiveIntegerField(default=0)),
                ('booked_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('booked_at', models.DateTimeField()),
                ('cancelled_at', models.DateTimeField(blank=True, null=True)),
                ('cancelled_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('cancel_reason', models.CharField(blank=True, max_length=200)),
                ('request_key', models.UUIDField(blank=True, editable=False, null=True)),
            ],
            options={
                'indexes': [models.Index(fields=['provider', 'starts_at'], name='appointments_by_provider'), models.Index(fields=['practice', 'starts_at'], name='appointments_by_day'), models.Index(fields=['patient', '-starts_at'], name='appointments_of_patient')],
                'constraints': [models.UniqueConstraint(fields=('practice', 'id'), name='appointment_in_practice'), models.UniqueConstraint(fields=('practice', 'booked_by', 'request_key'), name='appointment_booked_once'), models.CheckConstraint(condition=models.Q(('ends_at__gt', models.F('starts_at'))), name='appointment_ends_after_start'), models.CheckConstraint(condition=models.Q(('busy__contains', scheduling.models.spans.TimeSpan('starts_at', 'ends_at', django.contrib.postgres.fields.ranges.RangeBoundary()))), name='busy_contains_the_visit'), models.CheckConstraint(condition=models.Q(models.Q(('cancelled_at__isnull', False), ('status', 'cancelled')), models.Q(models.Q(('status', 'cancelled'), _negated=True), ('cancelled_at__isnull', True)), _connector='OR'), name='cancelled_has_a_moment'), models.CheckConstraint(condition=models.Q(models.Q(('held_until__isnull', False), ('status', 'held')), models.Q(models.Q(('status', 'held'), _negated=True), ('held_until__isnull', True)), _connector='OR'), name='held_has_an_end'), models.CheckConstraint(condition=models.Q(('status__in', ['booked', 'cancelled', 'checked_in', 'completed', 'confirmed', 'held', 'no_show'])), name='appointment_status_known'), django.contrib.postgres.constraints.ExclusionConstraint(condition=models.Q(('status__in', ('held', 'booked', 'confirmed', 'checked_in', 'completed'))), expressions=[('provider', '='), ('busy', '&&')], name='provider_not_double_booked'), django.contrib.postgres.constraints.ExclusionConstraint(condition=models.Q(('status__in', ('held', 'booked', 'confirmed', 'checked_in', 'completed'))), expressions=[('patient', '='), (scheduling.models.spans.TimeSpan('starts_at', 'ends_at', django.contrib.postgres.fields.ranges.RangeBoundary()), '&&')], name='patient_not_double_booked')],
            },
        ),
        migrations.CreateModel(
            name='CaseEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='scheduling.case')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('practice', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='practice.practice')),
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, serialize=False)),
                ('patient', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='practice.patient')),
                ('name', models.CharField(max_length=80)),
                ('is_active', models.BooleanField(default=True)),
                ('allows_requests', models.BooleanField(default=False)),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='AppointmentEvent',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('practice', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='practice.practice')),
                ('appointment', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='events', to='scheduling.appointment')),
                ('what', models.CharField(max_length=12)),
                ('at', models.DateTimeField()),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('side', models.CharField(max_length=8)),
                ('from_starts_at', models.DateTimeField(null=True)),
                ('to_starts_at', models.DateTimeField(null=True)),
                ('note', models.CharField(blank=True, max_length=200)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('what__in', ['booked', 'cancelled', 'checked_in', 'completed', 'confirmed', 'moved', 'no_show'])), name='appointment_event_known')],
            },
        ),
        migrations.CreateModel(
            name='AppointmentRequest',
            fields=[
                ('practice', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='practice.practice')),
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('thread', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='appointment_request', to='messaging.thread')),
                ('patient', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='appointment_requests', to='practice.patient')),
                ('kind', models.CharField(choices=[('schedule', 'New visit'), ('cancel', 'Cancellation'), ('reschedule', 'Reschedule')], default='schedule', max_length=12)),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='scheduling.case')),
                ('visit_type', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='scheduling.visittype')),
                ('location', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='practice.location')),
                ('provider', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='practice.provider')),
                ('wish', models.CharField(choices=[('slots', 'Chosen times'), ('next_available', 'Next available')], max_length=16)),
                ('reason', models.TextField(blank=True)),
                ('status', models.CharField(choices=[('pending', 'Pending'), ('proposed', 'Proposed'), ('approved', 'Approved'), ('declined', 'Declined'), ('withdrawn', 'Withdrawn'), ('expired', 'Expired')], default='pending', max_length=12)),
                ('made_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('made_at', models.DateTimeField()),
                ('decided_at', models.DateTimeField(blank=True, null=True)),
                ('decided_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('decline_reason', models.TextField(blank=True)),
                ('handled_elsewhere', models.BooleanField(default=False)),
                ('appointment', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='requests', to='scheduling.appointment')),
                ('request_key', models.UUIDField(blank=True, editable=False, null=True)),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('status__in', ('pending', 'proposed'))), fields=['practice', 'made_at'], name='open_requests')],
                'constraints': [models.UniqueConstraint(fields=('practice', 'id'), name='request_in_practice'), models.UniqueConstraint(fields=('practice', 'made_by', 'request_key'), name='request_sent_once'), models.UniqueConstraint(condition=models.Q(('kind', 'schedule'), ('status__in', ('pending', 'proposed'))), fields=('patient', 'case', 'visit_type'), name='one_open_request_a_visit_type'), models.UniqueConstraint(condition=models.Q(('status__in', ('pending', 'proposed'))), fields=('appointment',), name='one_open_request_an_appointment'), models.CheckConstraint(condition=models.Q(models.Q(('decided_at__isnull', True), ('decided_by__isnull', True)), models.Q(('decided_at__isnull', False), ('decided_by__isnull', False)), _connector='OR'), name='request_decided_pair'), models.CheckConstraint(condition=models.Q(models.Q(('decided_at__isnull', True), ('status__in', ('pending', 'proposed'))), models.Q(models.Q(('status__in', ('pending', 'proposed')), _negated=True), ('decided_at__isnull', False)), _connector='OR'), name='request_decided_when_closed'), models.CheckConstraint(condition=models.Q(models.Q(('status', 'approved'), _negated=True), ('appointment__isnull', False), ('handled_elsewhere', True), _connector='OR'), name='approved_has_an_appointment'), models.CheckConstraint(condition=models.Q(('kind', 'schedule'), ('appointment__isnull', False), _connector='OR'), name='change_names_its_appointment'), models.CheckConstraint(condition=models.Q(('status__in', ['approved', 'declined', 'expired', 'pending', 'proposed', 'withdrawn'])), name='request_status_known'), models.CheckConstraint(condition=models.Q(('kind__in', ['cancel', 'reschedule', 'schedule'])), name='request_kind_known'), models.CheckConstraint(condition=models.Q(('wish__in', ['next_available', 'slots'])), name='request_wish_known')],
            },
        ),
        migrations.CreateModel(
            name='RequestedSlot',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('practice', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='practice.practice')),
                ('request', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='slots', to='scheduling.appointmentrequest')),
                ('provider', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='practice.provider')),
                ('starts_at', models.DateTimeField()),
                ('ends_at', models.DateTimeField()),
                ('position', models.PositiveSmallIntegerField()),
            ],
            options={
                'indexes': [models.Index(fields=['provider', 'starts_at'], name='requested_slots_by_provider')],
                'constraints': [models.UniqueConstraint(fields=('request', 'position'), name='requested_slot_position_once'), models.CheckConstraint(condition=models.Q(('position__range', (1, 3))), name='at_most_three_slots'), models.CheckConstraint(condition=models.Q(('ends_at__gt', models.F('starts_at'))), name='requested_slot_ends_after_start')],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='appointmentevent',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='ef979a043ec8601caf85155ca4b0218ea789364d', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_dfe96', table='scheduling_appointmentevent', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='availabilityrule',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "scheduling_availabilityruleevent" ("from_minute", "id", "location_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "practice_id", "provider_id", "until_minute", "weekday") VALUES (NEW."from_minute", NEW."id", NEW."location_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."practice_id", NEW."provider_id", NEW."until_minute", NEW."weekday"); RETURN NULL;', hash='65296d40c7e2ecc57af414f0d24762599a7b69d5', operation='INSERT', pgid='pgtrigger_insert_insert_c649b', table='scheduling_availabilityrule', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='availabilityrule',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "scheduling_availabilityruleevent" ("from_minute", "id", "location_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "practice_id", "provider_id", "until_minute", "weekday") VALUES (NEW."from_minute", NEW."id", NEW."location_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."practice_id", NEW."provider_id", NEW."until_minute", NEW."weekday"); RETURN NULL;', hash='77bdbc46cacc7a9487f2c088c1d3fe65236e9abc', operation='UPDATE', pgid='pgtrigger_update_update_bdb19', table='scheduling_availabilityrule', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='visittype',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "scheduling_visittypeevent" ("buffer_after", "buffer_before", "fee", "id", "minutes", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "practice_id", "requestable", "retired_at", "start_increment") VALUES (NEW."buffer_after", NEW."buffer_before", NEW."fee", NEW."id", NEW."minutes", NEW."name", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."practice_id", NEW."requestable", NEW."retired_at", NEW."start_increment"); RETURN NULL;', hash='31ada6ec796a3828c49cac504f58cf7daafd27d8', operation='INSERT', pgid='pgtrigger_insert_insert_8b23b', table='scheduling_visittype', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='visittype',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "scheduling_visittypeevent" ("buffer_after", "buffer_before", "fee", "id", "minutes", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "practice_id", "requestable", "retired_at", "start_increment") VALUES (NEW."buffer_after", NEW."buffer_before", NEW."fee", NEW."id", NEW."minutes", NEW."name", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."practice_id", NEW."requestable", NEW."retired_at", NEW."start_increment"); RETURN NULL;', hash='af0e5cfc54768c2b261b03c5cc39a81e613fe13a', operation='UPDATE', pgid='pgtrigger_update_update_f092f', table='scheduling_visittype', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='case',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "scheduling_caseevent" ("allows_requests", "id", "is_active", "name", "patient_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "practice_id") VALUES (NEW."allows_requests", NEW."id", NEW."is_active", NEW."name", NEW."patient_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."practice_id"); RETURN NULL;', hash='4b90dff8a5c856f39fa59708ce1c350b71602c17', operation='INSERT', pgid='pgtrigger_insert_insert_40147', table='scheduling_case', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='case',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "scheduling_caseevent" ("allows_requests", "id", "is_active", "name", "patient_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "practice_id") VALUES (NEW."allows_requests", NEW."id", NEW."is_active", NEW."name", NEW."patient_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."practice_id"); RETURN NULL;', hash='de6eb39a4d117b394c66b39fd8813c199eef80ae', operation='UPDATE', pgid='pgtrigger_update_update_16bb3', table='scheduling_case', when='AFTER')),
        ),
    ]
