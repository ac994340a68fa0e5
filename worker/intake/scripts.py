"""The protocol's Lua scripts: each a file beside this one, run by its hash, loaded again when the server forgot it."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from hashlib import sha1
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from redis import Redis
from redis.exceptions import NoScriptError, ResponseError

if TYPE_CHECKING:
    from redis.commands.core import Script

__all__ = ["Command", "Scripts", "Step", "ensure_group"]

Word = str | bytes | int | float
Command = tuple[Word, ...]
"""As it is sent."""
Step = tuple[str, Sequence[str], Sequence[Word]]
"""A script's name, keys and arguments."""


class Scripts:
    """The scripts on one connection."""

    def __init__(self, client: "Redis") -> None:
        self._client = client
        self._loaded: dict[str, Script] = {}
        self._packed: dict[Command, bytes] = {}
        self._held: Any = None

    @contextmanager
    def one_connection(self) -> Iterator[None]:
        """Let `run_all` keep one connection during the block: to get it from the pool takes as long as to send."""
        pool = self._client.connection_pool
        self._held = pool.get_connection()
        try:
            yield
        finally:
            held, self._held = self._held, None
            pool.release(held)

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
        pipe = self._client.pipeline(transaction=False)
        pipe.evalsha(_sha(name), len(keys), *keys, *args)
        pipe.wait(replicas, milliseconds)
        answer, reached = pipe.execute(raise_on_error=False)
        if isinstance(answer, NoScriptError):
            self._client.script_load(_source(name))
            return self.run_on_replicas(name, keys, args, replicas=replicas, milliseconds=milliseconds)
        for said in (answer, reached):
            if isinstance(said, Exception):
                raise said
        return answer, reached

    def read(self, name: str, keys: Sequence[str], args: Sequence[Word]) -> Any:  # noqa: ANN401 -- as above
        """The same for a script that writes nothing, in a form that a user with no right to write may send.

        Raises: as `run`.
        """
        words: list[Any] = [*keys, *args]
        try:
            return self._client.evalsha_ro(_sha(name), len(keys), *words)
        except NoScriptError:
            return self._client.eval_ro(_source(name), len(keys), *words)

    def run_all(self, steps: Sequence[Step], then: Command | None = None) -> list[Any]:
        """What each script answers, and the command after them: sent in one round trip, run in order, others' between.

        What failed answers its ResponseError; those after it ran all the same. Raises: redis.ConnectionError.
        """
        commands: list[Command] = [("EVALSHA", _sha(name), len(keys), *keys, *args) for name, keys, args in steps]
        answers = self._exchanged(commands, then)
        for at, (name, keys, args) in enumerate(steps):
            if isinstance(answers[at], NoScriptError):
                answers[at] = self._answer(name, keys, args)
        return answers

    def _exchanged(self, commands: Sequence[Command], then: Command | None) -> list[Any]:
        """What a pipeline of `commands` answers, repeated as one is, for half its cost, which each article pays."""
        pool = self._client.connection_pool
        connection: Any = self._held or pool.get_connection()

        def exchange() -> list[Any]:
            connection.send_packed_command((packed,))
            return [_read(connection) for _ in range(len(commands) + (then is not None))]

        try:
            packed = self._all_packed(connection, commands, then)
            answers: list[Any] = connection.retry.call_with_retry(exchange, lambda _: connection.disconnect())
        finally:
            if connection is not self._held:
                pool.release(connection)
        return answers

    def _all_packed(self, connection: Any, commands: Sequence[Command], then: Command | None) -> bytes:  # noqa: ANN401 -- redis-py's
        """In one piece, so that the server wakes once; what comes then is the same each time, and packed once."""
        chunks = [chunk for command in commands for chunk in connection.pack_command(*command)]
        if then is not None:
            if then not in self._packed:
                self._packed[then] = b"".join(connection.pack_command(*then))
            chunks.append(self._packed[then])
        return b"".join(chunks)

    def _answer(self, name: str, keys: Sequence[str], args: Sequence[Word]) -> Any:  # noqa: ANN401 -- as `run`
        try:
            return self.run(name, keys, args)
        except ResponseError as error:
            return error


def _read(connection: Any) -> Any:  # noqa: ANN401 -- redis-py's, and what the server answers
    try:
        return connection.read_response()
    except ResponseError as error:
        return error


@cache
def _sha(name: str) -> str:
    return sha1(_source(name).encode(), usedforsecurity=False).hexdigest()


@cache
def _source(name: str) -> str:
    folder = files("worker.intake")
    shebang, body = folder.joinpath(f"{name}.lua").read_text("utf-8").split("\n", 1)
    return f"{shebang}\n{folder.joinpath('prelude.lua').read_text('utf-8')}\n{body}"


def ensure_group(client: Redis, stream: str, group: str) -> None:
    """Make `group` at the start of `stream`, and the stream, where they are missing; on a full server too."""
    Scripts(client).run("group", [stream], [group])
