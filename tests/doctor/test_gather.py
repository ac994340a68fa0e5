"""The facts of a real server, and the verb that tells them."""

import os
import socket
from dataclasses import replace
from pathlib import Path

import pytest

from tests.desk import Desk, stored
from worker.doctor import Level, findings, gather
from worker.doctor.host import disk_of, open_ports
from worker.settings import Settings


def settings(desk: Desk, documents: Path) -> Settings:
    return Settings(key_prefix=desk.keys.prefix, documents=str(documents), redis_url="unix:///nowhere")


def test_a_server_set_up_wrongly_is_found_out(own_server: Desk, tmp_path: Path) -> None:
    client = own_server.client
    mine = settings(own_server, tmp_path / "documents")

    def levels() -> dict[str, Level]:
        return {found.check: found.level for found in findings(gather(client, mine, "Valkey 9"), mine)}

    assert {levels()[check] for check in ("persistence", "eviction", "conservation", "disks")} == {Level.FINE}
    client.config_set("appendonly", "no")
    client.config_set("maxmemory-policy", "allkeys-lru")
    client.config_set("maxmemory", client.info("memory")["used_memory"] + 100_000)
    found = levels()
    assert (found["persistence"], found["eviction"], found["memory"]) == (Level.WRONG, Level.WRONG, Level.WRONG)


def test_who_holds_what_and_which_models_worked_is_seen(desk: Desk, tmp_path: Path) -> None:
    for number in range(3):
        desk.hands().commit(replace(stored(desk.taken(), str(number)), model_version="m7"))
    desk.push()
    desk.take("celery@gone/2")

    facts = gather(desk.client, settings(desk, tmp_path), "Valkey 9")

    assert [(holder.consumer, holder.pending) for holder in facts.holders] == [("celery@gone/2", 1)]
    assert facts.models == {"m7"}
    assert 3 * 50 < facts.ledger_bytes < 3 * 1000
    assert abs(facts.skew_seconds) < 1
    assert facts.disks["documents"].trouble == ""
    assert not list(tmp_path.iterdir())


def test_a_folder_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.touch()

    assert disk_of(str(tmp_path / "to" / "be" / "made")).trouble == ""
    if os.path.ismount("/proc"):
        assert disk_of("/proc/nobody-writes-here").trouble
    if Path("/dev/shm").is_dir():  # noqa: S108 -- looked at only
        assert disk_of("/dev/shm").kind == "tmpfs"  # noqa: S108 -- as above


def test_what_listens_on_all_addresses_is_seen_and_what_listens_on_loopback_is_not() -> None:
    with socket.create_server(("0.0.0.0", 0)) as outside, socket.create_server(("127.0.0.1", 0)) as inside:  # noqa: S104 -- the very thing
        found = open_ports({"flower_port": outside.getsockname()[1], "metrics_port": inside.getsockname()[1]})

    if not found and not open_ports({"flower_port": 1}):
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as asking, pytest.raises(OSError):  # noqa: PT011 -- any
            asking.connect(("192.0.2.1", 9))  # there is no network but loopback
    else:
        assert list(found) == ["flower_port"]
