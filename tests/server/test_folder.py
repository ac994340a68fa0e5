import os
import shutil
import signal
import stat
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import psutil
import pytest
import redis

from tests.server.conftest import celery_connection, eventually
from worker.errors import ServerError
from worker.server import Fsync, connect, known_url, open_server
from worker.server.address import probe
from worker.server.socket_path import socket_path
from worker.settings import Settings

USER = """
import sys
from pathlib import Path
from worker.server import connect, open_server
from worker.settings import Settings
with open_server(Settings(data_dir=Path(sys.argv[1])), fsync="always") as server:
    print(connect(server.url).info("server")["process_id"], flush=True)
    sys.stdin.read()
"""
"""A process that uses the folder's server until its standard input ends; tells the server's process id."""


class User:
    def __init__(self, folder: Path) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-c", USER, str(folder)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )

    def server(self) -> psutil.Process:
        assert self.process.stdout is not None
        return psutil.Process(int(self.process.stdout.readline()))

    def leave(self) -> None:
        self.process.communicate(timeout=30)

        assert self.process.returncode == 0

    def kill(self) -> None:
        self.process.kill()
        self.process.communicate(timeout=30)


@pytest.fixture
def use(tmp_path: Path) -> Iterator[Callable[[], User]]:
    users: list[User] = []

    def start() -> User:
        users.append(User(tmp_path / "data"))
        return users[-1]

    yield start
    for user in users:
        user.kill()


def settings(tmp_path: Path) -> Settings:
    return Settings(data_dir=tmp_path / "data")


def process_of(url: str) -> psutil.Process:
    with connect(url) as client:
        return psutil.Process(client.info("server")["process_id"])


def is_over(process: psutil.Process) -> bool:
    return not process.is_running() or process.status() == psutil.STATUS_ZOMBIE


def test_data_are_there_in_the_next_run_and_no_process_stays(tmp_path: Path) -> None:
    with open_server(settings(tmp_path)) as server, connect(server.url) as client:
        client.set("kept", "yes")
        process = process_of(server.url)
        keeper = process.parent()
    assert is_over(process)
    assert keeper is not None
    eventually(lambda: is_over(keeper))

    with open_server(settings(tmp_path)) as server, connect(server.url) as client:
        assert client.get("kept") == b"yes"


@pytest.mark.parametrize("fsync", ["everysec", "always"])
def test_the_server_keeps_a_log_of_all_that_is_written_and_forgets_nothing(tmp_path: Path, fsync: Fsync) -> None:
    with open_server(settings(tmp_path), fsync=fsync) as server, connect(server.url) as client:
        told: dict[str, Any] = client.config_get(
            "appendonly", "appendfsync", "save", "maxmemory-policy", "port", "aof-load-truncated", "dir"
        )
        assert told == {
            "appendonly": "yes",
            "appendfsync": fsync,
            "save": "",
            "maxmemory-policy": "noeviction",
            "port": "0",
            "aof-load-truncated": "yes",
            "dir": str(tmp_path / "data"),
        }


def test_nobody_else_on_the_machine_can_reach_it(tmp_path: Path) -> None:
    with open_server(settings(tmp_path)):
        assert stat.S_IMODE((tmp_path / "data").stat().st_mode) == 0o700
        assert stat.S_IMODE((tmp_path / "data" / "server.sock").stat().st_mode) == 0o700


@pytest.mark.parametrize("name", ["a b", 'quo"te', "100%25;x", "größe?#é", "back\\slash", "d" * 120])
def test_the_folder_may_have_any_name_and_any_depth(tmp_path: Path, name: str) -> None:
    """A Unix socket's path is short; the folder's need not be."""
    for _ in range(2):
        with (
            open_server(Settings(data_dir=tmp_path / name)) as server,
            connect(server.url) as client,
            celery_connection(server.broker_url) as connection,
        ):
            client.incr("runs")
            connection.ensure_connection(max_retries=1)
            path = client.connection_pool.connection_kwargs["path"]
            runs = client.get("runs")

            assert stat.S_IMODE(Path(path).parent.stat().st_mode) == 0o700
    assert runs == b"2"
    if Path(path).parent != tmp_path / name:
        shutil.rmtree(Path(path).parent)


def test_the_place_is_known_before_and_after_the_server_runs(tmp_path: Path) -> None:
    for name in ("data", "d" * 120):
        folder = Settings(data_dir=tmp_path / name)
        before = known_url(folder)
        with open_server(folder) as server:
            assert before == server.url == known_url(folder)
        assert known_url(folder) == before
    shutil.rmtree(Path(socket_path(folder.data_dir)).parent)


def test_a_socket_folder_that_others_can_reach_is_refused(tmp_path: Path) -> None:
    deep = Settings(data_dir=tmp_path / ("d" * 120))
    foreign = Path(socket_path(deep.data_dir)).parent
    foreign.mkdir(mode=0o755)
    with pytest.raises(ServerError, match="is not ours alone: remove it"), open_server(deep):
        pass

    foreign.rmdir()


def test_notes_that_somebody_edited_are_written_anew(tmp_path: Path) -> None:
    for _ in range(2):
        with open_server(settings(tmp_path)) as server, connect(server.url) as client:
            runs = client.incr("runs")
        for name in ("server.json", "writer.json"):
            (tmp_path / "data" / name).write_text('{"program": "/us')

    assert runs == 2


def test_a_second_user_joins_the_first_ones_server_and_the_last_one_stops_it(
    tmp_path: Path, use: Callable[[], User]
) -> None:
    first = use()
    process = first.server()
    with open_server(settings(tmp_path)) as server:
        assert process_of(server.url) == process
        first.leave()
        assert process_of(server.url) == process
    assert is_over(process)


