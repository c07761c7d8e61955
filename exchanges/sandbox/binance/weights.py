"""What calls weigh, per address and minute, and what happens to who asks too much."""

from __future__ import annotations

from collections.abc import Callable

from exchanges.sandbox.binance.errors import BinanceError

MINUTE_MS, TEN_SECONDS_MS = 60_000, 10_000
ORDERS = ((TEN_SECONDS_MS, 300, "10S", "TEN_SECONDS"), (MINUTE_MS, 1_200, "1M", "MINUTE"))
"""Window, most orders, name in the header, name in the text."""
FIRST_BAN_MS = 120_000
LONGEST_BAN_MS = 3 * 86_400_000
PATIENCE = 20
"""So many more calls after the first refusal of a minute, then the address is banned."""
BANNED = (
    "Way too many requests; IP({ip}) banned until {until}. Please use the websocket for live updates to avoid bans."
)


class Budgets:
    """Counters in fixed windows, as the venue's headers show them.

    Args:
        now_ms: The true time.
    """

    def __init__(self, now_ms: Callable[[], int]) -> None:
        self._now_ms = now_ms
        self._used: dict[str, tuple[int, int]] = {}
        self._refused: dict[str, tuple[int, int]] = {}
        self._banned: dict[str, tuple[int, int]] = {}
        self.limited = True
        """Whether anything is refused."""

    def clear(self) -> None:
        """Forget everything that was counted, and all bans."""
        for store in (self._used, self._refused, self._banned):
            store.clear()

    def spend(self, bucket: str, ip: str, weight: int, most: int) -> int:
        """Count a call; answers what is used of the minute.

        Raises:
            BinanceError: 429, or 418 for who did not stop.
        """
        self.check_ban(ip)
        used = self._add(self._used, f"{bucket}|{ip}", weight, MINUTE_MS)
        if self.limited and used > most:
            self.refuse(ip, most)
        return used

    def refuse(self, ip: str, most: int) -> None:
        """Answer 429, and ban who goes on all the same.

        Raises:
            BinanceError: Always.
        """
        if self._add(self._refused, ip, 1, MINUTE_MS) > PATIENCE:
            _, longest = self._banned.get(ip, (0, FIRST_BAN_MS // 2))
            self.ban(ip, min(longest * 2, LONGEST_BAN_MS))
        left_s = (MINUTE_MS - self._now_ms() % MINUTE_MS) // 1_000 + 1
        raise BinanceError(-1003, headers={"Retry-After": str(left_s)}, ip=ip, limit=str(most))

    def ban(self, ip: str, length_ms: int) -> None:
        self._banned[ip] = (self._now_ms() + length_ms, length_ms)

    def check_ban(self, ip: str) -> None:
        """
        Raises:
            BinanceError: 418 while the address is banned.
        """
        until, _ = self._banned.get(ip, (0, 0))
        left_ms = until - self._now_ms()
        if left_ms > 0:
            headers = {"Retry-After": str(left_ms // 1_000 + 1)}
            raise BinanceError(-1003, BANNED.format(ip=ip, until=until), status=418, headers=headers)

    def count_orders(self, uid: str, count: int = 1) -> None:
        """Count new and changed orders of an account.

        Raises:
            BinanceError: -1015.
        """
        for window_ms, most, name, words in ORDERS:
            used = self._add(self._used, f"orders|{name}|{uid}", count, window_ms)
            if self.limited and used > most:
                raise BinanceError(-1015, limit=str(most), window=words)

    def used(self, bucket: str, ip: str) -> int:
        """What an address has used of the present minute."""
        return self._add(self._used, f"{bucket}|{ip}", 0, MINUTE_MS)

    def order_headers(self, uid: str) -> dict[str, str]:
        return {
            f"X-MBX-ORDER-COUNT-{name}": str(self._add(self._used, f"orders|{name}|{uid}", 0, window_ms))
            for window_ms, _, name, _ in ORDERS
        }

    def _add(self, store: dict[str, tuple[int, int]], bucket: str, count: int, window_ms: int) -> int:
        window = self._now_ms() // window_ms
        last, used = store.get(bucket, (window, 0))
        used = used + count if last == window else count
        store[bucket] = (window, used)
        return used
