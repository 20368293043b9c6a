import os
import stat
from pathlib import Path

import psycopg
import pytest

from local import postgres
from local.errors import FolderClosed, FolderInUse, PortTaken, ProgramMissing

as_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root runs servers as somebody else")


@pytest.fixture(scope="module")
def home(folder: Path) -> Path:
    return folder / "postgres"


def rows(url: str) -> list[tuple[object, ...]]:
    with psycopg.connect(url) as connection:
        return connection.execute("select * from kept order by 1").fetchall()


def write(url: str, row: int) -> None:
    with psycopg.connect(url) as connection:
        connection.execute("create table if not exists kept (row int)")
        connection.execute("truncate kept")
        connection.execute("insert into kept values (%s)", [row])


def test_a_second_start_finds_the_server_running(home):
    first = postgres.start(home)
    process = postgres.running(home)
    assert postgres.start(home) == first
    assert postgres.running(home) == process


def test_the_data_outlives_a_stop(home):
    server = postgres.start(home)
    write(server.url, 1)
    postgres.stop(home)
    assert postgres.running(home) is None
    assert rows(postgres.start(home).url) == [(1,)]


def test_the_data_outlives_a_crash(home):
    server = postgres.start(home)
    write(server.url, 2)
    postgres.kill(home)
    assert postgres.running(home) is None
    assert rows(postgres.start(home).url) == [(2,)]


def test_stopping_twice_is_success(home):
    postgres.start(home)
    postgres.stop(home)
    postgres.stop(home)
    assert postgres.running(home) is None


def test_a_process_with_the_number_of_the_crashed_server_does_not_stop_the_start(home):
    postgres.start(home)
    postgres.kill(home)
    left_behind = home / "data" / "postmaster.pid"
    lines = left_behind.read_text().splitlines()
    left_behind.write_text("\n".join([str(os.getppid()), *lines[1:]]) + "\n")
    postgres.start(home)
    assert postgres.running(home) is not None


def test_a_server_whose_starter_died_is_found_again(home):
    postgres.start(home)
    process = postgres.running(home)
    run_file = home / "run.json"
    assert process is not None
    run_file.write_text(run_file.read_text().replace(str(process.pid), "0"))
    postgres.start(home)
    assert postgres.running(home) == process


def test_a_taken_port_is_refused_in_one_sentence(folder, taken_port):
    with pytest.raises(PortTaken) as refusal:
        postgres.start(folder / "unborn", port=taken_port)
    assert str(refusal.value) == (
        f"Port {taken_port} of 127.0.0.1, meant for PostgreSQL, is taken by another program: "
        "stop that program or choose another port."
    )


def test_a_first_start_that_fails_can_be_repeated(folder, monkeypatch):
    promised = postgres.reserve(folder / "repeated")
    monkeypatch.setenv("DAUSON_POSTGRES_BIN", "/nowhere")
    with pytest.raises(ProgramMissing):
        postgres.start(folder / "repeated")
    monkeypatch.delenv("DAUSON_POSTGRES_BIN")
    try:
        assert postgres.start(folder / "repeated") == promised
    finally:
        postgres.kill(folder / "repeated")


def test_the_application_is_no_superuser_but_may_add_the_extensions_it_needs(home):
    with psycopg.connect(postgres.start(home).url) as connection:
        for extension in ("unaccent", "pg_trgm", "btree_gist"):
            connection.execute(f"create extension if not exists {extension}")
        role = connection.execute(
            "select rolsuper, rolcreatedb from pg_roles where rolname = current_user"
        ).fetchone()
    assert role == (False, True)


def test_nobody_is_let_in_without_the_password(home):
    server = postgres.start(home)
    with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
        psycopg.connect(server.url.replace(":", ":wrong", 2).replace(":wrong//", "://"))


def test_the_run_file_is_for_its_owner_alone(home):
    postgres.start(home)
    assert stat.S_IMODE((home / "run.json").stat().st_mode) == 0o600
    assert stat.S_IMODE(home.stat().st_mode) == 0o700


def test_a_folder_with_other_files_is_left_alone(folder):
    other = folder / "other"
    other.mkdir(mode=0o755)
    (other / "letter.txt").write_text("mine")
    with pytest.raises(FolderInUse):
        postgres.start(other)
    assert [entry.name for entry in other.iterdir()] == ["letter.txt"]
    assert stat.S_IMODE(other.stat().st_mode) == 0o755


@as_root
def test_a_folder_below_a_closed_one_is_refused_and_nothing_is_opened(tmp_path):
    tmp_path.chmod(0o700)
    above = [(way, stat.S_IMODE(way.stat().st_mode)) for way in (tmp_path, *tmp_path.parents)]
    with pytest.raises(FolderClosed) as refusal:
        postgres.start(tmp_path / "postgres")
    assert [(way, stat.S_IMODE(way.stat().st_mode)) for way, _ in above] == above
    closed = next(way for way, mode in reversed(above) if not mode & 0o001)
    assert str(refusal.value) == (
        f"The servers run as 'nobody', which may not enter {closed}: "
        f"they cannot keep their data in {tmp_path / 'postgres'}. "
        "Set DAUSON_DATA to a folder that this account may enter."
    )


@as_root
def test_the_server_does_not_run_as_root(home):
    postgres.start(home)
    process = postgres.running(home)
    assert process is not None
    assert Path(f"/proc/{process.pid}").stat().st_uid != 0
