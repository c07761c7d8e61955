"""A PostgreSQL connection that does not wait for ever: a server that fell silent is as gone as one that said good-bye.

The kernel gives a line up when what was sent stays unacknowledged (`tcp_user_timeout`); that does not help against a
server, a pooler or a tunnel that acknowledges and never answers. So every answer is waited for as long, and no longer.

`wait` and `_WaitTimeout` belong to the driver's inside: `tests/security/test_database_away.py` notices when they move.
"""

from __future__ import annotations

from typing import Any

from psycopg import AsyncConnection, OperationalError
from psycopg.errors import _WaitTimeout


class AnsweringConnection(AsyncConnection[Any]):
    """Made by `connect`."""

    answer_s: float = 10.0

    async def wait(self, gen: Any, interval: float = 0.1, timeout: float | None = None) -> Any:
        """As the driver's own, but with an end.

        Raises:
            OperationalError: No answer in time; the connection is closed, since nobody knows what became of it.
        """
        try:
            return await super().wait(gen, interval, self.answer_s if timeout is None else timeout)
        except _WaitTimeout:
            if timeout is not None:
                raise
            self.pgconn.finish()
            raise OperationalError(f"no answer within {self.answer_s:g} s") from None


async def connect(answer_s: float, *args: Any, **kwargs: Any) -> AnsweringConnection:
    """A connection whose statements are answered within so many seconds, or fail."""
    connection = await AnsweringConnection.connect(*args, **kwargs)
    connection.answer_s = answer_s
    return connection
