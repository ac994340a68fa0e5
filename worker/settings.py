"""Settings: one frozen model; environment over file over the defaults below. Nothing else reads the environment."""

import json
import os
import tomllib
from pathlib import Path
from typing import Annotated, Any, Literal, Self

from pydantic import Field, ValidationError, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict
from pydantic_settings import SettingsError as InvalidVariableError

from worker.article.payload import UnknownFields
from worker.article.rules import REJECT, BodyMode, Finding, Limits, Rules
from worker.errors import SettingsError

__all__ = ["CONFIG_VARIABLE", "DEFAULT_CONFIG", "Settings", "load_settings", "settings_as_toml"]

CONFIG_VARIABLE = "COPYDESK_CONFIG"
DEFAULT_CONFIG = Path("config/copydesk.toml")

Seconds = Annotated[float, Field(gt=0)]
Count = Annotated[int, Field(ge=1)]


class Settings(BaseSettings):
    """Every setting, with its default. `config/copydesk.toml` says the same for operators."""

    model_config = SettingsConfigDict(
        env_prefix="COPYDESK_", frozen=True, extra="forbid", use_attribute_docstrings=True, validate_default=True
    )

    redis_url: str = ""
    """Where Redis or Valkey (7.0 or newer) is: `redis://`, `rediss://` or `unix:///path?db=n`; empty: our own."""
    broker_url: str = ""
    """Where Celery keeps its tickets. Empty: the same server."""
    key_prefix: Annotated[str, Field(pattern=r"^[A-Za-z0-9_.-]{1,64}$")] = "copydesk"
    """Name of this system on the server; two systems with different prefixes do not see each other."""
    data_dir: Path = Path(".copydesk")
    """Folder for the server that Copydesk starts itself: its data, log and socket."""

    documents: str = "documents"
    """Folder for the documents; empty for none."""
    out_list: str = ""
    """Redis list that gets every document as JSON as well; empty for none."""
    out_max_entries: Count = 10_000
    """Documents that stay in the output stream, for other readers, once every sink has them."""
    sink_lease_seconds: Seconds = 10
    """A document that a sink has not acknowledged for so long is given to it again; also the wait after a failure."""
    sink_max_behind: Count = 10_000
    """Documents a sink may be behind before workers stop taking articles."""

    max_backlog: Count = 1_000_000
    """Entries that may wait; producers are refused above it."""
    lease_seconds: Seconds = 90
    """An entry that its worker has held longer is given to another. Above `hard_limit_seconds`."""
    soft_limit_seconds: Seconds = 20
    """An article that takes longer is stopped and tried again."""
    hard_limit_seconds: Seconds = 30
    """An article that takes longer is stopped by the kernel, with its process, and tried again."""
    child_memory_mb: Annotated[int, Field(ge=256)] = 2048
    """Address space an article may use on top of what its process held at the ticket's first, in MB."""
    max_deliveries: Count = 3
    """Times an article is tried before it is dead."""

    ticket_articles: Count = 64
    """Articles that one Celery task takes."""
    ticket_seconds: Annotated[float, Field(gt=0, le=60)] = 5
    """Seconds after which a Celery task takes no further article; with `hard_limit_seconds` it bounds a warm stop."""
    deaf_after_seconds: Seconds = 120
    """A worker that takes no ticket for so long while tickets and entries wait ends itself, for its supervisor."""
    articles_per_child: Count = 5000
    """Articles after which a worker process is replaced."""

    max_payload_bytes: Count = 20_000_000
    """Bytes of a payload as it stands in the queue; a larger one is dead as `too-large`."""
    max_decompressed_bytes: Count = 50_000_000
    """Bytes of a page after base64 and content encoding are undone."""
    max_lines: Count = 50_000
    """Lines of a page or text that are read; more set the flag `limit-hit:max-lines`."""
    max_line_chars: Count = 100_000
    """Characters of one line that are read; more set the flag `limit-hit:max-line-chars`."""
    max_nodes: Count = 500_000
    """Elements of a page that are read; more set the flag `limit-hit:max-nodes`."""
    max_depth: Count = 2_000
    """Depth of nesting that is read; more set the flag `limit-hit:max-depth`."""

    unknown_fields: UnknownFields = "error"
    """What happens to fields a payload should not have: `error` names the field, `meta` keeps them in `meta`."""
    body: BodyMode = "auto"
    """Who decides on the body: `auto` (line model, in doubt resiliparse, then trafilatura), `model`, `trafilatura`."""
    model_dir: str = ""
    """Folder of weights that `copydesk train` wrote; empty: those that come with Copydesk."""
    min_words: Count = 25
    """A body of fewer words is rejected as `too-short`."""
    reject: tuple[Finding, ...] = tuple(sorted(REJECT))
    """What the screen turns away. Else a flag: `paywall`, `stub`, `live-blog`, `several-articles`, `video-page`."""
    published_from_modified: bool = True
    """Whether `datePublished` is the date of a change where the page shows no other; it sets a flag of this name."""
    ledger_days: Annotated[float, Field(gt=0)] = 90
    """Days for which an identity is remembered; after that it is new again."""
    fates_max_entries: Count = 100_000
    """Fates that stay readable for `tail` and `--wait`."""

    metrics_host: str = "127.0.0.1"
    """Address that `copydesk exporter` listens on, without a password: for loopback, or Prometheus's own network."""
    metrics_port: Annotated[int, Field(ge=1, le=65535)] = 9808
    """Port of `copydesk exporter`."""
    worker_metrics_port: Annotated[int, Field(ge=0, le=65535)] = 0
    """Port on which each worker's parent tells of its pool, tickets, memory and CPU time; 0 for none."""
    flower_port: Annotated[int, Field(ge=1, le=65535)] = 5555
    """Port of Flower on loopback."""
    flower_password: str = ""
    """Password of Flower's user `copydesk`; empty: one is made up and printed."""
    log_format: Literal["auto", "json", "console"] = "auto"
    """`auto`: human on a terminal, one JSON object a line elsewhere."""
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = "INFO"
    """Least level that is logged."""

    @model_validator(mode="after")
    def _limits_are_in_order(self) -> Self:
        if not self.soft_limit_seconds < self.hard_limit_seconds < self.lease_seconds:
            message = "soft_limit_seconds < hard_limit_seconds < lease_seconds must hold"
            raise ValueError(message)
        return self

    @property
    def rules(self) -> Rules:
        """What of the settings bears on the document."""
        limits = Limits(
            max_payload_bytes=self.max_payload_bytes,
            max_decompressed_bytes=self.max_decompressed_bytes,
            max_lines=self.max_lines,
            max_line_chars=self.max_line_chars,
            max_nodes=self.max_nodes,
            max_depth=self.max_depth,
        )
        page_weights, text_weights = (self._weights(kind) for kind in ("page", "text"))
        return Rules(
            self.body,
            self.min_words,
            frozenset(self.reject),
            limits,
            page_weights,
            text_weights,
            self.published_from_modified,
        )

    def _weights(self, kind: str) -> bytes | None:
        path = Path(self.model_dir) / f"{kind}_model.npz"
        try:
            return path.read_bytes() if self.model_dir else None
        except OSError as error:
            told = f"model_dir: {path}: {error.strerror}; name a folder that `copydesk train` wrote"
            raise SettingsError(told) from error

    def as_environment(self) -> dict[str, str]:
        """Variables that give another process these very settings."""
        return {_variable(name): _plain(value) for name, value in self}


