"""Who a node of JSON-LD names: strings, persons, houses, lists and references of them."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any, Final

from worker.article.plain import plain
from worker.article.witnesses.json_ld_text import loaded

__all__ = ["LdName", "Node", "first_of", "listed", "names_of", "resolved", "types_of"]

Node = dict[str, Any]

MAX_VALUES: Final = 50
_REFERENCE_DEPTH: Final = 3
_MAX_NAME_CHARS: Final = 1_000


@dataclass(frozen=True, slots=True)
class LdName:
    """A person or organisation as a page's JSON-LD names it."""

    name: str
    types: tuple[str, ...] = ()
    """schema.org types, such as `Person`; empty for a bare string."""
    url: str | None = None


def resolved(value: object, by_id: dict[str, Node]) -> object:
    """`value`, with what the nodes of the same `@id` say beside it."""
    if isinstance(value, dict) and isinstance(value.get("@id"), str):
        return {**by_id.get(value["@id"], {}), **value}
    return value


def listed(value: object) -> object:
    """What a container of JSON-LD's holds, or what JSON in a string says."""
    if isinstance(value, dict):
        return value.get("@list", value.get("@set", value))
    if isinstance(value, str) and value[:1] in ("[", "{") and value[-1] in ("]", "}"):
        return loaded(value) or value
    return value


def names_of(value: object, by_id: dict[str, Node]) -> tuple[LdName, ...]:
    """The first 50 that `value` names, references resolved three levels deep; of each the first 1,000 characters.

    Where everybody refers to the same long list, these bounds are what keeps it from being read a hundred thousand
    times.
    """
    return tuple(islice(_names(value, by_id), MAX_VALUES))


def _names(value: object, by_id: dict[str, Node], depth: int = 0) -> Iterator[LdName]:
    if isinstance(value, list) and depth < _REFERENCE_DEPTH:
        for one in value[:MAX_VALUES]:
            yield from _names(resolved(one, by_id), by_id, depth + 1)
        return
    if not isinstance(value, dict):
        if name := plain(value, most=_MAX_NAME_CHARS):
            yield LdName(name)
        return
    names = value.get("name")
    types, url = types_of(value), plain(value.get("url") or value.get("sameAs")) or None
    for one in (names if isinstance(names, list) else [names or _whole_name(value)])[:MAX_VALUES]:
        if name := plain(first_of(one), most=_MAX_NAME_CHARS):
            yield LdName(name, types, url)


def _whole_name(person: Node) -> str:
    return " ".join(filter(None, (plain(first_of(person.get(key))) for key in ("givenName", "familyName"))))


def first_of(value: object) -> object:
    """The first of a list, and what a value with a language says."""
    while isinstance(value, list) and value:
        value = value[0]
    return value.get("@value") if isinstance(value, dict) else value


def types_of(node: Node) -> tuple[str, ...]:
    """Types of a node without their namespace; the first 50, and the last 100 characters of each."""
    found = node.get("@type", node.get("type"))
    if isinstance(found, str):
        return (_bare(found),)
    names = found if isinstance(found, list) else [found]
    names = [inner for name in names for inner in (name if isinstance(name, list) else [name])]
    return tuple(_bare(name) for name in names[:MAX_VALUES] if isinstance(name, str))


_MAX_TYPE_CHARS: Final = 100


def _bare(name: str) -> str:
    return name[-_MAX_TYPE_CHARS:].rsplit("/", 1)[-1].rsplit(":", 1)[-1]
