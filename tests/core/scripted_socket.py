"""A local WebSocket server that speaks as OKX does, and misbehaves when a test says so; and a wire that can be cut."""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from typing import Any

from websockets.asyncio.server import ServerConnection, serve
from websockets.exceptions import ConnectionClosed


def push(channel: str, *rows: dict[str, Any], **more: Any) -> str:
    return json.dumps({"arg": {"channel": channel, "instType": "SWAP"}, "data": list(rows), **more})


@dataclass
class ScriptedSocket:
    """What the server does; a test changes it between connections."""

    url: str = ""
    login: str = '{"event":"login","code":"0","msg":"","connId":"a"}'
    """Said to a login; empty says nothing."""
    acknowledges: Callable[[str, int], bool] = lambda _channel, _time: True
    """Whether a channel's n-th request (from 1) is acknowledged."""
    refuses: dict[str, str] = field(default_factory=dict)
    """Channel to the code it is refused with."""
    first: dict[str, list[str]] = field(default_factory=dict)
    """What a channel pushes right after its acknowledgement."""
    pongs: bool = True
    heard: list[str] = field(default_factory=list)
    connections: list[ServerConnection] = field(default_factory=list)
    changed: asyncio.Condition = field(default_factory=asyncio.Condition)

    async def serve(self, connection: ServerConnection) -> None:
        self.connections.append(connection)
        requests: dict[str, int] = {}
        with suppress(ConnectionClosed):
            async for message in connection:
                async with self.changed:
                    self.heard.append(str(message))
                    self.changed.notify_all()
                if message == "ping":
                    if self.pongs:
                        await connection.send("pong")
                    continue
                await self._answer(connection, json.loads(message), requests)

    async def _answer(self, connection: ServerConnection, message: dict[str, Any], requests: dict[str, int]) -> None:
        if message["op"] == "login":
            if self.login:
                await connection.send(self.login)
            return
        arg = message["args"][0]
        channel = arg["channel"]
        requests[channel] = requests.get(channel, 0) + 1
        if channel in self.refuses:
            code = self.refuses[channel]
            await connection.send(
                json.dumps({"id": message["id"], "event": "error", "code": code, "msg": "no", "connId": "a"})
            )
        elif self.acknowledges(channel, requests[channel]):
            await connection.send(json.dumps({"id": message["id"], "event": message["op"], "arg": arg, "connId": "a"}))
            for said in self.first.get(channel, []):
                await connection.send(said)

    async def wait_heard(self, what: str, times: int = 1) -> None:
        """Until the server heard that text so often."""
        async with self.changed:
            await self.changed.wait_for(lambda: sum(what in message for message in self.heard) >= times)

    async def say(self, *messages: str | bytes) -> None:
        for message in messages:
            await self.connections[-1].send(message)


@asynccontextmanager
async def scripted_socket() -> AsyncIterator[ScriptedSocket]:
    scripted = ScriptedSocket()
    quiet = logging.getLogger("scripted_socket")
    quiet.setLevel(logging.WARNING)  # What the server logs is not ours to prove.
    async with serve(
        scripted.serve, "127.0.0.1", 0, ping_interval=None, close_timeout=0.1, max_size=None, logger=quiet
    ) as server:
        scripted.url = f"ws://127.0.0.1:{server.sockets[0].getsockname()[1]}/ws"
        yield scripted


@dataclass
class Wire:
    """Bytes between client and server, until it is cut."""

    url: str = ""
    blackholed: bool = False
    writers: list[asyncio.StreamWriter] = field(default_factory=list)
    tasks: set[asyncio.Task[None]] = field(default_factory=set)

    async def carry(self, port: int, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        far_reader, far_writer = await asyncio.open_connection("127.0.0.1", port)
        self.writers += [writer, far_writer]
        pumps = [
            asyncio.create_task(self._pump(reader, far_writer)),
            asyncio.create_task(self._pump(far_reader, writer)),
        ]
        self.tasks.update(pumps)
        await asyncio.wait(pumps, return_when=asyncio.FIRST_COMPLETED)
        for each in (writer, far_writer):
            each.close()

    async def _pump(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(ConnectionError):
            while data := await reader.read(65536):
                if not self.blackholed:
                    writer.write(data)
                    await writer.drain()

    def reset(self) -> None:
        """RST on every connection, in the middle of whatever it was doing."""
        for writer in self.writers:
            writer.transport.abort()


@asynccontextmanager
async def cuttable(url: str) -> AsyncIterator[Wire]:
    """A wire in front of a local server."""
    wire = Wire()
    port = int(url.split(":")[2].split("/")[0])
    server = await asyncio.start_server(lambda r, w: wire.carry(port, r, w), "127.0.0.1", 0)
    wire.url = f"ws://127.0.0.1:{server.sockets[0].getsockname()[1]}/ws"
    try:
        yield wire
    finally:
        server.close()
        wire.reset()
        if wire.tasks:
            await asyncio.wait(wire.tasks)
