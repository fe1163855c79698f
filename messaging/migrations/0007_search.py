"""What messages are searched by: a column that the database fills, from the text and from names that may change."""

import django.contrib.postgres.indexes
import django.contrib.postgres.search
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

FOLDING = """
CREATE FUNCTION frontdesk_fold(said text) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN lower(public.unaccent('public.unaccent'::regdictionary, said));

-- Nothing but letters and digits: otherwise the parser takes 555-0100 for a sum.
CREATE FUNCTION frontdesk_words(said text) RETURNS tsvector LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN strip(to_tsvector('simple', regexp_replace(frontdesk_fold(said), '[^[:alnum:]]+', ' ', 'g')));

-- What somebody typed: every word of it, each as the beginning of one.
CREATE FUNCTION frontdesk_query(typed text) RETURNS tsquery LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
BEGIN ATOMIC
    SELECT to_tsquery('simple', string_agg(word || ':*', ' & '))
    FROM (SELECT word FROM regexp_split_to_table(frontdesk_fold(typed), '[^[:alnum:]]+') AS word
          WHERE word <> '' LIMIT 8) AS words;
END;

CREATE FUNCTION messaging_words_of(said text, thread_of uuid) RETURNS tsvector LANGUAGE sql STABLE
BEGIN ATOMIC
    SELECT frontdesk_words(
        concat_ws(' ', said, thread.subject, patient.given_name, patient.family_name, account.name))
    FROM messaging_thread thread
    JOIN practice_patient patient ON patient.id = thread.patient_id
    JOIN practice_user account ON account.id = thread.account_id
    WHERE thread.id = thread_of;
END;
"""
UNFOLDING = """
DROP FUNCTION messaging_words_of;
DROP FUNCTION frontdesk_query;
DROP FUNCTION frontdesk_words;
DROP FUNCTION frontdesk_fold;
"""
KEEPING = """
CREATE FUNCTION messaging_write_words() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.words := messaging_words_of(NEW.body, NEW.thread_id);
    RETURN NEW;
END $$;
CREATE TRIGGER write_words BEFORE INSERT ON messaging_message
FOR EACH ROW EXECUTE FUNCTION messaging_write_words();

-- The argument is the column of the thread that names the changed row.
CREATE FUNCTION messaging_rewrite_words() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    EXECUTE format(
        'UPDATE messaging_message SET words = messaging_words_of(body, thread_id) '
        'WHERE thread_id IN (SELECT id FROM messaging_thread WHERE %I = $1)', TG_ARGV[0]) USING NEW.id;
    RETURN NULL;
END $$;
CREATE TRIGGER rewrite_words AFTER UPDATE OF subject, patient_id, account_id ON messaging_thread
FOR EACH ROW WHEN ((OLD.subject, OLD.patient_id, OLD.account_id)
    IS DISTINCT FROM (NEW.subject, NEW.patient_id, NEW.account_id))
EXECUTE FUNCTION messaging_rewrite_words('id');
CREATE TRIGGER rewrite_words AFTER UPDATE OF given_name, family_name ON practice_patient
FOR EACH ROW WHEN ((OLD.given_name, OLD.family_name) IS DISTINCT FROM (NEW.given_name, NEW.family_name))
EXECUTE FUNCTION messaging_rewrite_words('patient_id');
CREATE TRIGGER rewrite_words AFTER UPDATE OF name ON practice_user
FOR EACH ROW WHEN (OLD.name IS DISTINCT FROM NEW.name)
EXECUTE FUNCTION messaging_rewrite_words('account_id');

UPDATE messaging_message SET words = messaging_words_of(body, thread_id);
"""
LEAVING = """
DROP TRIGGER rewrite_words ON practice_user;
DROP TRIGGER rewrite_words ON practice_patient;
DROP TRIGGER rewrite_words ON messaging_thread;
DROP FUNCTION messaging_rewrite_words;
DROP TRIGGER write_words ON messaging_message;
DROP FUNCTION messaging_write_words;
"""


class Migration(migrations.Migration):

    dependencies = [
        ('messaging', '0006_phrases'),
        ('practice', '0007_chart_guards'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RunSQL(FOLDING, UNFOLDING),
        migrations.AddField(
            model_name='message',
            name='words',
            field=django.contrib.postgres.search.SearchVectorField(editable=False, null=True),
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='message',
            name='append_only',
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='message',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."author_id" IS DISTINCT FROM (NEW."author_id") OR OLD."body" IS DISTINCT FROM (NEW."body") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."number" IS DISTINCT FROM (NEW."number") OR OLD."practice_id" IS DISTINCT FROM (NEW."practice_id") OR OLD."request_key" IS DISTINCT FROM (NEW."request_key") OR OLD."sent_at" IS DISTINCT FROM (NEW."sent_at") OR OLD."visibility" IS DISTINCT FROM (NEW."visibility") OR OLD."side" IS DISTINCT FROM (NEW."side") OR OLD."thread_id" IS DISTINCT FROM (NEW."thread_id"))', func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='290a5d69cc4acd515159800da73b3edd1a970201', operation='UPDATE', pgid='pgtrigger_append_only_3d7cb', table='messaging_message', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='message',
            trigger=pgtrigger.compiler.Trigger(name='never_deleted', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='bce467c05d1791b61f732f7d96a6723fcd803661', operation='DELETE', pgid='pgtrigger_never_deleted_018e9', table='messaging_message', when='BEFORE')),
        ),
        migrations.RunSQL(KEEPING, LEAVING),
        migrations.AddIndex(
            model_name='message',
            index=django.contrib.postgres.indexes.GinIndex(fastupdate=False, fields=['words'], name='messages_by_words'),
        ),
        migrations.AddIndex(
            model_name='delivery',
            index=models.Index(condition=models.Q(('first_visible_number__gt', 1)), fields=['member', 'thread'], name='partial_deliveries'),
        ),
    ]
