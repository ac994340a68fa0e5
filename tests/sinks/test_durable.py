"""Syncing few and many; that bytes survive a power cut cannot be shown here, that errors are told can."""

from pathlib import Path

import pytest

from worker.sinks.durable import FEW, sync


@pytest.mark.parametrize("count", [0, 1, FEW, FEW + 1, 100])
def test_few_and_many_files_are_synced(count: int, tmp_path: Path) -> None:
    paths = [tmp_path / str(number) for number in range(count)]
    for path in paths:
        path.write_text("x")

    sync(paths, tmp_path)


def test_a_file_that_is_not_there_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        sync([tmp_path / "missing"], tmp_path)


def test_a_folder_that_is_not_there_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        sync([tmp_path / str(number) for number in range(FEW + 1)], tmp_path / "missing")
