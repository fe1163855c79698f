"""What a child process does to itself between fork and exec."""

import ctypes
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

LINUX = sys.platform == "linux"
PR_SET_PDEATHSIG = 1
CLONE_NEWUSER = 0x10000000
NOBODY = 65534
# Loaded before any fork: loading a library in the child could hang on a lock that was held at the fork.
_LIBC = ctypes.CDLL(None, use_errno=True)


@dataclass(frozen=True)
class Identity:
    """Who a server runs as. PostgreSQL refuses root; in a namespace of its own it takes root for nobody."""

    namespace: bool = False
    user: int | None = None


MYSELF = Identity()


def preexec(death_signal: int, identity: Identity = MYSELF) -> Callable[[], None]:
    parent = os.getpid()

    def prepare() -> None:
        if identity.namespace:
            _become_nobody_in_a_namespace()
        if identity.user is not None:
            os.setgroups([])
            os.setgid(identity.user)
            os.setuid(identity.user)
        # Last, because a change of credentials clears it.
        _die_with_parent(parent, death_signal)
        # A shell's `&` starts programs with these ignored, and that is inherited.
        signal.signal(signal.SIGINT, signal.SIG_DFL)
        signal.signal(signal.SIGHUP, signal.SIG_DFL)

    return prepare


def _die_with_parent(parent: int, death_signal: int) -> None:
    if not LINUX:
        return
    _LIBC.prctl(PR_SET_PDEATHSIG, int(death_signal), 0, 0, 0)
    if os.getppid() != parent:
        os._exit(1)


def _become_nobody_in_a_namespace() -> None:
    """Files stay root's; only this process's own view of its user changes. No account is made, no folder opened."""
    user, group = os.geteuid(), os.getegid()
    if _LIBC.unshare(CLONE_NEWUSER):
        raise OSError(ctypes.get_errno(), "user namespaces are closed here")
    _write("/proc/self/setgroups", "deny")
    _write("/proc/self/uid_map", f"{NOBODY} {user} 1")
    _write("/proc/self/gid_map", f"{NOBODY} {group} 1")


def _write(path: str, text: str) -> None:
    handle = os.open(path, os.O_WRONLY)
    os.write(handle, text.encode())
    os.close(handle)


def server_identity(program: Path) -> Identity:
    """How this user can start a server that refuses root."""
    if os.geteuid() != 0:
        return MYSELF
    namespaced = Identity(namespace=True)
    if LINUX and _runs(program, namespaced):
        return namespaced
    return Identity(user=NOBODY)


def _runs(program: Path, identity: Identity) -> bool:
    try:
        probe = subprocess.run(
            [program, "--version"], capture_output=True, check=False, preexec_fn=preexec(signal.SIGKILL, identity)
        )
    except (OSError, subprocess.SubprocessError):
        return False
    return probe.returncode == 0
