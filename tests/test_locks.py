"""The image's locks: every file by its hash, everything that is needed, in releases that pyproject.toml allows."""

import re
import tomllib
from importlib.metadata import PackageNotFoundError, requires
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
LOCK = ROOT / "requirements.lock"
BUILD_LOCK = ROOT / "config" / "docker" / "build.lock"
EXTRA = "flower"
"""Of the image."""


def locked(path: Path) -> list[tuple[Requirement, int]]:
    """Each release with its number of hashes; the same package may stand there for several versions of Python."""
    lines = re.sub(r"\\\n", "", re.sub(r"^#.*\n", "", path.read_text("utf-8"), flags=re.MULTILINE)).splitlines()
    return [
        (Requirement(line.split(" --hash=")[0]), len(re.findall(r"--hash=sha256:[0-9a-f]{64}\b", line)))
        for line in lines
    ]


def asked(lock: Path) -> list[Requirement]:
    if lock == BUILD_LOCK:
        return [Requirement(one) for one in PROJECT["build-system"]["requires"]]
    project = PROJECT["project"]
    return [Requirement(one) for one in [*project["dependencies"], *project["optional-dependencies"][EXTRA]]]


@pytest.mark.parametrize("lock", [LOCK, BUILD_LOCK], ids=["run", "build"])
def test_every_release_is_pinned_by_hashes_and_taken_from_no_named_place(lock: Path) -> None:
    for release, hashes in locked(lock):
        (pin,) = release.specifier
        assert (pin.operator, release.url) == ("==", None), release
        assert hashes, release
    assert "://" not in lock.read_text("utf-8")


@pytest.mark.parametrize("lock", [LOCK, BUILD_LOCK], ids=["run", "build"])
def test_what_the_project_asks_for_is_there_in_a_release_it_allows(lock: Path) -> None:
    releases = [(canonicalize_name(release.name), release) for release, _ in locked(lock)]
    for wanted in asked(lock):
        found = [release for name, release in releases if name == canonicalize_name(wanted.name)]
        assert found, (
            f"{wanted} is not in {lock.name}: make it anew, its first lines say how, with --upgrade for newer releases"
        )
        for release in found:
            (pin,) = release.specifier
            assert wanted.specifier.contains(pin.version), (wanted, release)


def test_what_those_need_is_there_too() -> None:
    """By what is installed here: all that the project's dependencies lead to, on this Python."""
    names = {canonicalize_name(release.name) for release, _ in locked(LOCK)}
    todo, seen = asked(LOCK), set()
    while todo:
        wanted = todo.pop()
        if (key := (canonicalize_name(wanted.name), frozenset(wanted.extras))) in seen:
            continue
        seen.add(key)
        try:
            needs = [Requirement(line) for line in requires(wanted.name) or ()]
        except PackageNotFoundError:
            continue
        extras = [{"extra": extra} for extra in wanted.extras or {""}]
        todo += [one for one in needs if one.marker is None or any(one.marker.evaluate(extra) for extra in extras)]

    assert {name for name, _ in seen} - names == set()
    assert len(seen) > 40


def test_the_image_installs_by_hash_and_builds_without_a_look_outside() -> None:
    dockerfile = re.sub(r"\\\n\s*", "", (ROOT / "config/docker/Dockerfile").read_text("utf-8"))
    steps = re.findall(r"pip (?:install|wheel) [^&\n]*", dockerfile)

    assert len(steps) == 4
    assert all("--require-hashes" in step or "--no-index" in step for step in steps), steps
    assert f"-r {LOCK.name}" in dockerfile
    assert f"-r {BUILD_LOCK.name}" in dockerfile
