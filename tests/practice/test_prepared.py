"""Statements that a connection plans once: they find what they would find unprepared, whatever happens meanwhile."""

import json

import pytest
from django.db import connection

from practice.prepared import Part, Statement, ask_all

FRUIT = Statement("SELECT to_jsonb(fruit)::text FROM fruit WHERE name = %(name)s AND 10 %% weight = 0", name="text")


def run(statement: str) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return cursor.fetchall() if cursor.description else []


def prepared() -> list[tuple[int, int]]:
    """How often each statement about fruit was answered by the plan it has, and by one made for the occasion."""
    found = run("SELECT generic_plans, custom_plans, statement FROM pg_prepared_statements")
    return [(kept, made) for kept, made, statement in found if "FROM fruit" in statement]


@pytest.fixture
def fruit():
    """A table of the connection's own, with an apple."""

    def lay():
        run("CREATE TEMPORARY TABLE fruit (name varchar(20), weight int)")
        run("INSERT INTO fruit VALUES ('apple', 5)")

    return lay


@pytest.mark.django_db(transaction=True)
def test_each_connection_plans_it_once(fruit):
    for _connection in range(2):
        connection.close()
        fruit()
        found = [FRUIT.rows(name=name) for name in ("apple", "pear", "apple")]
        assert [[json.loads(text)["weight"] for (text,) in rows] for rows in found] == [[5], [], [5]]
        assert prepared() == [(3, 0)]
    connection.close()


@pytest.mark.django_db
def test_planning_is_no_query_of_the_request(fruit, django_assert_num_queries):
    fruit()
    with django_assert_num_queries(1):
        FRUIT.rows(name="apple")


@pytest.mark.django_db
def test_it_outlives_a_change_of_its_table(fruit):
    fruit()
    FRUIT.rows(name="apple")
    run("ALTER TABLE fruit ALTER COLUMN name TYPE varchar(40), ADD COLUMN colour text DEFAULT 'red'")
    assert json.loads(FRUIT.rows(name="apple")[0][0]) == {"name": "apple", "weight": 5, "colour": "red"}


@pytest.mark.django_db(transaction=True)
def test_behind_a_pooler_nothing_is_prepared(fruit, monkeypatch):
    connection.close()
    monkeypatch.setitem(connection.settings_dict, "DISABLE_SERVER_SIDE_CURSORS", True)
    fruit()
    assert (len(FRUIT.rows(name="apple")), prepared()) == (1, [])
    connection.close()


@pytest.mark.django_db
def test_several_pieces_are_asked_in_one_statement(fruit, django_assert_num_queries):
    fruit()
    heavy = Part("SELECT count(*) FROM fruit WHERE weight >= %(least)s", {"least": 5})
    named = Part("SELECT max(name) FROM fruit WHERE name = ANY(%(names)s)", {"names": ["apple", "pear"]})
    with django_assert_num_queries(1):
        found = ask_all(heavy=heavy, named=named)
    assert found == {"heavy": 1, "named": "apple"}
