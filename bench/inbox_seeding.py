"""Years of messages: threads of two thousand patients in the clerk's inbox, nearly all of them completed."""

import random

from django.db import connection

from bench.seeding import World

LIVE = 300  # threads in the clerk's inbox
UNREAD = {"portal": 60, "phone": 20}
PER_THREAD = 3  # messages, on average: one to five
SENTENCES, WORDS = 3_000, 12  # what people say, and how long they say it
VOCABULARY = 6_000
RARE = "zebrafish"  # said once in ten thousand messages
COMMON = "cough"  # said in one of twelve
SUBJECTS = {
    "general": ("A question", "School form", "After the visit", "Rash on the arm"),
    "appointment": ("Appointment Request",),
    "refill": ("Patient Portal Rx Refill",),
    "referral": ("Patient Portal Referral",),
    "insurance": ("Insurance Change Notification",),
}

_TELL = """
CREATE TEMPORARY TABLE told AS
SELECT n::int, kind, subject FROM unnest(%(kinds)s, %(subjects)s) WITH ORDINALITY AS t (kind, subject, n)
"""
_SAY = "CREATE TEMPORARY TABLE said AS SELECT n::int, line FROM unnest(%(lines)s) WITH ORDINALITY AS s (line, n)"
_PEOPLE = """
CREATE TEMPORARY TABLE people AS
SELECT row_number() OVER (ORDER BY patient_id)::int AS n, patient_id, user_id FROM practice_accessgrant
WHERE practice_id = %(practice)s
"""
# Thread number n began n times seven minutes before the first one there is.
_THREADS = """
CREATE TEMPORARY TABLE begun AS
SELECT turn AS n, gen_random_uuid() AS id, people.patient_id, people.user_id, told.kind, told.subject,
       1 + abs(hashint4(turn)) %% 5 AS size, turn > %(live)s AS over,
       since.at - turn * interval '7 minutes' AS at
FROM generate_series(1, %(threads)s) AS turn
CROSS JOIN (SELECT coalesce(min(started_at), %(now)s) AS at FROM messaging_thread) AS since
JOIN people ON people.n = 1 + abs(hashint4(turn * 7)) %% (SELECT count(*) FROM people)
JOIN told ON told.n = 1 + abs(hashint4(turn * 13)) %% (SELECT count(*) FROM told);
INSERT INTO messaging_thread (id, practice_id, patient_id, account_id, kind, subject, department_id,
    shared_with_guardians, last_number, last_at, answered_at, completed_at, completed_by_id, started_at)
SELECT begun.id, %(practice)s, patient_id, user_id, begun.kind, subject, department.id, false, size,
       at + size * interval '1 minute', CASE WHEN size %% 2 = 0 THEN at + size * interval '1 minute' END,
       CASE WHEN over THEN at + interval '1 hour' END, CASE WHEN over THEN %(clerk)s::uuid END, at
FROM begun JOIN messaging_department department
  ON department.practice_id = %(practice)s AND department.receives = begun.kind
"""
_DELIVERIES = """
INSERT INTO messaging_delivery (id, practice_id, thread_id, member_id, channel, reason, first_visible_number,
    delivered_at, read_at, closed_at)
SELECT gen_random_uuid(), %(practice)s, id, %(clerk)s, CASE WHEN n %% 4 = 0 THEN 'phone' ELSE 'portal' END,
       'department', 1, at, CASE WHEN n > %(unread)s THEN at END, CASE WHEN over THEN at + interval '1 hour' END
FROM begun
"""
_MESSAGES = """
INSERT INTO messaging_message (id, practice_id, thread_id, number, side, author_id, body, visibility, sent_at,
    visible_from)
SELECT gen_random_uuid(), %(practice)s, begun.id, number, CASE WHEN number %% 2 = 1 THEN 'patient' ELSE 'staff' END,
       CASE WHEN number %% 2 = 1 THEN begun.user_id ELSE %(author)s::uuid END,
       one.line || ' ' || two.line || CASE WHEN hashint4(begun.n * 31 + number) %% 10000 = 0 THEN %(rare)s ELSE '' END,
       'portal', begun.at + number * interval '1 minute', begun.at + number * interval '1 minute'
FROM begun CROSS JOIN LATERAL generate_series(1, begun.size) AS number
JOIN said one ON one.n = 1 + abs(hashint4(begun.n * 17 + number)) %% %(sentences)s
JOIN said two ON two.n = 1 + abs(hashint4(begun.n * 19 + number)) %% %(sentences)s
"""
_INDEX = "SELECT pg_get_indexdef('messages_by_words'::regclass)"


def fill_inboxes(world: World, messages: int) -> None:
    """Put so many messages before the oldest there is; the first call leaves some of them waiting."""
    threads = messages // PER_THREAD
    with connection.cursor() as cursor:
        cursor.execute("SELECT EXISTS (SELECT FROM messaging_thread)")
        live = 0 if cursor.fetchone()[0] else LIVE
        facts = {"practice": world.practice.pk, "clerk": world.clerk.pk, "author": world.clerk.user_id}
        facts |= {"now": world.now, "threads": threads, "live": live, "rare": f" {RARE}", "sentences": SENTENCES}
        facts |= {"unread": sum(UNREAD.values()) if live else 0, "lines": _sentences()}
        told = [(kind, subject) for kind, subjects in SUBJECTS.items() for subject in subjects]
        facts |= {"kinds": [kind for kind, _subject in told], "subjects": [subject for _kind, subject in told]}
        cursor.execute(_INDEX)
        (index,) = cursor.fetchone()
        cursor.execute("DROP INDEX messages_by_words")  # at once is faster than one by one
        for step in (_TELL, _SAY, _PEOPLE, _THREADS, _DELIVERIES, _MESSAGES):
            cursor.execute(step, facts)
        cursor.execute(index)
        cursor.execute("DROP TABLE told, said, people, begun")


def _sentences() -> list[str]:
    """Sentences in which few words are frequent and many are rare, as in any language."""
    chance = random.Random(4)
    words = [_word(chance) for _ in range(VOCABULARY)]
    weights = [1 / rank for rank in range(1, VOCABULARY + 1)]
    lines = [chance.choices(words, weights, k=WORDS) for _ in range(SENTENCES)]
    for line in lines[:: SENTENCES // 125]:
        line[0] = COMMON
    return [" ".join(line).capitalize() + "." for line in lines]


def _word(chance: random.Random) -> str:
    syllables = ("ba", "co", "di", "fe", "gu", "la", "mi", "no", "pe", "ra", "so", "tu", "ve", "zi")
    return "".join(chance.choices(syllables, k=chance.randrange(2, 5)))
