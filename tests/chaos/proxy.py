"""A door between workers and server that a trial can shut: a TCP port of loopback that leads to a unix socket."""

import asyncio
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

__all__ = ["Proxy", "open_proxy"]

CHUNK_BYTES = 65_536


class Proxy:
    """Passes bytes on in both directions while it is open."""

    def __init__(self, target: Path) -> None:
        self.port = 0
        self._target = target
        self._loop = asyncio.new_event_loop()
        self._open = True
        self._streams: set[asyncio.StreamWriter] = set()
        self._pipes: set[asyncio.Task[None]] = set()

    @property
    def url(self) -> str:
        return f"redis://127.0.0.1:{self.port}/0"

    def cut(self) -> None:
        """Break every connection, in the middle of whatever it carries, and take none until `heal`."""
        self._loop.call_soon_threadsafe(self._cut)

    def heal(self) -> None:
        """Let connections through again."""
        self._open = True

    def lead_to(self, target: Path) -> None:
        """Let connections that come from now on through to another server."""
        self._target = target

    def _cut(self) -> None:
        self._open = False
        for stream in list(self._streams):
            stream.transport.abort()

    def run(self, ready: threading.Event) -> None:
        """Serve until `end`."""
        asyncio.set_event_loop(self._loop)
        server = self._loop.run_until_complete(asyncio.start_server(self._connected, "127.0.0.1", 0))
        self.port = server.sockets[0].getsockname()[1]
        ready.set()
        self._loop.run_forever()
        self._cut()
        server.close()
        self._loop.run_until_complete(asyncio.gather(*self._pipes, return_exceptions=True))
        self._loop.close()

    def end(self) -> None:
        """Stop serving."""
        self._loop.call_soon_threadsafe(self._loop.stop)

    async def _connected(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if not self._open:
            writer.transport.abort()
            return
        with suppress(OSError):
            far_reader, far_writer = await asyncio.open_unix_connection(self._target)
            self._streams |= {writer, far_writer}
            for source, sink in ((reader, far_writer), (far_reader, writer)):
                pipe = self._loop.create_task(self._pass_on(source, sink))
                self._pipes.add(pipe)
                pipe.add_done_callback(self._pipes.discard)
            return
        writer.transport.abort()  # the server is away

    async def _pass_on(self, source: asyncio.StreamReader, sink: asyncio.StreamWriter) -> None:
        with suppress(OSError):
            while chunk := await source.read(CHUNK_BYTES):
                sink.write(chunk)
                await sink.drain()
        self._streams.discard(sink)
        sink.transport.abort()


@contextmanager
def open_proxy(target: Path) -> Iterator[Proxy]:
    """A proxy to the unix socket `target`."""
    proxy, ready = Proxy(target), threading.Event()
    thread = threading.Thread(target=proxy.run, args=(ready,), daemon=True)
    thread.start()
    assert ready.wait(10)
    try:
        yield proxy
    finally:
        proxy.end()
        thread.join(10)
