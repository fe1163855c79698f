"""Make `.venv`, install a lock file into it, continue inside it. Standard library only: nothing else is there yet."""

import contextlib
import fcntl
import hashlib
import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
STAMP = VENV / "frontdesk.json"
# uv installs in a quarter of pip's time; where this cannot be had, pip does.
UV = "uv==0.13.9"
# Each lock holds everything of the one before it.
LOCKS = ["requirements.txt", "requirements-local.txt", "requirements-dev.txt"]


def enter(lock: str) -> None:
    """Return only inside an environment that holds all that `lock` names; else make it and start this script anew."""
    _check_platform()
    try:
        with _one_at_a_time():
            if not _is_current(lock):
                _prepare(lock)
    except KeyboardInterrupt:
        sys.exit("\nInterrupted while preparing; the next start carries on.")
    if Path(sys.prefix).resolve() != VENV.resolve():
        # As it was started, `-m` included, but for the interpreter.
        os.execv(PYTHON, [str(PYTHON), *sys.orig_argv[1:]])  # noqa: S606


def _check_platform() -> None:
    if os.name != "posix":
        sys.exit("Frontdesk runs on Linux and macOS. On Windows, use WSL.")
    if sys.version_info < (3, 11):  # noqa: UP036 - an older Python does get as far as this line
        sys.exit(f"Frontdesk needs Python 3.11 or newer; this is {sys.version.split()[0]}.")


@contextlib.contextmanager
def _one_at_a_time() -> Iterator[None]:
    """Two first starts in one folder must not install over each other."""
    handle = os.open(ROOT, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


def _digest(lock: str) -> str:
    return hashlib.sha256((ROOT / lock).read_bytes()).hexdigest()


def _is_current(lock: str) -> bool:
    try:
        stamp = json.loads(STAMP.read_text())
    except (OSError, ValueError):
        return False
    return stamp.get("python") == sys.version and stamp.get(lock) == _digest(lock)


def _prepare(lock: str) -> None:
    if not _usable():
        _make_venv()
    count = len(re.findall(r"^[a-zA-Z]", (ROOT / lock).read_text(), flags=re.MULTILINE))
    _say(f"Installing {count} locked packages into .venv (needs the network once, up to a minute) …")
    if not (_install_with_uv(lock) or _install_with_pip(lock, count)):
        sys.exit("The packages could not be installed; the lines above say why. Is the network there?")
    held = LOCKS[: LOCKS.index(lock) + 1]
    STAMP.write_text(json.dumps({"python": sys.version} | {name: _digest(name) for name in held}))


def _usable() -> bool:
    """Is there an environment already, made by this same Python?"""
    try:
        probe = subprocess.run(
            [PYTHON, "-c", "import pip, sys; print(sys.version, end='')"], capture_output=True, text=True, check=False
        )
    except OSError:
        return False
    return probe.returncode == 0 and probe.stdout == sys.version


def _make_venv() -> None:
    _say("Making a Python environment in .venv …")
    made = subprocess.run([sys.executable, "-m", "venv", "--clear", VENV], capture_output=True, text=True, check=False)
    if made.returncode:
        print(made.stdout + made.stderr, file=sys.stderr)
        version = f"{sys.version_info.major}.{sys.version_info.minor}"
        sys.exit(f"Python's venv module did not work. On Debian and Ubuntu: apt install python{version}-venv")


def _install_with_uv(lock: str) -> bool:
    options = ["--quiet", "--no-compile", "--disable-pip-version-check", "--no-input"]
    if subprocess.run([PYTHON, "-m", "pip", "install", *options, UV], check=False).returncode:
        _say("uv is not to be had here; pip takes a little longer.")
        return False
    # Compiled now, once: some machines forbid Python to write bytecode, and then every start would take seconds longer.
    command = [PYTHON, "-m", "uv", "pip", "install", "--require-hashes", "--compile-bytecode", "-r", ROOT / lock]
    return _stream(command, lambda line: None if line.startswith((" ", "Using ")) else f"  {line}") == 0


def _install_with_pip(lock: str, count: int) -> bool:
    seen = 0

    def progress(line: str) -> str | None:
        nonlocal seen
        if line.startswith("Collecting "):
            seen += 1
            return f"  {seen} of {count}: {line.split()[1]}"
        return None if line.startswith((" ", "Successfully", "Installing", "Using")) else f"  {line}"

    options = ["--disable-pip-version-check", "--no-input", "--require-hashes"]
    return _stream([PYTHON, "-m", "pip", "install", *options, "-r", ROOT / lock], progress) == 0


def _stream(command: list, show) -> int:
    """Run a command, printing of its output what `show` makes of each line."""
    environ = os.environ | {"VIRTUAL_ENV": str(VENV)}
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, env=environ) as process:
        for line in process.stdout:
            if shown := show(line.rstrip()):
                _say(shown)
    return process.returncode


def _say(text: str) -> None:
    print(text, flush=True)
