"""What calls weigh, per address and minute, how many orders an account may send, and who is banned."""

from __future__ import annotations

from collections.abc import Callable

from exchanges.sandbox.toobit.errors import ToobitError

MINUTE_MS = 60_000
WEIGHT = 3_000
ORDERS, ORDERS_MS = 60, 2_000
FIRST_BAN_MS, LONGEST_BAN_MS = 120_000, 3 * 86_400_000
PATIENCE = 20
"""So many more calls after the first refusal of a minute, then the address is banned."""
USED = (
    "Too much request weight used; current limit is {limit} request weight per 1 MINUTE. Please use WebSocket Streams"
    " for live updates to avoid polling the API."
)
BANNED = (
    "Way too much request weight used; IP banned until {until}. Please use WebSocket Streams for live updates to avoid"
    " bans."
)


class Budgets:
    """Counters in fixed windows.

    Args:
        now_ms: The true time.
    """

    def __init__(self, now_ms: Callable[[], int]) -> None:
        self._now_ms = now_ms
        self._used: dict[str, tuple[int, int]] = {}
        self._banned: dict[str, tuple[int, int]] = {}
        self.limited = True
        """Whether anything is refused."""

    def clear(self) -> None:
        """Forget everything that was counted, and all bans."""
        self._used.clear()
        self._banned.clear()

    def spend(self, ip: str, weight: int) -> None:
        """Count a call.

        Raises:
            ToobitError: 429, or 418 for who did not stop.
        """
        self.check_ban(ip)
        if self._add(f"weight|{ip}", weight, MINUTE_MS) > WEIGHT and self.limited:
            self.refuse(ip)

    def refuse(self, ip: str) -> None:
        """Answer 429, and ban who goes on all the same.

        Raises:
            ToobitError: Always.
        """
        if self._add(f"refused|{ip}", 1, MINUTE_MS) > PATIENCE:
            _, longest = self._banned.get(ip, (0, FIRST_BAN_MS // 2))
            self.ban(ip, min(longest * 2, LONGEST_BAN_MS))
        raise ToobitError(-1003, USED.format(limit=WEIGHT), headers=self._headers(0, self._window_end(MINUTE_MS)))

    def ban(self, ip: str, length_ms: int) -> None:
        """Refuse every call of an address for that long."""
        self._banned[ip] = (self._now_ms() + length_ms, length_ms)

    def check_ban(self, ip: str) -> None:
        """
        Raises:
            ToobitError: 418 while the address is banned.
        """
        until, _ = self._banned.get(ip, (0, 0))
        if until > self._now_ms():
            raise ToobitError(-1003, BANNED.format(until=until), status=418, headers=self._headers(0, until))

    def count_orders(self, uid: str) -> None:
        """Count an order request of an account.

        Raises:
            ToobitError: -1015.
        """
        if self._add(f"orders|{uid}", 1, ORDERS_MS) > ORDERS and self.limited:
            text = f"Too many new orders; current limit is {ORDERS} orders per 2 SECOND."
            raise ToobitError(-1015, text, headers=self._headers(0, self._window_end(ORDERS_MS)))

    def headers(self, ip: str) -> dict[str, str]:
        """What every signed answer tells; the reset is now while nothing is refused."""
        return self._headers(max(WEIGHT - self._add(f"weight|{ip}", 0, MINUTE_MS), 0), self._now_ms())

    def _headers(self, left: int, reset_ms: int) -> dict[str, str]:
        return {
            "X-Api-Limit-Status": str(left),
            "X-Api-Limit": str(WEIGHT),
            "X-Api-Limit-Reset-Timestamp": str(reset_ms),
        }

    def _window_end(self, window_ms: int) -> int:
        return (self._now_ms() // window_ms + 1) * window_ms

    def _add(self, bucket: str, count: int, window_ms: int) -> int:
        window = self._now_ms() // window_ms
        last, used = self._used.get(bucket, (window, 0))
        used = used + count if last == window else count
        self._used[bucket] = (window, used)
        return used