def test_the_first_to_leave_does_not_wait_and_stops_nothing(tmp_path: Path, use: Callable[[], User]) -> None:
    with open_server(settings(tmp_path)):
        second = use()
        process = second.server()
    assert not is_over(process)
    second.leave()
    assert is_over(process)


def test_users_that_come_at_once_share_one_server(use: Callable[[], User]) -> None:
    users = [use() for _ in range(4)]
    processes = {user.server().pid for user in users}
    for user in users:
        user.leave()

    assert len(processes) == 1


def test_coming_and_going_at_once_never_fails(tmp_path: Path, use: Callable[[], User]) -> None:
    """Whoever comes while the last one leaves gets a server: the old one or a new one."""
    for _ in range(5):
        leaver = use()
        leaver.server()
        comer = use()
        leaver.leave()
        process = comer.server()
        comer.leave()

        assert is_over(process)
    with open_server(settings(tmp_path)) as server, connect(server.url) as client:
        assert client.ping()


def test_the_server_is_not_of_the_terminals_session(tmp_path: Path) -> None:
    """Ctrl-C is for the workers, which finish with the server's help."""
    with open_server(settings(tmp_path)) as server:
        assert os.getsid(process_of(server.url).pid) != os.getsid(0)


def test_a_killed_user_leaves_no_server_behind(use: Callable[[], User]) -> None:
    user = use()
    process = user.server()
    user.kill()

    eventually(lambda: is_over(process))


def test_a_killed_user_takes_the_server_from_nobody(tmp_path: Path, use: Callable[[], User]) -> None:
    user = use()
    process = user.server()
    with open_server(settings(tmp_path)) as server:
        user.kill()
        with connect(server.url) as client:
            assert all(client.incr("n") for _ in range(200))
        assert process_of(server.url) == process


def test_a_server_whose_keeper_and_users_were_killed_is_adopted(tmp_path: Path, use: Callable[[], User]) -> None:
    user = use()
    process = user.server()
    keeper = process.parent()
    assert keeper is not None
    keeper.kill()
    user.kill()
    eventually(lambda: is_over(keeper))
    with open_server(settings(tmp_path)) as server:
        assert process_of(server.url) == process
    eventually(lambda: is_over(process))


def test_an_adopted_server_that_dies_is_started_again(tmp_path: Path, use: Callable[[], User]) -> None:
    user = use()
    process = user.server()
    keeper = process.parent()
    assert keeper is not None
    keeper.kill()
    eventually(lambda: is_over(keeper))
    with open_server(settings(tmp_path)) as server, connect(server.url) as client:
        process.kill()
        eventually(client.ping)
        assert process_of(server.url) != process
        user.leave()


def test_a_killed_server_comes_back_with_its_data(tmp_path: Path) -> None:
    with open_server(settings(tmp_path), fsync="always") as server, connect(server.url) as client:
        for done in range(1, 4):
            killed = process_of(server.url)
            assert client.incr("n") == done
            killed.send_signal(signal.SIGKILL)
            assert client.get("n") == str(done).encode()
            assert process_of(server.url) != killed


def test_a_server_that_somebody_stops_is_not_started_again(tmp_path: Path) -> None:
    with open_server(settings(tmp_path)) as server:
        process = process_of(server.url)
        keeper = process.parent()
        assert keeper is not None
        process.terminate()
        eventually(lambda: is_over(keeper))

        with pytest.raises(redis.ConnectionError), probe(server.url) as client:
            client.ping()


def test_a_log_cut_short_by_a_crash_loads(tmp_path: Path) -> None:
    with open_server(settings(tmp_path)) as server, connect(server.url) as client:
        client.set("first", "1")
        client.set("last", "2")
    (log,) = (tmp_path / "data" / "appendonlydir").glob("*.incr.aof")
    os.truncate(log, log.stat().st_size - 3)

    with open_server(settings(tmp_path)) as server, connect(server.url) as client:
        assert client.mget("first", "last") == [b"1", None]


def test_a_server_that_cannot_start_is_told_with_its_log(tmp_path: Path) -> None:
    with open_server(settings(tmp_path)) as server, connect(server.url) as client:
        client.set("first", "1")
    (log,) = (tmp_path / "data" / "appendonlydir").glob("*.incr.aof")
    log.write_bytes(b"nonsense\n" + log.read_bytes())

    with (
        pytest.raises(ServerError, match=r"(?s)did not start in .*Bad file format reading the append only file"),
        open_server(settings(tmp_path)),
    ):
        pass


def test_a_data_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").touch()

    with (
        pytest.raises(ServerError, match=r"data_dir .*/file/data: Not a directory"),
        open_server(Settings(data_dir=tmp_path / "file" / "data")),
    ):
        pass


def test_a_forked_child_that_leaves_changes_nothing(tmp_path: Path) -> None:
    with open_server(settings(tmp_path)) as server:
        script = f"""
import os
from pathlib import Path
from worker.server import connect, open_server
from worker.settings import Settings
block = open_server(Settings(data_dir=Path({str(tmp_path / "data")!r})))
url = block.__enter__().url
if child := os.fork():
    os.waitpid(child, 0)
    connect(url).set("parent", "lives")
block.__exit__(None, None, None)
"""
        subprocess.run([sys.executable, "-c", script], check=True, timeout=60)
        with connect(server.url) as client:
            assert client.get("parent") == b"lives"


def test_a_temporary_folder_that_lies_too_deep_is_no_place_for_a_socket(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    deep = tmp_path / ("d" * 60) / ("e" * 60)
    deep.mkdir(parents=True)
    monkeypatch.setattr("tempfile.tempdir", str(deep))

    with open_server(Settings(data_dir=deep / "data")) as server, connect(server.url) as client:
        assert client.ping()