def load_settings(config: Path | None = None, **overrides: Any) -> Settings:  # noqa: ANN401 -- the model checks them
    """Settings from `config`, else the file that COPYDESK_CONFIG names, else config/copydesk.toml, else defaults.

    `overrides` (from the command line) win over file and environment.

    Raises: SettingsError that names the setting and what is wrong with it.
    """
    try:
        file = {name: value for name, value in _file(config).items() if _variable(name) not in os.environ}
        return Settings(**file | overrides)
    except InvalidVariableError as error:
        raise SettingsError(f"{error}: write it as JSON") from error
    except ValidationError as error:
        raise SettingsError("; ".join(_told(e["loc"], e["msg"]) for e in error.errors())) from error


def settings_as_toml() -> str:
    """A settings file with every setting at its default, and its meaning above it: config/copydesk.toml."""
    head = (
        "# Every setting of Copydesk, with its default. COPYDESK_ and the name in capitals, in the environment, wins.\n"
    )
    told = [
        f"\n# {field.description}\n{name} = {_toml(field.default)}\n" for name, field in Settings.model_fields.items()
    ]
    return head + "".join(told)


def _toml(value: object) -> str:
    return _plain(value) if isinstance(value, int | float | tuple) else json.dumps(str(value))


def _plain(value: object) -> str:
    return json.dumps(value) if isinstance(value, tuple | bool) else str(value)


def _file(config: Path | None) -> dict[str, Any]:
    unknown = [name for name in os.environ if name.startswith("COPYDESK_") and name not in _variables()]
    if unknown:
        raise SettingsError(f"{unknown[0]}: no such setting; see config/copydesk.toml for their names")
    variable = os.environ.get(CONFIG_VARIABLE)
    named = config or (Path(variable) if variable else None)
    if named is None and not DEFAULT_CONFIG.is_file():
        return {}
    path = named or DEFAULT_CONFIG
    try:
        with path.open("rb") as file:
            return tomllib.load(file)
    except OSError as error:
        raise SettingsError(
            f"{path}: {error.strerror}; name another file with --config or {CONFIG_VARIABLE}"
        ) from error
    except tomllib.TOMLDecodeError as error:
        raise SettingsError(f"{path}: {error}") from error


def _variables() -> set[str]:
    return {CONFIG_VARIABLE, *map(_variable, Settings.model_fields)}


def _variable(name: str) -> str:
    return f"COPYDESK_{name.upper()}"


def _told(path: tuple[int | str, ...], message: str) -> str:
    name = ".".join(map(str, path))
    told = message.removeprefix("Value error, ")
    return f"{name}: {told}" if name else told
