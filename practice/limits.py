"""Token buckets in one table. Counting is one statement, so parallel tries cannot slip through."""

import hashlib
import ipaddress
from dataclasses import dataclass

from django.db import connection


@dataclass(frozen=True)
class Policy:
    """`burst` tries at once, refilled evenly over `seconds`."""

    name: str
    burst: int
    seconds: int


SIGN_IN = Policy("sign-in", 6, 300)
SIGN_IN_ADDRESS = Policy("sign-in-address", 60, 300)
PASSWORD_RESET = Policy("password-reset", 5, 3600)
API_TOKEN = Policy("api-token", 10, 300)
PIN = Policy("pin", 5, 1800)
CONFIRM_PASSWORD = Policy("confirm-password", 6, 300)
SECOND_FACTOR = Policy("second-factor", 6, 300)

_TAKE = """
INSERT INTO practice_tokenbucket AS b (key, tokens, updated_at)
VALUES (%(key)s, %(burst)s - 1, %(now)s)
ON CONFLICT (key) DO UPDATE SET
    tokens = LEAST(%(burst)s, b.tokens + EXTRACT(EPOCH FROM GREATEST(%(now)s - b.updated_at, interval '0'))
             * %(burst)s / %(seconds)s) - 1,
    updated_at = GREATEST(%(now)s, b.updated_at)
WHERE LEAST(%(burst)s, b.tokens + EXTRACT(EPOCH FROM GREATEST(%(now)s - b.updated_at, interval '0'))
      * %(burst)s / %(seconds)s) >= 1
RETURNING tokens
"""


def take(policy: Policy, *parts: str, now) -> bool:
    """Take one try under this policy and these key parts; False when none is left."""
    key = digest(policy.name, *parts)
    with connection.cursor() as cursor:
        cursor.execute(_TAKE, {"key": key, "burst": policy.burst, "seconds": policy.seconds, "now": now})
        return cursor.fetchone() is not None


def clear(policy: Policy, *parts: str) -> None:
    """Forget what was counted under these key parts, after a success."""
    from practice.models import TokenBucket

    TokenBucket.objects.filter(key=digest(policy.name, *parts)).delete()


def digest(*parts: str) -> str:
    """A key that tells nothing about the address or name it was made from."""
    return hashlib.sha256("\x1f".join(part.strip().lower() for part in parts).encode()).hexdigest()


def network(address: str) -> str:
    """The network an address counts for: itself for IPv4, its /64 for IPv6."""
    try:
        ip = ipaddress.ip_address(address)
    except ValueError:
        return "unknown"
    if ip.version == 6 and ip.ipv4_mapped:
        return str(ip.ipv4_mapped)
    return str(ipaddress.ip_network(f"{ip}/64", strict=False)) if ip.version == 6 else str(ip)
