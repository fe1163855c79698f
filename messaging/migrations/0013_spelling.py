"""Names and subjects as the search understands them when they are mistyped: by one letter, or two that changed places."""

from django.db import migrations

NAMES = """
CREATE INDEX patients_by_likeness ON practice_patient
USING gin (frontdesk_fold(given_name || ' ' || family_name) public.gin_trgm_ops);
CREATE INDEX users_by_likeness ON practice_user USING gin (frontdesk_fold(name) public.gin_trgm_ops);
-- The other kinds have one subject each.
CREATE INDEX threads_by_likeness ON messaging_thread USING gin (frontdesk_fold(subject) public.gin_trgm_ops)
WHERE kind = 'general';

-- One letter too many, too few or another one, or two neighbours that changed places.
CREATE FUNCTION frontdesk_near(typed text, word text) RETURNS boolean LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
BEGIN ATOMIC
    SELECT abs(length(typed) - length(word)) <= 1 AND EXISTS (
        SELECT FROM generate_series(0, length(typed)) AS n
        WHERE left(typed, n) = left(word, n) AND (
            substr(typed, n + 2) IN (substr(word, n + 1), substr(word, n + 2))
            OR substr(typed, n + 1) = substr(word, n + 2)
            OR (substr(typed, n + 1, 2) = reverse(substr(word, n + 1, 2)) AND substr(typed, n + 3) = substr(word, n + 3))
        ));
END;

-- What somebody typed, for `to_tsquery`: each word as before or, from four letters on, as a name or a word of a subject
-- that is spelt nearly so; `known` are the subjects of the other kinds. Nothing when there is no such name. The threshold is what two places changed in the middle
-- of a word leave in common; what it lets through is looked at letter by letter.
CREATE FUNCTION frontdesk_alike(typed text, practice uuid, known text[]) RETURNS text LANGUAGE sql STABLE
SET pg_trgm.word_similarity_threshold = 0.25
BEGIN ATOMIC
    WITH word AS (
        SELECT word, n FROM regexp_split_to_table(frontdesk_fold(typed), '[^[:alnum:]]+') WITH ORDINALITY AS t (word, n)
        WHERE word <> '' LIMIT 8
    ), near AS (
        SELECT DISTINCT word.n, spelt
        FROM word
        CROSS JOIN LATERAL (
            SELECT frontdesk_fold(given_name || ' ' || family_name) AS said FROM practice_patient
            WHERE practice_id = practice AND frontdesk_fold(given_name || ' ' || family_name) OPERATOR(public.%>) word
            UNION SELECT frontdesk_fold(name) FROM practice_user
            WHERE frontdesk_fold(name) OPERATOR(public.%>) word
            UNION SELECT frontdesk_fold(subject) FROM messaging_thread
            WHERE practice_id = practice AND kind = 'general' AND frontdesk_fold(subject) OPERATOR(public.%>) word
            UNION SELECT frontdesk_fold(subject) FROM unnest(known) AS subject
        ) AS names
        CROSS JOIN LATERAL regexp_split_to_table(said, '[^[:alnum:]]+') AS spelt
        WHERE length(word) BETWEEN 4 AND 40 AND spelt <> word AND frontdesk_near(word, spelt)
    )
    SELECT string_agg('(' || concat_ws(' | ', word || ':*', spellings) || ')', ' & ')
    FROM word LEFT JOIN (SELECT n, string_agg(spelt, ' | ') AS spellings FROM near GROUP BY n) AS near USING (n)
    HAVING count(spellings) > 0;
END;
"""
LEAVING = """
DROP FUNCTION frontdesk_alike;
DROP FUNCTION frontdesk_near;
DROP INDEX threads_by_likeness, users_by_likeness, patients_by_likeness;
"""


class Migration(migrations.Migration):

    dependencies = [
        ('messaging', '0012_emergency_words'),
        ('practice', '0009_refill_rules'),
    ]

    operations = [migrations.RunSQL(NAMES, LEAVING)]
