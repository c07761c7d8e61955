"""One WebSocket connection of a client, as far as all venues are alike: reading, a queue to send, faults, the end."""

# ruff: noqa: B027 - hooks do nothing unless a venue fills them in

from __future__ import annotations

import asyncio
import contextlib
from abc import ABC, abstractmethod
from typing import Any

from starlette.websockets import WebSocket, WebSocketDisconnect, WebSocketState

from exchanges.sandbox.faults import Faults
from exchanges.sandbox.frames import FrameFaults
from exchanges.sandbox.net import Wire

Frame = str | bytes | tuple[int, str]
"""Something to send, or the code and reason to close with."""


class Line(ABC):
    """Serves one client; a venue's session extends it.

    Args:
        socket: The connection, accepted before `run`.
        wire: The connection underneath, for faults.
        faults: The venue's switches.
        kind: "public", "private" or another name faults may select by.
    """

    def __init__(self, socket: WebSocket, wire: Wire | None, faults: Faults, kind: str) -> None:
        self.kind = kind
        self.wire = wire
        self.faults = faults
        self._socket = socket
        self._queue: asyncio.Queue[Frame] = asyncio.Queue()
        self._frames = FrameFaults(faults, self._queue.put_nowait)
        self._loop = asyncio.get_running_loop()
        self.active_at = self._loop.time()
        """When a frame last went either way."""

    @property
    def account_name(self) -> str:
        """Whose it is; empty before a login."""
        return ""

    @abstractmethod
    def hear(self, text: str) -> None:
        """A frame came."""

    def opened(self) -> None:
        """Called once when the connection is accepted."""

    def ended(self) -> None:
        """Called once at the end, however it came."""

    def view(self) -> dict[str, Any]:
        """How the control address lists it."""
        return {"url": self.kind, "account": self.account_name}

    async def run(self) -> None:
        """Serve until either side ends the connection."""
        sender = asyncio.create_task(self._send_all())
        try:
            self.opened()
            while True:
                message = await self._socket.receive()
                if message["type"] == "websocket.disconnect":
                    return
                self.active_at = self._loop.time()
                self.hear(message.get("text") or (message.get("bytes") or b"").decode("utf-8", "replace"))
        finally:
            self.ended()
            self._frames.stop()
            sender.cancel()
            await asyncio.gather(sender, return_exceptions=True)

    @property
    def queued(self) -> int:
        """Frames that wait to be sent."""
        return self._queue.qsize()

    def push_frame(self, frame: str) -> None:
        """Queue a data push; push faults (drop, delay, reorder, duplicate) apply."""
        self._frames.put(frame)

    def raw(self, frame: str | bytes) -> None:
        """Queue a frame as it is."""
        self._queue.put_nowait(frame)

    def close(self, code: int, reason: str) -> None:
        """End the connection after what is queued."""
        self._queue.put_nowait((code, reason))

    def ping(self, payload: bytes = b"") -> None:
        """Send a WebSocket ping frame; at most 125 bytes."""
        if self.wire is not None and not self.wire.is_closing():
            self.wire.write(bytes((0x89, len(payload))) + payload)

    def drop(self) -> None:
        """End the connection at once and without a closing frame; the client sees 1006."""
        if self.wire is not None:
            self.wire.abort()

    async def _end(self, code: int, reason: str) -> None:
        if code == 1006:
            self.drop()
        else:
            await self._socket.close(code, reason)

    async def _send_all(self) -> None:
        while True:
            frame = await self._queue.get()
            if self._socket.application_state is not WebSocketState.CONNECTED:
                return
            with contextlib.suppress(WebSocketDisconnect):
                if isinstance(frame, tuple):
                    await self._end(*frame)
                    return
                self.active_at = self._loop.time()
                await (self._socket.send_text(frame) if isinstance(frame, str) else self._socket.send_bytes(frame))
