"""Letters as lines of a file, so that they can leave a server and enter another with every byte they had."""

import base64
from typing import Any

from pydantic_core import from_json, to_json

from worker.errors import BadPayloadError
from worker.intake.letters import Kind, Letter

__all__ = ["entry_in", "line_of"]


def line_of(kind: Kind, letter: Letter) -> bytes:
    """One JSON object on one line: why it is a letter, and its payload, a list of names and values.

    A name or a value is a string where its bytes are UTF-8, else `{"base64": …}`.
    """
    return to_json(
        {
            "kind": kind,
            "id": letter.id,
            "entry": letter.entry,
            "reason": letter.reason,
            "detail": letter.detail,
            "deliveries": letter.deliveries,
            "firstSeenMs": letter.first_seen_ms,
            "lastSeenMs": letter.last_seen_ms,
            "tries": letter.tries,
            "payload": [
                [_written(name.encode("utf-8", "surrogateescape")), _written(value)]
                for name, value in letter.payload.items()
            ],
        }
    )


def entry_in(line: bytes) -> dict[str, str | bytes]:
    r"""The entry that the letter on `line` was, for the intake.

    Raises: BadPayloadError when the line is none that `line_of` wrote.

    >>> entry_in(b'{"payload": [["payload", "{}"], ["body", {"base64": "/w=="}]]}')
    {'payload': b'{}', 'body': b'\xff'}
    """
    try:
        pairs = from_json(line)["payload"]
        entry = {_read(name).decode("utf-8", "surrogateescape"): _read(value) for name, value in pairs}
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise BadPayloadError("bad-payload", "not a letter as `export` writes it") from error
    if not entry:
        raise BadPayloadError("bad-payload", "a letter without a payload")
    return dict(entry)


def _written(value: bytes) -> str | dict[str, str]:
    try:
        return value.decode()
    except UnicodeDecodeError:
        return {"base64": base64.b64encode(value).decode()}


def _read(value: Any) -> bytes:  # noqa: ANN401 -- whatever stands in a file
    if isinstance(value, str):
        return value.encode()
    return base64.b64decode(value["base64"], validate=True)
