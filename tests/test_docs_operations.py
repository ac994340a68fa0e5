"""The operator's pages tell of every alert, user and figure that there is."""

import re
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).parents[1]
OPERATIONS = (ROOT / "docs" / "operations.md").read_text("utf-8")
SECURITY = (ROOT / "docs" / "security.md").read_text("utf-8")


def test_every_alert_is_explained_and_none_that_is_not_there() -> None:
    (group,) = yaml.safe_load((ROOT / "config/prometheus/alerts.yml").read_text())["groups"]
    told = re.findall(r"^\| (Copydesk\w+) \|", OPERATIONS, re.MULTILINE)

    assert told == [rule["alert"] for rule in group["rules"]]


def test_every_user_of_the_server_is_explained() -> None:
    users = re.findall(r"^user (\w+) on ", (ROOT / "config/redis/users.acl").read_text(), re.MULTILINE)

    assert re.findall(r"^\| `(\w+)` \| ", SECURITY, re.MULTILINE) == users


@pytest.mark.parametrize("page", [OPERATIONS, SECURITY], ids=["operations", "security"])
def test_what_is_named_is_there(page: str) -> None:
    paths = set(re.findall(r"`((?:config|tests|docs)/[\w./-]+)`", page)) | set(re.findall(r"\]\(([\w.-]+)\)", page))

    assert paths
    for path in paths:
        assert (ROOT / path).exists() or (ROOT / "docs" / path).exists(), path
