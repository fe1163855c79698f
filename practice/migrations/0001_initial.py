import django.contrib.postgres.constraints
import django.contrib.postgres.fields
import django.db.models.deletion
import django.db.models.functions.text
import pgtrigger.compiler
import pgtrigger.migrations
import phonenumber_field.modelfields
import practice.models.fields
import uuid
from django.conf import settings
from django.contrib.postgres.operations import BtreeGistExtension, TrigramExtension, UnaccentExtension
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('pghistory', '0007_auto_20250421_0444'),
    ]

    operations = [
        BtreeGistExtension(),
        TrigramExtension(),
        UnaccentExtension(),
        migrations.CreateModel(
            name='AuditEvent',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField()),
                ('practice_ref', models.UUIDField(null=True)),
                ('user_ref', models.UUIDField(null=True)),
                ('hat', models.CharField(max_length=12)),
                ('actor_name', models.CharField(blank=True, max_length=120)),
                ('patient_ref', models.UUIDField(null=True)),
                ('action', models.CharField(max_length=60)),
                ('subject_type', models.CharField(blank=True, max_length=40)),
                ('subject_ref', models.CharField(blank=True, max_length=40)),
                ('outcome', models.CharField(default='done', max_length=8)),
                ('request_id', models.CharField(blank=True, max_length=36)),
                ('address', models.GenericIPAddressField(null=True)),
                ('detail', models.JSONField(default=dict)),
            ],
            options={
                'indexes': [models.Index(fields=['practice_ref', 'patient_ref', 'at'], name='audit_by_patient'), models.Index(fields=['practice_ref', 'at'], name='audit_by_practice')],
                'constraints': [models.CheckConstraint(condition=models.Q(('outcome__in', ['done', 'refused'])), name='audit_outcome_known')],
            },
        ),
        migrations.CreateModel(
            name='Practice',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('slug', models.SlugField(unique=True)),
                ('name', models.CharField(max_length=120)),
                ('time_zone', models.CharField(default='America/New_York', max_length=64, validators=[practice.models.fields.validate_zone])),
                ('phone', phonenumber_field.modelfields.PhoneNumberField(blank=True, max_length=128, region=None)),
                ('created_at', models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name='TokenBucket',
            fields=[
                ('key', models.CharField(max_length=120, primary_key=True, serialize=False)),
                ('tokens', models.FloatField()),
                ('updated_at', models.DateTimeField()),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('tokens__gte', 0)), name='bucket_not_negative')],
            },
        ),
        migrations.CreateModel(
            name='User',
            fields=[
                ('password', models.CharField(max_length=128, verbose_name='password')),
                ('last_login', models.DateTimeField(blank=True, null=True, verbose_name='last login')),
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('email', models.EmailField(blank=True, max_length=254, null=True)),
                ('username', models.CharField(blank=True, max_length=60, null=True)),
                ('name', models.CharField(max_length=120)),
                ('phone', phonenumber_field.modelfields.PhoneNumberField(blank=True, max_length=128, region=None)),
                ('language', models.CharField(default='en', max_length=8)),
                ('is_active', models.BooleanField(default=True)),
                ('created_at', models.DateTimeField()),
            ],
            options={
                'constraints': [models.UniqueConstraint(django.db.models.functions.text.Lower('email'), name='user_email_unique'), models.UniqueConstraint(django.db.models.functions.text.Lower('username'), name='user_username_unique'), models.CheckConstraint(condition=models.Q(('email__isnull', False), ('username__isnull', False), _connector='OR'), name='user_has_a_sign_in_name')],
            },
        ),
        migrations.CreateModel(
            name='Location',
            fields=[
                ('practice', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='practice.practice')),
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('name', models.CharField(max_length=120)),
                ('address', models.CharField(blank=True, max_length=240)),
                ('phone', phonenumber_field.modelfields.PhoneNumberField(blank=True, max_length=128, region=None)),
                ('time_zone', models.CharField(max_length=64, validators=[practice.models.fields.validate_zone])),
                ('allows_requests', models.BooleanField(default=False)),
            ],
            options={
                'constraints': [models.UniqueConstraint(models.F('practice'), django.db.models.functions.text.Lower('name'), name='location_name_unique'), models.UniqueConstraint(fields=('practice', 'id'), name='location_in_practice')],
            },
        ),
        migrations.CreateModel(
            name='OutboundMessage',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('practice', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='practice.practice')),
                ('channel', models.CharField(default='email', max_length=8)),
                ('notice', models.CharField(max_length=60)),
                ('recipient', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('subject_ref', models.UUIDField()),
                ('key', models.CharField(max_length=200, unique=True)),
                ('status', models.CharField(default='queued', max_length=8)),
                ('attempts', models.SmallIntegerField(default=0)),
                ('created_at', models.DateTimeField()),
                ('due_at', models.DateTimeField()),
                ('claimed_at', models.DateTimeField(null=True)),
                ('finished_at', models.DateTimeField(null=True)),
                ('error', models.CharField(blank=True, max_length=200)),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('status__in', ['queued', 'sending'])), fields=['due_at'], name='outbox_waiting'), models.Index(fields=['practice', 'created_at'], name='outbox_by_practice')],
                'constraints': [models.CheckConstraint(condition=models.Q(('status__in', ['dropped', 'failed', 'queued', 'sending', 'sent', 'unknown'])), name='outbox_status_known'), models.CheckConstraint(condition=models.Q(('channel__in', ['email', 'text'])), name='outbox_channel_known')],
            },
        ),
        migrations.CreateModel(
            name='ParkedSubmission',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('path', models.CharField(max_length=500)),
                ('fields', models.JSONField()),
                ('parked_at', models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name='TermsText',
            fields=[
                ('practice', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='practice.practice')),
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('kind', models.CharField(choices=[('terms', 'Terms of use'), ('privacy', 'Privacy notice')], max_length=8)),
                ('body', models.TextField()),
                ('published_at', models.DateTimeField()),
                ('published_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'indexes': [models.Index(fields=['practice', 'kind', '-published_at'], name='terms_in_force')],
                'constraints': [models.UniqueConstraint(fields=('practice', 'id'), name='terms_in_practice'), models.CheckConstraint(condition=models.Q(('kind__in', ['privacy', 'terms'])), name='terms_kind_known')],
            },
        ),
        migrations.CreateModel(
            name='Closure',
            fields=[
                ('practice', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='practice.practice')),
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('location', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='closures', to='practice.location')),
                ('starts_at', models.DateTimeField()),
                ('ends_at', models.DateTimeField()),
                ('reason', models.CharField(max_length=120)),
            ],
            options={
                'indexes': [models.Index(fields=['location', 'ends_at'], name='closure_by_location')],
                'constraints': [models.CheckConstraint(condition=models.Q(('ends_at__gt', models.F('starts_at'))), name='closure_ends_after_start')],
            },
        ),
        migrations.CreateModel(
            name='LocationEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='practice.location')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('practice', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='practice.practice')),
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, serialize=False)),
                ('name', models.CharField(max_length=120)),
                ('address', models.CharField(blank=True, max_length=240)),
                ('phone', phonenumber_field.modelfields.PhoneNumberField(blank=True, max_length=128, region=None)),
                ('time_zone', models.CharField(max_length=64, validators=[practice.models.fields.validate_zone])),
                ('allows_requests', models.BooleanField(default=False)),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='OpeningHours',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('practice', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='practice.practice')),
                ('location', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='opening_hours', to='practice.location')),
                ('weekday', models.SmallIntegerField(choices=[(0, 'Monday'), (1, 'Tuesday'), (2, 'Wednesday'), (3, 'Thursday'), (4, 'Friday'), (5, 'Saturday'), (6, 'Sunday')])),
                ('from_minute', models.SmallIntegerField()),
                ('until_minute', models.SmallIntegerField()),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('weekday__range', (0, 6))), name='opening_hours_weekday'), models.CheckConstraint(condition=models.Q(('from_minute__gte', 0), ('from_minute__lt', models.F('until_minute')), ('until_minute__lte', 1440)), name='opening_hours_within_day'), django.contrib.postgres.constraints.ExclusionConstraint(expressions=[('location', '='), ('weekday', '='), (models.Func('from_minute', 'until_minute', function='int4range'), '&&')], name='opening_hours_do_not_overlap')],
            },
        ),
        migrations.CreateModel(
            name='Patient',
            fields=[
                ('practice', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='practice.practice')),
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('given_name', models.CharField(max_length=120)),
                ('family_name', models.CharField(max_length=120)),
                ('sort_name', models.CharField(default='', editable=False, max_length=260)),
                ('born_on', models.DateField()),
                ('email', models.EmailField(blank=True, max_length=254)),
                ('phone', phonenumber_field.modelfields.PhoneNumberField(blank=True, max_length=128, region=None)),
                ('language', models.CharField(default='en', max_length=8)),
                ('status', models.CharField(choices=[('prospect', 'Prospect'), ('active', 'Active'), ('inactive', 'Inactive'), ('deceased', 'Deceased')], default='active', max_length=12)),
                ('record_number', models.CharField(blank=True, max_length=40)),
                ('home_location', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='practice.location')),
                ('created_at', models.DateTimeField()),
                ('request_key', models.UUIDField(blank=True, editable=False, null=True)),
            ],
            options={
                'indexes': [models.Index(fields=['practice', 'sort_name', 'id'], name='patients_by_name')],
                'constraints': [models.UniqueConstraint(fields=('practice', 'id'), name='patient_in_practice'), models.UniqueConstraint(fields=('practice', 'request_key'), name='patient_added_once'), models.UniqueConstraint(condition=models.Q(('record_number', ''), _negated=True), fields=('practice', 'record_number'), name='record_number_unique'), models.CheckConstraint(condition=models.Q(('status__in', ['active', 'deceased', 'inactive', 'prospect'])), name='patient_status_known')],
            },
        ),
        migrations.CreateModel(
            name='StaffMember',
            fields=[
                ('practice', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='practice.practice')),
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='memberships', to=settings.AUTH_USER_MODEL)),
                ('duties', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=20), default=list, size=None)),
                ('patient_scope', models.CharField(choices=[('all', 'All patients'), ('locations', 'Patients of some locations'), ('listed', 'Listed patients')], default='all', max_length=12)),
                ('invite_nonce', models.UUIDField(blank=True, null=True)),
                ('invited_at', models.DateTimeField()),
                ('joined_at', models.DateTimeField(blank=True, null=True)),
                ('ended_at', models.DateTimeField(blank=True, null=True)),
                ('scope_locations', models.ManyToManyField(blank=True, related_name='+', to='practice.location')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('practice', 'id'), name='staff_member_in_practice'), models.UniqueConstraint(condition=models.Q(('ended_at__isnull', True)), fields=('practice', 'user'), name='one_open_membership'), models.CheckConstraint(condition=models.Q(('duties__contained_by', ['admin', 'messages', 'prescribing', 'registration', 'scheduling']), models.Q(('duties', []), _negated=True)), name='staff_member_duties_known'), models.CheckConstraint(condition=models.Q(('patient_scope__in', ['all', 'listed', 'locations'])), name='staff_member_scope_known')],
            },
        ),
        migrations.CreateModel(
            name='AccessGrant',
            fields=[
                ('practice', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='practice.practice')),
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='grants', to=settings.AUTH_USER_MODEL)),
                ('patient', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='grants', to='practice.patient')),
                ('relationship', models.CharField(choices=[('self', 'Self'), ('mother', 'Mother'), ('father', 'Father'), ('parent', 'Parent'), ('guardian', 'Guardian'), ('grandparent', 'Grandparent'), ('partner', 'Partner'), ('caregiver', 'Caregiver'), ('other', 'Other')], max_length=16)),
                ('level', models.CharField(choices=[('full', 'Full'), ('limited', 'Limited'), ('booking', 'Booking only')], default='full', max_length=12)),
                ('starts_at', models.DateTimeField()),
                ('ends_at', models.DateTimeField(blank=True, null=True)),
                ('granted_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('ended_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('ended_reason', models.CharField(blank=True, max_length=200)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('ends_at__isnull', True), ('ends_at__gte', models.F('starts_at')), _connector='OR'), name='grant_ends_after_start'), models.CheckConstraint(condition=models.Q(('level__in', ['booking', 'full', 'limited'])), name='grant_level_known'), models.CheckConstraint(condition=models.Q(('relationship__in', ['caregiver', 'father', 'grandparent', 'guardian', 'mother', 'other', 'parent', 'partner', 'self'])), name='grant_relationship_known'), django.contrib.postgres.constraints.ExclusionConstraint(expressions=[('user', '='), ('patient', '='), (models.Func('starts_at', 'ends_at', function='tstzrange'), '&&')], name='grants_do_not_overlap')],
            },
        ),
        migrations.CreateModel(
            name='Contact',
            fields=[
                ('practice', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='practice.practice')),
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('patient', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='contacts', to='practice.patient')),
                ('name', models.CharField(max_length=120)),
                ('relationship', models.CharField(choices=[('self', 'Self'), ('mother', 'Mother'), ('father', 'Father'), ('parent', 'Parent'), ('guardian', 'Guardian'), ('grandparent', 'Grandparent'), ('partner', 'Partner'), ('caregiver', 'Caregiver'), ('other', 'Other')], max_length=16)),
                ('email', models.EmailField(blank=True, max_length=254)),
                ('phone', phonenumber_field.modelfields.PhoneNumberField(blank=True, max_length=128, region=None)),
                ('language', models.CharField(default='en', max_length=8)),
                ('request_key', models.UUIDField(blank=True, editable=False, null=True)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('practice', 'id'), name='contact_in_practice'), models.UniqueConstraint(fields=('practice', 'request_key'), name='contact_added_once'), models.CheckConstraint(condition=models.Q(('relationship__in', ['caregiver', 'father', 'grandparent', 'guardian', 'mother', 'other', 'parent', 'partner', 'self'])), name='contact_relationship_known')],
            },
        ),
        migrations.CreateModel(
            name='OpeningHoursEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='practice.openinghours')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('id', models.BigIntegerField()),
                ('practice', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='practice.practice')),
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
            name='PatientAccess',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('practice', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='practice.practice')),
                ('member', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='listed_patients', to='practice.staffmember')),
                ('patient', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='practice.patient')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('member', 'patient'), name='patient_listed_once')],
            },
        ),
        migrations.CreateModel(
            name='PatientEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='practice.patient')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('practice', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='practice.practice')),
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, serialize=False)),
                ('given_name', models.CharField(max_length=120)),
                ('family_name', models.CharField(max_length=120)),
                ('sort_name', models.CharField(default='', editable=False, max_length=260)),
                ('born_on', models.DateField()),
                ('email', models.EmailField(blank=True, max_length=254)),
                ('phone', phonenumber_field.modelfields.PhoneNumberField(blank=True, max_length=128, region=None)),
                ('language', models.CharField(default='en', max_length=8)),
                ('status', models.CharField(choices=[('prospect', 'Prospect'), ('active', 'Active'), ('inactive', 'Inactive'), ('deceased', 'Deceased')], default='active', max_length=12)),
                ('record_number', models.CharField(blank=True, max_length=40)),
                ('home_location', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='practice.location')),
                ('created_at', models.DateTimeField()),
                ('request_key', models.UUIDField(blank=True, editable=False, null=True)),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='PortalSettings',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('practice', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='settings', to='practice.practice')),
                ('requests_on', models.BooleanField(default=False)),
                ('books_online', models.BooleanField(default=False)),
                ('horizon_days', models.PositiveSmallIntegerField(default=60)),
                ('notice_hours', models.PositiveSmallIntegerField(default=24)),
                ('change_hours', models.PositiveSmallIntegerField(default=12)),
                ('fee_window_hours', models.PositiveSmallIntegerField(default=24)),
                ('rounding', models.PositiveSmallIntegerField(default=0)),
                ('no_preference', models.CharField(choices=[('nobody', 'Nobody'), ('existing', 'Existing patients'), ('everyone', 'Everyone')], default='nobody', max_length=10)),
                ('open_requests_limit', models.PositiveSmallIntegerField(default=3)),
                ('answer_promise', models.CharField(blank=True, max_length=160)),
                ('last_resort', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='practice.staffmember')),
                ('version', models.PositiveIntegerField(default=1)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('horizon_days__range', (1, 730))), name='settings_horizon_range'), models.CheckConstraint(condition=models.Q(('notice_hours__lte', 2160)), name='settings_notice_range'), models.CheckConstraint(condition=models.Q(('rounding__in', (0, 15, 30, 60))), name='settings_rounding_known'), models.CheckConstraint(condition=models.Q(('open_requests_limit__range', (1, 20))), name='settings_open_limit_range'), models.CheckConstraint(condition=models.Q(('no_preference__in', ['everyone', 'existing', 'nobody'])), name='settings_no_preference_known')],
            },
        ),
        migrations.CreateModel(
            name='Provider',
            fields=[
                ('practice', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='practice.practice')),
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('name', models.CharField(max_length=120)),
                ('member', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='provider', to='practice.staffmember')),
                ('ended_at', models.DateTimeField(blank=True, null=True)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('practice', 'id'), name='provider_in_practice'), models.UniqueConstraint(models.F('practice'), django.db.models.functions.text.Lower('name'), condition=models.Q(('ended_at__isnull', True)), name='provider_name_unique')],
            },
        ),
        migrations.CreateModel(
            name='StaffMemberEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='practice.staffmember')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('practice', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='practice.practice')),
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, serialize=False)),
                ('user', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
                ('duties', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=20), default=list, size=None)),
                ('patient_scope', models.CharField(choices=[('all', 'All patients'), ('locations', 'Patients of some locations'), ('listed', 'Listed patients')], default='all', max_length=12)),
                ('invite_nonce', models.UUIDField(blank=True, null=True)),
                ('invited_at', models.DateTimeField()),
                ('joined_at', models.DateTimeField(blank=True, null=True)),
                ('ended_at', models.DateTimeField(blank=True, null=True)),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='AccessGrantEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='practice.accessgrant')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('practice', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='practice.practice')),
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, serialize=False)),
                ('user', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
                ('patient', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='practice.patient')),
                ('relationship', models.CharField(choices=[('self', 'Self'), ('mother', 'Mother'), ('father', 'Father'), ('parent', 'Parent'), ('guardian', 'Guardian'), ('grandparent', 'Grandparent'), ('partner', 'Partner'), ('caregiver', 'Caregiver'), ('other', 'Other')], max_length=16)),
                ('level', models.CharField(choices=[('full', 'Full'), ('limited', 'Limited'), ('booking', 'Booking only')], default='full', max_length=12)),
                ('starts_at', models.DateTimeField()),
                ('ends_at', models.DateTimeField(blank=True, null=True)),
                ('granted_by', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
                ('ended_by', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
                ('ended_reason', models.CharField(blank=True, max_length=200)),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='ContactEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='practice.contact')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('practice', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='practice.practice')),
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, serialize=False)),
                ('patient', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='practice.patient')),
                ('name', models.CharField(max_length=120)),
                ('relationship', models.CharField(choices=[('self', 'Self'), ('mother', 'Mother'), ('father', 'Father'), ('parent', 'Parent'), ('guardian', 'Guardian'), ('grandparent', 'Grandparent'), ('partner', 'Partner'), ('caregiver', 'Caregiver'), ('other', 'Other')], max_length=16)),
                ('email', models.EmailField(blank=True, max_length=254)),
                ('phone', phonenumber_field.modelfields.PhoneNumberField(blank=True, max_length=128, region=None)),
                ('language', models.CharField(default='en', max_length=8)),
                ('request_key', models.UUIDField(blank=True, editable=False, null=True)),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='PortalSettingsEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='practice.portalsettings')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('id', models.BigIntegerField()),
                ('practice', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='practice.practice')),
                ('requests_on', models.BooleanField(default=False)),
                ('books_online', models.BooleanField(default=False)),
                ('horizon_days', models.PositiveSmallIntegerField(default=60)),
                ('notice_hours', models.PositiveSmallIntegerField(default=24)),
                ('change_hours', models.PositiveSmallIntegerField(default=12)),
                ('fee_window_hours', models.PositiveSmallIntegerField(default=24)),
                ('rounding', models.PositiveSmallIntegerField(default=0)),
                ('no_preference', models.CharField(choices=[('nobody', 'Nobody'), ('existing', 'Existing patients'), ('everyone', 'Everyone')], default='nobody', max_length=10)),
                ('open_requests_limit', models.PositiveSmallIntegerField(default=3)),
                ('answer_promise', models.CharField(blank=True, max_length=160)),
                ('last_resort', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='practice.staffmember')),
                ('version', models.PositiveIntegerField(default=1)),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='ProviderEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='practice.provider')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('practice', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='practice.practice')),
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, serialize=False)),
                ('name', models.CharField(max_length=120)),
                ('member', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='practice.staffmember')),
                ('ended_at', models.DateTimeField(blank=True, null=True)),
            ],
            options={
                'abstract': False,
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='auditevent',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='df7cc6784a7f2217143a0ae18ffde079f81815f8', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_3fc17', table='practice_auditevent', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='patient',
            trigger=pgtrigger.compiler.Trigger(name='keep_sort_name', sql=pgtrigger.compiler.UpsertTriggerSql(func="NEW.sort_name = lower(unaccent(NEW.family_name || ', ' || NEW.given_name)); RETURN NEW;", hash='d701650c16724b40a5366bf195500a2cda2fe22e', operation='INSERT OR UPDATE OF "given_name", "family_name"', pgid='pgtrigger_keep_sort_name_29764', table='practice_patient', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='patient',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "practice_patientevent" ("born_on", "created_at", "email", "family_name", "given_name", "home_location_id", "id", "language", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone", "practice_id", "record_number", "request_key", "sort_name", "status") VALUES (NEW."born_on", NEW."created_at", NEW."email", NEW."family_name", NEW."given_name", NEW."home_location_id", NEW."id", NEW."language", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."phone", NEW."practice_id", NEW."record_number", NEW."request_key", NEW."sort_name", NEW."status"); RETURN NULL;', hash='0ff1bd1aa315c05412ed97a6023b594ffb4a2421', operation='INSERT', pgid='pgtrigger_insert_insert_7f5e3', table='practice_patient', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='patient',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "practice_patientevent" ("born_on", "created_at", "email", "family_name", "given_name", "home_location_id", "id", "language", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone", "practice_id", "record_number", "request_key", "sort_name", "status") VALUES (NEW."born_on", NEW."created_at", NEW."email", NEW."family_name", NEW."given_name", NEW."home_location_id", NEW."id", NEW."language", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."phone", NEW."practice_id", NEW."record_number", NEW."request_key", NEW."sort_name", NEW."status"); RETURN NULL;', hash='ff4c2c769673091b2111266763a857b9e8e6fd00', operation='UPDATE', pgid='pgtrigger_update_update_51df6', table='practice_patient', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='openinghours',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "practice_openinghoursevent" ("from_minute", "id", "location_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "practice_id", "until_minute", "weekday") VALUES (NEW."from_minute", NEW."id", NEW."location_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."practice_id", NEW."until_minute", NEW."weekday"); RETURN NULL;', hash='5e8ba7e65873baf9b0e0c5b4edd695c79a9e2f03', operation='INSERT', pgid='pgtrigger_insert_insert_c8840', table='practice_openinghours', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='openinghours',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "practice_openinghoursevent" ("from_minute", "id", "location_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "practice_id", "until_minute", "weekday") VALUES (NEW."from_minute", NEW."id", NEW."location_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."practice_id", NEW."until_minute", NEW."weekday"); RETURN NULL;', hash='1534ac5ecc09684c918a138467a200c1a4c1fc17', operation='UPDATE', pgid='pgtrigger_update_update_6d945', table='practice_openinghours', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='location',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "practice_locationevent" ("address", "allows_requests", "id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone", "practice_id", "time_zone") VALUES (NEW."address", NEW."allows_requests", NEW."id", NEW."name", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."phone", NEW."practice_id", NEW."time_zone"); RETURN NULL;', hash='0b0145a87ae811372c57e5518bfb78c820a4b3b4', operation='INSERT', pgid='pgtrigger_insert_insert_71638', table='practice_location', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='location',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "practice_locationevent" ("address", "allows_requests", "id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone", "practice_id", "time_zone") VALUES (NEW."address", NEW."allows_requests", NEW."id", NEW."name", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."phone", NEW."practice_id", NEW."time_zone"); RETURN NULL;', hash='11bf0368ceaba52bcbac12c44274cbe4d29f9efe', operation='UPDATE', pgid='pgtrigger_update_update_46003', table='practice_location', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='contact',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "practice_contactevent" ("email", "id", "language", "name", "patient_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone", "practice_id", "relationship", "request_key") VALUES (NEW."email", NEW."id", NEW."language", NEW."name", NEW."patient_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."phone", NEW."practice_id", NEW."relationship", NEW."request_key"); RETURN NULL;', hash='485331f0247fdcb4cc334a0a6fa5b2b93f045e56', operation='INSERT', pgid='pgtrigger_insert_insert_55ab4', table='practice_contact', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='contact',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "practice_contactevent" ("email", "id", "language", "name", "patient_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone", "practice_id", "relationship", "request_key") VALUES (NEW."email", NEW."id", NEW."language", NEW."name", NEW."patient_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."phone", NEW."practice_id", NEW."relationship", NEW."request_key"); RETURN NULL;', hash='725c600fe373380e8dc286768ca244eecce2800b', operation='UPDATE', pgid='pgtrigger_update_update_e4a9c', table='practice_contact', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='accessgrant',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "practice_accessgrantevent" ("ended_by_id", "ended_reason", "ends_at", "granted_by_id", "id", "level", "patient_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "practice_id", "relationship", "starts_at", "user_id") VALUES (NEW."ended_by_id", NEW."ended_reason", NEW."ends_at", NEW."granted_by_id", NEW."id", NEW."level", NEW."patient_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."practice_id", NEW."relationship", NEW."starts_at", NEW."user_id"); RETURN NULL;', hash='44428f7a1124d5dcbc8f1a2481c0934e73958f62', operation='INSERT', pgid='pgtrigger_insert_insert_c0d9c', table='practice_accessgrant', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='accessgrant',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "practice_accessgrantevent" ("ended_by_id", "ended_reason", "ends_at", "granted_by_id", "id", "level", "patient_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "practice_id", "relationship", "starts_at", "user_id") VALUES (NEW."ended_by_id", NEW."ended_reason", NEW."ends_at", NEW."granted_by_id", NEW."id", NEW."level", NEW."patient_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."practice_id", NEW."relationship", NEW."starts_at", NEW."user_id"); RETURN NULL;', hash='fa3d586e189489ed2bf975521cec4848a9765ddd', operation='UPDATE', pgid='pgtrigger_update_update_5d537', table='practice_accessgrant', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='staffmember',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "practice_staffmemberevent" ("duties", "ended_at", "id", "invite_nonce", "invited_at", "joined_at", "patient_scope", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "practice_id", "user_id") VALUES (NEW."duties", NEW."ended_at", NEW."id", NEW."invite_nonce", NEW."invited_at", NEW."joined_at", NEW."patient_scope", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."practice_id", NEW."user_id"); RETURN NULL;', hash='12d105194756262d7ac91e9e4713910bdeb9d420', operation='INSERT', pgid='pgtrigger_insert_insert_3d0d2', table='practice_staffmember', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='staffmember',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "practice_staffmemberevent" ("duties", "ended_at", "id", "invite_nonce", "invited_at", "joined_at", "patient_scope", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "practice_id", "user_id") VALUES (NEW."duties", NEW."ended_at", NEW."id", NEW."invite_nonce", NEW."invited_at", NEW."joined_at", NEW."patient_scope", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."practice_id", NEW."user_id"); RETURN NULL;', hash='80beb3ce43529aa6b722446d55e795de0ca249a1', operation='UPDATE', pgid='pgtrigger_update_update_25fa0', table='practice_staffmember', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='provider',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "practice_providerevent" ("ended_at", "id", "member_id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "practice_id") VALUES (NEW."ended_at", NEW."id", NEW."member_id", NEW."name", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."practice_id"); RETURN NULL;', hash='d0a3bc469540f6981cfb13422efb3ba1842df9ef', operation='INSERT', pgid='pgtrigger_insert_insert_b12f1', table='practice_provider', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='provider',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "practice_providerevent" ("ended_at", "id", "member_id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "practice_id") VALUES (NEW."ended_at", NEW."id", NEW."member_id", NEW."name", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."practice_id"); RETURN NULL;', hash='c9837ba1fef3537d0e59e27ada2d7208ecb4a279', operation='UPDATE', pgid='pgtrigger_update_update_44e25', table='practice_provider', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='portalsettings',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "practice_portalsettingsevent" ("answer_promise", "books_online", "change_hours", "fee_window_hours", "horizon_days", "id", "last_resort_id", "no_preference", "notice_hours", "open_requests_limit", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "practice_id", "requests_on", "rounding", "version") VALUES (NEW."answer_promise", NEW."books_online", NEW."change_hours", NEW."fee_window_hours", NEW."horizon_days", NEW."id", NEW."last_resort_id", NEW."no_preference", NEW."notice_hours", NEW."open_requests_limit", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."practice_id", NEW."requests_on", NEW."rounding", NEW."version"); RETURN NULL;', hash='3eb496259b7610d4df0966daa3ca7193e78e4bee', operation='INSERT', pgid='pgtrigger_insert_insert_9a794', table='practice_portalsettings', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='portalsettings',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "practice_portalsettingsevent" ("answer_promise", "books_online", "change_hours", "fee_window_hours", "horizon_days", "id", "last_resort_id", "no_preference", "notice_hours", "open_requests_limit", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "practice_id", "requests_on", "rounding", "version") VALUES (NEW."answer_promise", NEW."books_online", NEW."change_hours", NEW."fee_window_hours", NEW."horizon_days", NEW."id", NEW."last_resort_id", NEW."no_preference", NEW."notice_hours", NEW."open_requests_limit", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."practice_id", NEW."requests_on", NEW."rounding", NEW."version"); RETURN NULL;', hash='61494a8c53073e52de54c37e3c1f2964dc9726ae', operation='UPDATE', pgid='pgtrigger_update_update_d8eff', table='practice_portalsettings', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='termstext',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='12ae77fdd54923d2a4747b1d959da5b04e638df4', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_07ae8', table='practice_termstext', when='BEFORE')),
        ),
    ]
