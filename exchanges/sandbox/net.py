"""Connections that can be broken on purpose: reset, muted or swallowed, below HTTP and WebSocket."""

from __future__ import annotations

import asyncio
import socket
import struct
from collections.abc import Iterable
from typing import Any, Literal

from uvicorn.protocols.http.h11_impl import H11Protocol
from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol

Mode = Literal["open", "mute", "blackhole", "trickle"]
Peer = tuple[str, int]
_HALF_A_FRAME = b"\x81\x7e\x01\xf4" + b'{"arg":{"channel":"positions"'
"""The head of a text frame of five hundred bytes, and its beginning."""


class Wire(asyncio.Transport):
    """A transport that hands everything on to the real one, as long as nothing is broken.

    `mute`: what is written vanishes, what arrives is read. `blackhole`: nothing is written and nothing is read, and the
    connection is not even closed, as behind a router that forgot it. `trickle`: what is written goes out drop by drop.
    """

    def __init__(self, real: asyncio.Transport) -> None:
        super().__init__()
        self._real = real
        self.mode: Mode = "open"
        self.peer: Peer = tuple(real.get_extra_info("peername")[:2])
        self.port: int = real.get_extra_info("sockname")[1]
        self.bytes_per_s = 50
        self.heard_at = asyncio.get_running_loop().time()
        """When the client last sent anything, a ping frame included; for WebSockets only."""
        self._left: int | None = None
        self._backlog = bytearray()
        self._drip: asyncio.TimerHandle | None = None

    def swallow_after(self, count: int | None) -> None:
        """Become a black hole when so many more bytes were written; never when None."""
        self._left = count

    def set_mode(self, mode: Mode) -> None:
        if mode == "blackhole" and not self._real.is_closing():
            self._real.pause_reading()
        if self.mode == "trickle":
            self.stop_dripping()
        if self.mode == "blackhole" and mode != "blackhole":
            self._real.abort()  # What was swallowed cannot be delivered later.
        self.mode = mode

    def reset(self) -> None:
        """Break the connection with a TCP reset; one that is closing already just ends."""
        if self._real.is_closing():
            self._real.abort()
            return
        with socket.socket(fileno=socket.dup(self._real.get_extra_info("socket").fileno())) as twin:
            twin.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self._real.abort()

    def tear(self) -> None:
        """End the connection in the middle of a frame."""
        self._real.write(_HALF_A_FRAME)
        self._real.abort()

    def write(self, data: bytes | bytearray | memoryview[Any]) -> None:
        if self._left is not None:
            data = bytes(data)[: self._left]
            self._left -= len(data)
        if self.mode == "open":
            self._real.write(data)
        elif self.mode == "trickle":
            self._backlog += data
            self._drop_by_drop()
        if self._left == 0:
            self._left = None
            self.set_mode("blackhole")

    def _drop_by_drop(self) -> None:
        if self._drip is None and self._backlog and not self._real.is_closing():
            self._real.write(bytes(self._backlog[:1]))
            del self._backlog[:1]
            self._drip = asyncio.get_running_loop().call_later(1 / self.bytes_per_s, self._next_drop)

    def _next_drop(self) -> None:
        self._drip = None
        self._drop_by_drop()

    def close(self) -> None:
        if self.mode != "blackhole":
            self.stop_dripping()
            self._real.close()

    def abort(self) -> None:
        self.stop_dripping()
        self._real.abort()

    def stop_dripping(self) -> None:
        """Send at once what was held back by `trickle`."""
        if self._drip is not None:
            self._drip.cancel()
            self._drip = None
        if self._backlog and not self._real.is_closing():
            self._real.write(bytes(self._backlog))
        self._backlog.clear()

    def is_closing(self) -> bool:
        return self._real.is_closing()

    def get_extra_info(self, name: str, default: Any = None) -> Any:
        return self._real.get_extra_info(name, default)

    def set_protocol(self, protocol: asyncio.BaseProtocol) -> None:
        self._real.set_protocol(protocol)

    def get_protocol(self) -> asyncio.BaseProtocol:
        return self._real.get_protocol()

    def pause_reading(self) -> None:
        self._real.pause_reading()

    def resume_reading(self) -> None:
        if self.mode != "blackhole":
            self._real.resume_reading()

    def is_reading(self) -> bool:
        return self._real.is_reading()

    def set_write_buffer_limits(self, high: int | None = None, low: int | None = None) -> None:
        self._real.set_write_buffer_limits(high, low)

    def get_write_buffer_size(self) -> int:
        return self._real.get_write_buffer_size()

    def can_write_eof(self) -> bool:
        return self._real.can_write_eof()

    def write_eof(self) -> None:
        self._real.write_eof()


class Net:
    """All connections of one sandbox, by the address they come from."""

    def __init__(self) -> None:
        self._wires: dict[Peer, Wire] = {}
        self.new_mode: dict[int, Mode] = {}
        """Listening port to what happens to connections that arrive there."""

    def watch(self, transport: asyncio.Transport) -> Wire:
        wire = Wire(transport)
        self._wires[wire.peer] = wire
        wire.set_mode(self.new_mode.get(wire.port, "open"))
        return wire

    def forget(self, wire: object) -> None:
        if isinstance(wire, Wire):
            wire.stop_dripping()
            self._wires.pop(wire.peer, None)

    def find(self, peer: object) -> Wire | None:
        """The connection an ASGI scope's `client` names."""
        return self._wires.get((peer[0], peer[1])) if isinstance(peer, tuple | list) else None

    def at(self, ports: Iterable[int]) -> list[Wire]:
        wanted = frozenset(ports)
        return [wire for wire in self._wires.values() if wire.port in wanted]

    def heal(self) -> None:
        """Everything works again; swallowed connections end."""
        self.new_mode.clear()
        for wire in list(self._wires.values()):
            wire.swallow_after(None)
            wire.set_mode("open")

    def abort(self) -> None:
        """End what would not end by itself."""
        for wire in list(self._wires.values()):
            if wire.mode in ("blackhole", "trickle"):
                wire.abort()


def protocols(net: Net) -> tuple[type[asyncio.Protocol], type[asyncio.Protocol]]:
    """uvicorn's HTTP and WebSocket protocols over watched connections."""

    class Http(H11Protocol):
        def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
            super().connection_made(net.watch(transport))

        def connection_lost(self, exc: Exception | None) -> None:
            super().connection_lost(exc)
            net.forget(self.transport)

    class Socket(WebSocketsSansIOProtocol):
        def data_received(self, data: bytes) -> None:
            if isinstance(self.transport, Wire):
                self.transport.heard_at = asyncio.get_running_loop().time()
            super().data_received(data)

        def connection_lost(self, exc: Exception | None) -> None:
            super().connection_lost(exc)
            net.forget(self.transport)

    return Http, Socket
