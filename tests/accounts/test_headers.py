"""What browsers are told, and that an https installation passes Django's own deployment check."""

import os
import subprocess

import pytest

from embedded import parts

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("path", ["/", "/signin/", "/password/reset/", "/terms/maple/", "/welcome/x/"])
def test_every_open_page_forbids_foreign_and_inline_scripts_and_frames(client, cast, path):
    response = client.get(path)
    policy = response["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    assert response["X-Frame-Options"] == "DENY"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Referrer-Policy"] == "same-origin"
    page = response.content.decode()
    assert "<script>" not in page
    assert " style=" not in page
    assert " onclick=" not in page


def test_with_an_https_address_djangos_deployment_check_finds_nothing(cast):
    environ = dict(os.environ) | {"BASE_URL": "https://desk.example"}
    command = parts.django("check", "--deploy", "--fail-level", "WARNING")
    done = subprocess.run(command, env=environ, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
