"""A line to a server that can be cut and mended: what a database does when its machine goes away and comes back."""

from __future__ import annotations

import contextlib
import select
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager


class Relay:
    """Carries bytes both ways between its own port and a server, as long as it may."""

    def __init__(self, server: tuple[str, int]) -> None:
        self._server = server
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._wake, self._woken = socket.socketpair()
        self._peers: dict[socket.socket, socket.socket] = {}
        self._is_cut = self._is_mute = self._is_closed = False
        self._changed = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()

    @property
    def port(self) -> int:
        return int(self._listener.getsockname()[1])

    def cut(self) -> None:
        """The server is gone: open connections break, new ones are closed at once."""
        self._set(cut=True)

    def mute(self) -> None:
        """The server's machine is gone without a word: connections stay open, nothing passes."""
        self._set(mute=True)

    def mend(self) -> None:
        self._set()

    def close(self) -> None:
        self._is_closed = True
        self._wake.send(b"x")
        self._thread.join()
        for one in (*self._peers, self._listener, self._wake, self._woken):
            one.close()

    def _set(self, *, cut: bool = False, mute: bool = False) -> None:
        self._is_cut, self._is_mute = cut, mute
        self._changed.clear()
        self._wake.send(b"x")
        assert self._changed.wait(10)

    def _run(self) -> None:
        while not self._is_closed:
            carried = [] if self._is_mute else list(self._peers)
            ready, _, _ = select.select([self._woken, self._listener, *carried], [], [])
            for one in ready:
                if one is self._woken:
                    self._obey()
                elif one is self._listener:
                    self._take()
                elif one in self._peers:
                    self._carry(one)

    def _obey(self) -> None:
        self._woken.recv(1)
        if self._is_cut:
            for one in list(self._peers):
                self._drop(one)
        self._changed.set()

    def _take(self) -> None:
        client, _ = self._listener.accept()
        if self._is_cut:
            client.close()
            return
        try:
            server = socket.create_connection(self._server, timeout=5)
        except OSError:
            client.close()
            return
        self._peers |= {client: server, server: client}

    def _carry(self, one: socket.socket) -> None:
        try:
            data = one.recv(65_536)
            if data:
                self._peers[one].sendall(data)
                return
        except OSError:
            pass
        self._drop(one)

    def _drop(self, one: socket.socket) -> None:
        other = self._peers.pop(one, None)
        for end in (one, other):
            if end is not None:
                self._peers.pop(end, None)
                with contextlib.suppress(OSError):
                    end.close()


@contextmanager
def relay(server: tuple[str, int]) -> Iterator[Relay]:
    made = Relay(server)
    try:
        yield made
    finally:
        made.close()
