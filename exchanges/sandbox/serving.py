"""uvicorn inside somebody else's loop: many ports, no signal handlers, connections that can be broken."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import socket
from collections.abc import Iterator

import uvicorn
from starlette.types import ASGIApp, Receive, Scope, Send

from exchanges.sandbox.net import Net, protocols

LARGEST_MESSAGE = 65_536
GRACE_S = 1.0
POLL_S = 0.002
_log = logging.getLogger(__name__)


class _Server(uvicorn.Server):
    """Leaves the process's signals alone, and says when it listens."""

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.listening = asyncio.Event()
        self.leave = asyncio.Event()

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self.listening.set()

    async def main_loop(self) -> None:
        """Wait to be told to end; without this, ending takes up to a tenth of a second more."""
        await self.leave.wait()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """As uvicorn's, without its pauses: end connections, give what runs a second, cancel the rest."""
        for server in self.servers:
            server.close()
        for listener in sockets or []:
            listener.close()
        for connection in list(self.server_state.connections):
            connection.shutdown()
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(GRACE_S):
                await self._ended()
        for task in list(self.server_state.tasks):
            task.cancel()

    async def _ended(self) -> None:
        while self.server_state.connections or self.server_state.tasks:
            await asyncio.wait(self.server_state.tasks or [asyncio.create_task(asyncio.sleep(POLL_S))])
            await asyncio.sleep(0)

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


class Ports:
    """Applications on loopback ports, one uvicorn server for all of them."""

    def __init__(self, net: Net) -> None:
        self._net = net
        self._apps: dict[int, ASGIApp] = {}
        self._sockets: list[socket.socket] = []
        self._server: _Server | None = None
        self._task: asyncio.Task[None] | None = None

    def open(self, app: ASGIApp) -> int:
        """Bind a free port of 127.0.0.1 for an application."""
        # Named as TCP, so that asyncio turns Nagle's algorithm off; else every answer waits 40 ms to be acknowledged.
        listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(("127.0.0.1", 0))
        self._sockets.append(listener)
        port: int = listener.getsockname()[1]
        self._apps[port] = app
        return port

    async def start(self) -> None:
        """Serve all ports; they accept connections when this returns."""
        http, websocket = protocols(self._net)
        config = uvicorn.Config(
            self._dispatch,
            http=http,
            ws=websocket,
            interface="asgi3",
            lifespan="off",
            proxy_headers=False,
            log_config=None,
            log_level="critical",  # Breaking connections is this server's trade; uvicorn would report each.
            access_log=False,
            date_header=False,
            ws_max_size=LARGEST_MESSAGE,
            ws_ping_interval=None,
            ws_per_message_deflate=False,
            server_header=False,
        )
        self._server = _Server(config)
        for listener in self._sockets:
            listener.listen(128)
        self._task = asyncio.create_task(self._server.serve(sockets=self._sockets))
        listening = asyncio.create_task(self._server.listening.wait())
        await asyncio.wait((listening, self._task), return_when=asyncio.FIRST_COMPLETED)
        if self._task.done():
            listening.cancel()
            await self._task

    async def stop(self) -> None:
        """Close all connections and ports."""
        if self._server is not None and self._task is not None:
            self._net.abort()
            self._server.should_exit = True
            self._server.leave.set()
            await self._task
        for listener in self._sockets:
            listener.close()

    async def _dispatch(self, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            await self._apps[scope["server"][1]](scope, receive, send)
        except Exception:
            _log.exception("the sandbox failed on %s", scope.get("path"))
            raise
