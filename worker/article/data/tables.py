"""Tables in TOML that stand beside this file."""

import tomllib
from importlib.resources import files
from typing import Any

__all__ = ["toml_table"]


def toml_table(name: str) -> dict[str, Any]:
    """The table `<name>.toml`, as it stands; for module level, since it reads a file."""
    return tomllib.loads(files(__package__).joinpath(f"{name}.toml").read_text(encoding="utf-8"))
