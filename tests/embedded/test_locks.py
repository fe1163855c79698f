"""The lock files: whole, hashed, and of one mind."""

import itertools
import re

import pytest

from embedded.environment import LOCKS, ROOT


def pins(lock: str) -> dict[str, str]:
    return dict(re.findall(r"^([a-z0-9-]+(?:\[[^\]]+\])?)==(\S+)", (ROOT / lock).read_text(), flags=re.MULTILINE))


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_names_hashes_and_no_address(lock):
    text = (ROOT / lock).read_text()
    assert "://" not in text
    assert "--index" not in text
    blocks = re.split(r"^(?=[a-z0-9])", text, flags=re.MULTILINE)[1:]
    assert all("--hash=sha256:" in block for block in blocks)


def test_each_lock_holds_the_one_before_it():
    for smaller, larger in itertools.pairwise(LOCKS):
        assert pins(smaller).items() <= pins(larger).items()


def test_a_package_needed_by_older_pythons_only_is_locked_too():
    # redis needs it below 3.11.3, which is what Debian 12 has.
    assert "async-timeout" in pins("requirements.txt")
