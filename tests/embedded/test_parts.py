"""Pure pieces of the embedded stack: ports, pauses, command lines, what a process is told, the demo's memory."""

import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from embedded import leftovers, parts, ports
from embedded.births import Identity, server_identity
from embedded.cli import parser
from embedded.demo import LOADED, NONE, WANTED, Demo
from embedded.folder import Folder
from embedded.postgres import Postgres, PostgresError
from embedded.programs import MissingProgramError, PostgresPrograms, find_postgres
from embedded.supervisor import LONGEST_PAUSE, pause_before
from embedded.valkey import Valkey, quoted


@pytest.fixture
def folder(tmp_path) -> Folder:
    folder = Folder(tmp_path / "var")
    folder.prepare()
    return folder


def close(sockets: list[socket.socket]) -> None:
    for one in sockets:
        one.close()


# --- ports ---


def test_a_busy_port_is_refused_and_the_next_free_one_taken():
    taken = ports.listen(0)
    busy = taken[0].getsockname()[1]
    try:
        with pytest.raises(ports.PortBusyError):
            ports.listen(busy)
        port, found = ports.first_free(busy)
        close(found)
        assert port > busy
    finally:
        close(taken)


def test_a_port_taken_on_one_address_only_counts_as_busy():
    with socket.socket(socket.AF_INET6) as other:
        other.bind(("::1", 0))
        other.listen()
        with pytest.raises(ports.PortBusyError):
            ports.listen(other.getsockname()[1])


@pytest.mark.parametrize("text", ["0", "65536", "web", "-1", "\u0668\u0660"])
def test_a_port_that_is_none_is_refused(text, capsys):
    with pytest.raises(SystemExit):
        parser().parse_args([f"--port={text}"])
    assert "is not a port" in capsys.readouterr().err


# --- starting again ---


def test_a_part_that_keeps_dying_is_started_ever_more_slowly():
    pauses = [pause_before(deaths) for deaths in range(1, 12)]
    assert pauses[0] == 0
    assert pauses == sorted(pauses)
    assert pauses[-1] == LONGEST_PAUSE


def test_a_process_is_recognised_by_the_folder_it_was_given(folder):
    marked = os.environ | {leftovers.MARK: str(folder.path)}
    command = [sys.executable, "-c", "print('up', flush=True); input()"]
    with subprocess.Popen(command, env=marked, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        # While a program is being loaded the kernel shows no environment yet: wait until it speaks.
        assert process.stdout.readline() == b"up\n"
        assert leftovers.belongs(process.pid, folder.path)
        assert not leftovers.belongs(process.pid, folder.path / "other")
        process.communicate(b"\n")
    assert not leftovers.belongs(process.pid, folder.path)
    assert not leftovers.belongs(os.getpid(), folder.path)


# --- what processes are told ---


def test_the_shells_database_variables_reach_nobody(folder):
    given = {"PGHOST": "elsewhere", "PGPASSWORD": "secret", "PATH": "/bin", "DJANGO_SETTINGS_MODULE": "other"}
    environ = parts.environ(folder, given)
    assert "PGHOST" not in environ
    assert "PGPASSWORD" not in environ
    assert "DJANGO_SETTINGS_MODULE" not in environ
    assert environ["PATH"] == "/bin"
    assert environ["VAR_DIR"] == str(folder.path)


def test_a_given_secret_key_is_used_and_none_is_made(folder):
    assert "SECRET_KEY_FILE" not in parts.environ(folder, {"SECRET_KEY": "given"})
    assert not (folder.path / "secret-key").exists()
    assert Path(parts.environ(folder, {})["SECRET_KEY_FILE"]).read_text()


def test_the_web_server_inherits_its_sockets(folder):
    listeners = ports.listen(0)
    try:
        web = parts.web({}, folder.log("web"), listeners)
    finally:
        close(listeners)
    assert "--no-control-socket" in web.command
    assert [f"fd://{number}" for number in web.pass_fds] == web.command[-1 : -2 * len(web.pass_fds) : -2][::-1]


def test_a_folder_with_spaces_is_quoted_for_the_broker():
    assert quoted(Path('/a b/"c"')) == '"/a b/\\"c\\""'
    assert Valkey(Path("/v"), Path("/d"), Path("/a b")).url == "redis+socket:///a b/vk.sock?virtual_host=0"
    assert "%3F" in Valkey(Path("/v"), Path("/d"), Path("/why?")).url


# --- PostgreSQL ---


def server(folder: Folder, version: str = "18.6") -> Postgres:
    programs = find_postgres(os.environ)
    return Postgres(
        PostgresPrograms(programs.folder, version, "here"), folder.path / "pg", folder.path / "run", "p@ss/word"
    )


def test_the_database_address_survives_odd_characters(folder):
    assert "p%40ss/word" in server(folder).url or "p%40ss%2Fword" in server(folder).url


def test_a_stale_pid_of_another_program_is_cleared_and_a_living_servers_is_not(folder):
    postgres = server(folder)
    postgres.data.mkdir()
    note = postgres.data / "postmaster.pid"
    note.write_text(f"{os.getpid()}\n{postgres.data}\n")
    postgres.clear_stale_pid()
    assert not note.exists()
    with subprocess.Popen(["sleep", "60"], cwd=postgres.data) as inside:
        note.write_text(f"{inside.pid}\n{postgres.data}\n")
        postgres.clear_stale_pid()
        assert note.exists()
        inside.kill()


def test_data_of_another_major_version_is_refused_with_a_way_out(folder):
    postgres = server(folder)
    postgres.data.mkdir()
    (postgres.data / "PG_VERSION").write_text("15\n")
    with pytest.raises(PostgresError, match=r"made by PostgreSQL 15(.|\n)*PG_BINDIR(.|\n)*pg_dump"):
        postgres.check_version()


def test_a_named_folder_of_programs_is_the_only_one_looked_at(tmp_path):
    with pytest.raises(MissingProgramError, match="PG_BINDIR"):
        find_postgres({"PG_BINDIR": str(tmp_path)})


def test_an_ordinary_user_starts_the_server_as_itself(monkeypatch):
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    assert server_identity(Path("/bin/true")) == Identity()


@pytest.mark.skipif(os.geteuid() != 0, reason="only root has to lend its files")
def test_root_without_namespaces_needs_folders_that_nobody_can_enter(folder):
    postgres = server(folder)
    postgres.identity = Identity(user=65534)
    folder.path.parent.chmod(0o700)
    with pytest.raises(PostgresError, match="nobody cannot enter"):
        postgres.prepare_folders()


# --- the demo ---


@pytest.mark.parametrize(
    ("before", "refused", "after"),
    [
        (None, False, WANTED),
        (None, True, NONE),
        (WANTED, False, WANTED),
        (WANTED, True, NONE),
        (LOADED, True, LOADED),
        (NONE, False, NONE),
    ],
)
def test_the_first_start_decides_about_the_demo_and_an_interrupted_one_is_finished(folder, before, refused, after):
    if before:
        folder.remember(demo=before)
    demo = Demo(folder, refused)
    demo.decide()
    assert demo.state == after
