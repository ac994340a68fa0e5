"""The protocol's Lua scripts: each a file beside this one, run by its hash, loaded again when the server forgot it."""

import hashlib
from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from redis.exceptions import NoScriptError

if TYPE_CHECKING:
    from redis import Redis
    from redis.commands.core import Script

__all__ = ["Scripts"]

Word = str | bytes | int | float


class Scripts:
    """The scripts on one connection."""

    def __init__(self, client: "Redis") -> None:
        self._client = client
        self._loaded: dict[str, Script] = {}

    def run(self, name: str, keys: Sequence[str], args: Sequence[Word]) -> Any:  # noqa: ANN401 -- each script answers in its own form
        """What the script `name` answers; each file says what that is.

        Raises: redis.ResponseError where the script failed, and redis.ConnectionError.
        """
        if name not in self._loaded:
            self._loaded[name] = self._client.register_script(_source(name))
        return self._loaded[name](keys=list(keys), args=list(args))

    def run_on_replicas(
        self, name: str, keys: Sequence[str], args: Sequence[Word], *, replicas: int, milliseconds: int
    ) -> tuple[Any, int]:
        """As `run`, and how many replicas have what it wrote, waiting for `replicas` of them at most `milliseconds`.

        Both go over one connection: the server answers for what came by the connection that asks.
        """
        source = _source(name)
        pipe = self._client.pipeline(transaction=False)
        pipe.evalsha(_digest(source), len(keys), *keys, *args)
        pipe.wait(replicas, milliseconds)
        answer, reached = pipe.execute(raise_on_error=False)
        if isinstance(answer, NoScriptError):
            self._client.script_load(source)
            return self.run_on_replicas(name, keys, args, replicas=replicas, milliseconds=milliseconds)
        for said in (answer, reached):
            if isinstance(said, Exception):
                raise said
        return answer, reached

    def read(self, name: str, keys: Sequence[str], args: Sequence[Word]) -> Any:  # noqa: ANN401 -- as above
        """The same for a script that writes nothing, in a form that a user with no right to write may send.

        Raises: as `run`.
        """
        source = _source(name)
        words: list[Any] = [*keys, *args]
        try:
            return self._client.evalsha_ro(_digest(source), len(keys), *words)
        except NoScriptError:
            return self._client.eval_ro(source, len(keys), *words)


@cache
def _source(name: str) -> str:
    folder = files("worker.intake")
    shebang, body = folder.joinpath(f"{name}.lua").read_text("utf-8").split("\n", 1)
    return f"{shebang}\n{folder.joinpath('prelude.lua').read_text('utf-8')}\n{body}"


def _digest(source: str) -> str:
    return hashlib.sha1(source.encode(), usedforsecurity=False).hexdigest()
