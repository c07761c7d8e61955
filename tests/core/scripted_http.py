"""A local HTTP server that answers byte for byte what a test wrote down."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

HANG_UP = b"<hang up>"
"""Read the request, then close without a word."""
STALL = b"<stall>"
"""Read the request and never answer."""


def answer(body: bytes | str, status: int = 200, **headers: str) -> bytes:
    """A whole HTTP answer."""
    raw = body.encode() if isinstance(body, str) else body
    lines = [
        f"HTTP/1.1 {status} X",
        f"content-length: {len(raw)}",
        *(f"{k.replace('_', '-')}: {v}" for k, v in headers.items()),
    ]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + raw


@dataclass
class ScriptedHttp:
    """Answers in order; the last one again and again."""

    script: list[bytes]
    url: str = ""
    seen: list[bytes] = field(default_factory=list)
    """Every request, as it came in."""

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while True:
                head = await reader.readuntil(b"\r\n\r\n")
                length = next(
                    (
                        int(line.split(b":")[1])
                        for line in head.lower().split(b"\r\n")
                        if line.startswith(b"content-length")
                    ),
                    0,
                )
                self.seen.append(head + await reader.readexactly(length))
                said = self.script.pop(0) if len(self.script) > 1 else self.script[0]
                if said == HANG_UP:
                    break
                if said != STALL:
                    writer.write(said)
                    await writer.drain()
        except (asyncio.IncompleteReadError, ConnectionError):
            pass
        finally:
            writer.close()


@asynccontextmanager
async def scripted_http(*script: bytes) -> AsyncIterator[ScriptedHttp]:
    """Serve the script on loopback."""
    scripted = ScriptedHttp(list(script))
    server = await asyncio.start_server(scripted.serve, "127.0.0.1", 0)
    scripted.url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    try:
        yield scripted
    finally:
        server.close()
