"""The description of the API: every endpoint in words, and nothing in it that a program could not read."""

import pytest
from drf_spectacular.drainage import GENERATOR_STATS
from drf_spectacular.generators import SchemaGenerator

METHODS = ("get", "post", "put", "patch", "delete")


@pytest.fixture
def operations(db):
    paths = SchemaGenerator().get_schema(public=True)["paths"]
    return {(path, method): how for path, of in paths.items() for method, how in of.items() if method in METHODS}


def test_every_endpoint_says_what_it_does(operations):
    assert [where for where, how in operations.items() if not how.get("description")] == []
    assert len(operations) > 25


def test_every_act_on_a_schedule_names_the_refusal(operations):
    acts = {where: how for where, how in operations.items() if where[1] == "post" and "{practice}" in where[0]}
    assert [where for where, how in acts.items() if "409" not in how["responses"]] == []


def test_it_is_made_without_a_doubt(operations):
    assert not GENERATOR_STATS
