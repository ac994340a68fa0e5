"""Which letters a verb means: those named, or those that fit its filters."""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from urllib.parse import urlsplit

import click
from pydantic_core import from_json

from worker.intake.letters import Letter

__all__ = ["Choice", "choice_options", "url_of"]

SECONDS = {"s": 1, "m": 60, "h": 3600, "d": 86_400, "w": 604_800}


@dataclass(frozen=True, slots=True)
class Choice:
    """Filters; None and 0 filter nothing. Ages are seconds since the letter was last seen."""

    reason: str | None = None
    host: str | None = None
    older_than: int | None = None
    newer_than: int | None = None
    limit: int | None = None

    @property
    def filters(self) -> bool:
        """Whether anything is filtered."""
        return self != Choice()

    def of(self, letters: Iterable[Letter], now_ms: int) -> Iterator[Letter]:
        """Those of `letters` that fit, in their order; `now_ms` by the server's clock."""
        return islice((letter for letter in letters if self._fits(letter, now_ms)), self.limit)

    def _fits(self, letter: Letter, now_ms: int) -> bool:
        age_seconds = (now_ms - letter.last_seen_ms) / 1000
        return (
            self.reason in {None, letter.reason}
            and (self.older_than is None or age_seconds > self.older_than)
            and (self.newer_than is None or age_seconds < self.newer_than)
            and (self.host is None or _is_of(_host(letter), self.host))
        )


def choice_options(verb: Callable[..., None]) -> Callable[..., None]:
    """Give a verb the filters; it gets them as the arguments that Choice has."""
    options = [
        click.option("--reason", help="Only letters with this reason."),
        click.option("--host", help="Only letters whose payload's url is on this host or below it."),
        click.option("--older-than", callback=_age, help="Only letters older than this: 30m, 12h, 7d."),
        click.option("--newer-than", callback=_age, help="Only letters newer than this."),
        click.option("--limit", type=click.IntRange(min=1), help="At most so many, oldest first."),
    ]
    for option in reversed(options):
        verb = option(verb)
    return verb


def _age(_ctx: click.Context, _option: click.Parameter, value: str | None) -> int | None:
    """A span of time, in seconds."""
    if value is None:
        return None
    told = re.fullmatch(r"(\d{1,9})([smhdw])", value)
    if not told:
        raise click.BadParameter(f"{value!r} is no age; write a number and s, m, h, d or w, as in 30m or 7d")
    return int(told[1]) * SECONDS[told[2]]


def url_of(letter: Letter) -> str:
    """What helps to recognise it: the payload's url, else its id."""
    fields = _fields(letter)
    return str(fields.get("url") or fields.get("id") or "")


def _host(letter: Letter) -> str:
    try:
        return urlsplit(str(_fields(letter).get("url") or "")).hostname or ""
    except ValueError:
        return ""


def _is_of(host: str, wanted: str) -> bool:
    return host == wanted.lower() or host.endswith(f".{wanted.lower()}")


def _fields(letter: Letter) -> dict[str, object]:
    try:
        fields = from_json(letter.payload["payload"])
    except (KeyError, ValueError):
        fields = {
            name: letter.payload[name].decode("utf-8", "replace") for name in ("url", "id") if name in letter.payload
        }
    return fields if isinstance(fields, dict) else {}
