"""The container files are read, not run: no Docker is needed to see that they speak of what exists."""

import re
from pathlib import Path

import pytest
import yaml

from embedded.environment import ROOT

COMPOSE = yaml.safe_load((ROOT / "docker-compose.yml").read_text())
OURS = [name for name, service in COMPOSE["services"].items() if service["image"] == "frontdesk"]


def settings_read() -> set[str]:
    return set(re.findall(r'env\.\w+\(\s*"([A-Z_]+)"', (ROOT / "portal" / "settings.py").read_text()))


def test_the_parts_are_the_product_and_its_servers():
    assert sorted(COMPOSE["services"]) == ["beat", "migrate", "postgres", "valkey", "web", "worker"]
    assert sorted(OURS) == ["beat", "migrate", "web", "worker"]


@pytest.mark.parametrize("name", OURS)
def test_every_variable_set_is_one_the_settings_read(name):
    named = {variable.removesuffix("_FILE") for variable in COMPOSE["services"][name]["environment"]}
    assert named - settings_read() == set()


@pytest.mark.parametrize("name", OURS)
def test_secrets_come_from_files(name):
    service = COMPOSE["services"][name]
    for variable in ("DATABASE_URL", "EMAIL_URL", "SECRET_KEY"):
        assert variable not in service["environment"]
        assert Path(service["environment"][f"{variable}_FILE"]).name in service["secrets"]
    assert set(service["secrets"]) <= set(COMPOSE["secrets"])


def test_servers_are_asked_for_their_health_and_keep_their_data():
    for name in ("postgres", "valkey"):
        service = COMPOSE["services"][name]
        assert service["healthcheck"]
        assert service["volumes"][0].split(":")[0] in COMPOSE["volumes"]
    assert COMPOSE["services"]["postgres"]["volumes"] == ["postgres:/var/lib/postgresql"]


def test_the_example_names_every_variable_the_file_asks_for():
    asked = set(re.findall(r"\$\{([A-Z_]+)", (ROOT / "docker-compose.yml").read_text()))
    example = set(re.findall(r"^([A-Z_]+)=", (ROOT / ".env.example").read_text(), flags=re.MULTILINE))
    assert asked == example


def test_the_image_runs_as_nobody_special_and_leaves_secrets_out():
    dockerfile = (ROOT / "Dockerfile").read_text()
    assert "\nUSER frontdesk\n" in dockerfile
    assert "--require-hashes" in dockerfile
    ignored = (ROOT / ".dockerignore").read_text().splitlines()
    assert {"secrets/", "var/", ".*"} <= set(ignored)
