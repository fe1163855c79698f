"""The data folder."""

import os
import stat
from pathlib import Path

import pytest

from embedded.folder import MEMORY, Folder, FolderError


def test_a_new_folder_is_private_and_remembers(tmp_path):
    folder = Folder(tmp_path / "new")
    folder.prepare()
    assert stat.S_IMODE(folder.path.stat().st_mode) == 0o700
    folder.remember(demo="loaded")
    folder.remember(base_url="http://localhost:8000")
    assert Folder(folder.path).recall() == {"demo": "loaded", "base_url": "http://localhost:8000"}


def test_a_folder_that_holds_other_things_is_left_alone(tmp_path):
    (tmp_path / "thesis.tex").write_text("years of work")
    (tmp_path / "static").mkdir()
    with pytest.raises(FolderError, match="holds other files"):
        Folder(tmp_path).prepare()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["static", "thesis.tex"]


def test_a_file_is_not_a_folder(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(FolderError, match="not a folder"):
        Folder(tmp_path / "file").prepare()


def test_somebody_elses_folder_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(os, "geteuid", lambda: tmp_path.stat().st_uid + 1)
    with pytest.raises(FolderError, match="belongs to user"):
        Folder(tmp_path).prepare()


def test_emptying_deletes_only_what_is_ours(tmp_path):
    folder = Folder(tmp_path / "var")
    folder.prepare()
    (folder.path / "mine.txt").write_text("keep")
    (folder.path / "pg").mkdir()
    assert {"pg", MEMORY} <= set(folder.holds())
    folder.empty()
    assert [path.name for path in folder.path.iterdir()] == ["mine.txt"]


def test_a_folder_serves_one_instance_at_a_time(tmp_path):
    first, second = Folder(tmp_path / "var"), Folder(tmp_path / "var")
    first.prepare()
    first.lock()
    assert second.is_locked_by_another()
    with pytest.raises(FolderError, match=f"pid {os.getpid()}"):
        second.lock()


def test_a_secret_is_made_once_and_readable_by_its_owner_only(tmp_path):
    folder = Folder(tmp_path / "var")
    folder.prepare()
    secret = folder.secret("secret-key")
    assert len(secret) > 50
    assert Folder(folder.path).secret("secret-key") == secret
    assert stat.S_IMODE((folder.path / "secret-key").stat().st_mode) == 0o600


def test_sockets_lie_in_the_folder_where_their_path_is_short_enough(tmp_path):
    short = Folder(tmp_path)
    assert short.sockets == tmp_path / "run"


@pytest.mark.parametrize("name", ["x" * 90, "ü" * 45, "with, comma", "o'clock"])
def test_sockets_lie_elsewhere_where_the_path_is_too_long_or_odd(tmp_path, name):
    folder = Folder(tmp_path / name)
    sockets = folder.sockets
    try:
        assert len(os.fsencode(sockets / "pg" / ".s.PGSQL.5432.lock")) <= 107
        assert stat.S_IMODE(sockets.stat().st_mode) == 0o700
        assert folder.sockets == sockets
    finally:
        sockets.rmdir()


def test_a_socket_folder_others_can_write_is_refused(tmp_path):
    folder = Folder(tmp_path / ("x" * 90))
    sockets: Path = folder.sockets
    try:
        sockets.chmod(0o777)
        with pytest.raises(FolderError, match="not safely ours"):
            _ = folder.sockets
    finally:
        sockets.rmdir()
