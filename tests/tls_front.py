"""TLS before servers that speak plainly: what a venue's addresses look like on the internet."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import fields, replace
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import pytest

from exchanges.core.network import trusted
from tests.core.untrusted_tls import certificate

SECURE = {"http": "https", "ws": "wss"}


class TlsFront:
    """Listeners that take TLS off and hand bytes on, both ways."""

    def __init__(self, folder: Path) -> None:
        self._context = certificate(folder)
        self._servers: dict[str, asyncio.Server] = {}
        self._writers: set[asyncio.StreamWriter] = set()
        self._lets_through = asyncio.Event()
        self._lets_through.set()
        self.taken = 0
        """Connections that got as far as speaking."""

    def mute(self, *, muted: bool = True) -> None:
        """Hand nothing on, without closing anything."""
        if muted:
            self._lets_through.clear()
        else:
            self._lets_through.set()

    def cut(self) -> None:
        """Break every connection in the middle, without a farewell of TLS."""
        for writer in list(self._writers):
            writer.transport.abort()

    async def before(self, hosts: Any) -> Any:
        """The same hosts, with every address behind TLS."""
        told = {each.name: getattr(hosts, each.name) for each in fields(hosts)}
        return replace(hosts, **{name: await self._secured(url) for name, url in told.items() if "://" in str(url)})

    async def _secured(self, url: str) -> str:
        at = urlsplit(url)
        if at.netloc not in self._servers:

            async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
                await self._serve(reader, writer, at.hostname or "", at.port or 0)

            self._servers[at.netloc] = await asyncio.start_server(serve, "127.0.0.1", 0, ssl=self._context)
        port = self._servers[at.netloc].sockets[0].getsockname()[1]
        return urlunsplit(at._replace(scheme=SECURE[at.scheme], netloc=f"localhost:{port}"))

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, host: str, port: int) -> None:
        self.taken += 1
        inner_reader, inner_writer = await asyncio.open_connection(host, port)
        self._writers |= {writer, inner_writer}
        try:
            await asyncio.gather(self._pipe(reader, inner_writer), self._pipe(inner_reader, writer))
        except (OSError, asyncio.CancelledError):
            pass  # A line that breaks, or the end of the test.
        finally:
            for each in (writer, inner_writer):
                each.transport.abort()
                self._writers.discard(each)

    async def _pipe(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while block := await reader.read(1 << 16):
            await self._lets_through.wait()
            writer.write(block)
            await writer.drain()
        with suppress(OSError):
            writer.close()

    async def aclose(self) -> None:
        self.cut()
        for server in self._servers.values():
            server.close()


@asynccontextmanager
async def tls_front(folder: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[TlsFront]:
    """A front whose certificate this process trusts meanwhile, as an authority named by the environment."""
    front = TlsFront(folder)
    monkeypatch.setenv("SSL_CERT_FILE", str(folder / "server.pem"))
    trusted.cache_clear()
    try:
        yield front
    finally:
        trusted.cache_clear()
        await front.aclose()
